/**
 * The tables of a schema or of a history of migrations in an embedded database, as far as it can have
 * them: what it does not know is left out by name, so that one extension does not cost the whole.
 */
import { splitSql } from "../core/sql/split.ts";
import {
  type Database,
  type EmbeddedPostgres,
  extensionsNamedIn,
  type Opened,
  type Snapshot,
} from "../engines/postgres.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import type { Migration } from "../engines/postgres-replay.ts";
import { statisticsExtension } from "./apply-statistics.ts";

export type Build =
  /** Statements that make the tables of a schema in an empty database. */
  | { readonly kind: "script"; readonly sql: string }
  | { readonly kind: "history"; readonly migrations: readonly Migration[] };

export type Built = {
  readonly ok: true;
  readonly database: Database;
  /** What is missing or stands in for something, each with the reason; for people. */
  readonly left: readonly string[];
};

export type BuildWish = {
  /** Ends the database too, when it is open by then. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole; what takes longer is ended. */
  readonly limit: number;
  /** One that was opened ahead with what every build needs; taken where it needs no more, else closed. */
  readonly spare?: Promise<Opened> | undefined;
  /** How text is sorted, as `datcollate` says it; undefined: as the embedded server does. */
  readonly collation: string | undefined;
};

export async function buildDatabase(
  postgres: EmbeddedPostgres,
  build: Build,
  { signal, limit, collation, spare }: BuildWish,
): Promise<Built | Refusal> {
  const texts = textsOf(build);
  const extensions = extensionsNamedIn(texts.join("\n"));
  const ahead = spare && (await takenFrom(spare, extensions.length === 0, signal));
  const opened =
    ahead ??
    (await openWith(postgres, { extensions: [...extensions, statisticsExtension] }, signal));
  if (!opened.ok) return opened;
  const { database } = opened;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void database.close();
  }, limit);
  const left: string[] = [];
  for (const text of texts) await runText(database, text, left);
  await addPartitions(database, left);
  // A setting that a script leaves behind is gone when the next session comes.
  const isThere = await database.exec("DISCARD ALL");
  clearTimeout(timer);
  if (!isThere.ok) {
    const seconds = Math.round(limit / 1000);
    return isLate
      ? { ...isThere, message: `The tables were not made within ${seconds} seconds` }
      : isThere;
  }
  return sortedAs(postgres, { ok: true, database, left }, collation, signal);
}

/** A server that does nothing yet: it can start while somebody still finds out what it is to hold. */
export function openAhead(postgres: EmbeddedPostgres): Promise<Opened> {
  return postgres.open({ extensions: [statisticsExtension] });
}

async function takenFrom(
  spare: Promise<Opened>,
  isFitting: boolean,
  signal: AbortSignal | undefined,
): Promise<Extract<Opened, { ok: true }> | undefined> {
  const opened = await spare;
  if (!opened.ok) return undefined;
  const { database } = opened;
  if (!isFitting || signal?.aborted) {
    await database.close();
    return undefined;
  }
  signal?.addEventListener("abort", () => void database.close(), { once: true });
  return opened;
}

/** Again from a copy of a built one. */
export async function openCopy(
  postgres: EmbeddedPostgres,
  from: Snapshot,
  signal: AbortSignal | undefined,
) {
  return openWith(postgres, { from }, signal);
}

async function openWith(
  postgres: EmbeddedPostgres,
  wish: { readonly from?: Snapshot; readonly extensions?: readonly string[] },
  signal: AbortSignal | undefined,
) {
  const opened = await postgres.open({ ...wish, ...(signal && { signal }) });
  if (opened.ok) return opened;
  const message = `The embedded PostgreSQL did not start: ${opened.message}`;
  return { ok: false, code: signal?.aborted ? "stopped" : "XX000", message } satisfies Refusal;
}

function textsOf(build: Build): string[] {
  return build.kind === "script" ? [build.sql] : build.migrations.map(({ text }) => text);
}

/** As Prisma runs it; where that is refused, each statement by itself. */
async function runText(database: Connection, text: string, left: string[]): Promise<void> {
  const whole = await database.exec(text);
  if (whole.ok || whole.code === "stopped") return;
  // A BEGIN of its own leaves a transaction open that does nothing any more.
  await database.exec("ROLLBACK");
  for (const { start, end } of splitSql(text).statements) {
    await runStatement(database, text.slice(start, end), left);
  }
  await database.exec("COMMIT");
}

/** Where a program makes the partitions while it runs, there is nothing to plan with. */
async function addPartitions(database: Connection, left: string[]): Promise<void> {
  const found = await database.query(
    `SELECT pg_catalog.format('CREATE TABLE %I.%I PARTITION OF %I.%I %s', n.nspname, left(c.relname, 50) || '_added', n.nspname, c.relname,
       CASE p.partstrat WHEN 'h' THEN 'FOR VALUES WITH (MODULUS 1, REMAINDER 0)' ELSE 'DEFAULT' END), c.relname
     FROM pg_catalog.pg_partitioned_table p JOIN pg_catalog.pg_class c ON c.oid = p.partrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) ORDER BY 2`,
  );
  for (const [sql, table] of found.ok ? found.rows : []) {
    const added = await database.exec(sql ?? "");
    if (added.ok) left.push(`${table} has no partitions: one for all rows was added`);
  }
}

/** A statement may name several things that are not there. */
const mostStandIns = 5;

async function runStatement(database: Connection, sql: string, left: string[]): Promise<void> {
  const tell = (words: string) => left.includes(words) || left.push(words);
  let text = sql;
  const replaced: string[] = [];
  for (let answer = await database.exec(text); !answer.ok; answer = await database.exec(text)) {
    const standIn = replaced.length < mostStandIns ? standInFor(text, answer) : undefined;
    if (standIn === undefined) {
      if (!isExpected(answer)) tell(missing(sql, answer));
      return;
    }
    text = standIn.text;
    replaced.push(standIn.words);
  }
  replaced.forEach(tell);
}

/** A file that ends a transaction itself has done a part of its work before it was refused. */
function isExpected({ code }: Refusal): boolean {
  return ["42P07", "42710", "42701", "42P06", "stopped"].includes(code);
}

function missing(sql: string, { message }: Refusal): string {
  const line = sql.replace(/\s+/g, " ").replace(/\s*\(.*/, "");
  return `${line.length <= 80 ? line : `${line.slice(0, 79)}…`}: ${message}`;
}

/** A table without a column's own type or default is nearer to the real one than no table. */
function standInFor(sql: string, refusal: Refusal): { text: string; words: string } | undefined {
  const type = /type "(?:[^"]*\.)?([^".]+)" does not exist/.exec(refusal.message)?.[1];
  if (refusal.code === "42704" && type !== undefined) {
    const named = new RegExp(
      `(?<=\\s)(?:"?\\w+"?\\.)?${escaped(type)}(?:\\([^()]*\\))?(?=[\\s,)\\[]|$)`,
      "gi",
    );
    const text = sql.replace(named, "text");
    return text === sql ? undefined : { text, words: `The type ${type} is taken for text` };
  }
  const name = /^function ([\w.]+)\(/.exec(refusal.message)?.[1];
  if (refusal.code === "42883" && name !== undefined) {
    const given = new RegExp(
      `\\bDEFAULT\\s+"?${escaped(name)}"?\\s*\\((?:[^()]|\\([^()]*\\))*\\)`,
      "gi",
    );
    const text = sql.replace(given, "");
    return text === sql ? undefined : { text, words: `The default ${name}() is left out` };
  }
  return undefined;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * An index serves `LIKE 'a%'` where text is sorted by its bytes, and in no other database. How it is
 * sorted is read when a session begins, so another one has to begin.
 */
async function sortedAs(
  postgres: EmbeddedPostgres,
  built: Built,
  collation: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Built | Refusal> {
  const { database } = built;
  const current = await database.query(
    "SELECT datcollate FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()",
  );
  const own = current.ok ? (current.rows[0]?.[0] ?? "") : "";
  if (collation === undefined || isByBytes(own) === isByBytes(collation)) return built;
  await database.query("UPDATE pg_catalog.pg_database SET datcollate = $1", [
    isByBytes(collation) ? "C" : "en_US.UTF-8",
  ]);
  const from = await database.snapshot();
  await database.close();
  if (from === undefined) return { ok: false, code: "stopped", message: "The database was closed" };
  const again = await openWith(postgres, { from }, signal);
  return again.ok ? { ok: true, database: again.database, left: built.left } : again;
}

const isByBytes = (collation: string) => collation === "C" || collation === "POSIX";
