/** Explaining in the embedded PostgreSQL: with the tables of the schema, or of the migrations, and rows as assumed. */
import path from "node:path";
import { defaults } from "../core/lint/config.ts";
import { beyondSchema, scriptsWith } from "../core/migration/beyond-schema.ts";
import type { Schema } from "../core/schema/resolve.ts";
import { emptyCatalog } from "../core/sql/apply.ts";
import type { Passed } from "../core/sql/gate.ts";
import { EmbeddedExplainer } from "../explain/embedded.ts";
import type { Build } from "../explain/embedded-build.ts";
import type { OpenedFilled } from "../explain/embedded-wish.ts";
import { explainOn } from "../explain/explain.ts";
import type { ExplainWish } from "../explain/explained.ts";
import { mayExplain } from "../explain/policy.ts";
import { readFromDisk } from "../project/discover.ts";
import { migrationsFolderFor } from "../project/migrations.ts";
import { surroundingsOf } from "../project/surroundings.ts";
import { embeddedPostgres, schemaEngine } from "./engines.ts";
import { type Answered, type AssumedRows, allowed, answeredOr, count } from "./explain-answer.ts";
import { analyse, type History, readHistory } from "./history.ts";
import type { LoadedSchema } from "./load.ts";
import { suggestion, UsageError } from "./usage.ts";

export type EmbeddedAsk = {
  readonly passed: Passed;
  readonly wish: ExplainWish;
  readonly loaded: LoadedSchema | undefined;
  /** As somebody has typed them, by model or table. */
  readonly rows: ReadonlyMap<string, number>;
  readonly isOfMigrations: boolean;
  readonly signal: AbortSignal;
};

/** Throws an Error with one line where there is no plan. */
export async function explainEmbedded(ask: EmbeddedAsk): Promise<Answered> {
  const { passed, wish, loaded, signal } = ask;
  const there = { kind: "embedded", label: undefined, isTrusted: true } as const;
  const known = { functions: undefined, affected: undefined };
  const { notes } = allowed(mayExplain(passed, there, wish.mode, known));
  const explainer = new EmbeddedExplainer(embeddedPostgres);
  const end = () => void explainer.stop();
  signal.addEventListener("abort", end, { once: true });
  try {
    explainer.prepare();
    const history = loaded && (await historyOf(loaded));
    const { database } = loaded?.config ?? defaults;
    const world = await surroundingsOf(folderOf(loaded), database, readFromDisk);
    const named = rowsByTable(ask.rows, loaded?.schema);
    const rows = Object.fromEntries([...world.rows, ...named]);
    const build = await buildOf(ask, history);
    const tables = passed.relations.map(({ schema = "public", name }) => `${schema}.${name}`);
    const opened = await openedFor(explainer, ask, { build, rows, tables });
    const explained = answeredOr(await explainOn(opened.connection, opened.server, wish));
    return {
      kind: "embedded",
      title: `the embedded ${opened.server.name}`,
      postgres: opened.server.postgres,
      explained,
      notes: [...notes, ...opened.left, ...opened.remarks],
      assumedFor: (names) =>
        names.flatMap((name): AssumedRows[] => {
          const some = opened.assumed[name];
          return some === undefined
            ? []
            : [{ table: name, rows: some, isDefault: !(name in rows) }];
        }),
    };
  } finally {
    signal.removeEventListener("abort", end);
    await explainer.stop();
  }
}

function folderOf(loaded: LoadedSchema | undefined): string {
  return path.dirname(loaded?.found.files[0] ?? path.resolve("schema.prisma"));
}

async function historyOf({ found, config }: LoadedSchema): Promise<History | undefined> {
  const place = await migrationsFolderFor(found, readFromDisk);
  return place === undefined ? undefined : readHistory(place, found.files[0] ?? "", config);
}

async function buildOf(
  { loaded, isOfMigrations }: EmbeddedAsk,
  history: History | undefined,
): Promise<Build> {
  if (isOfMigrations) {
    const migrations = history?.folder.scripts ?? [];
    if (migrations.length > 0) return { kind: "history", migrations };
    throw new UsageError("There are no migrations yet: leave --migrations out");
  }
  return loaded === undefined ? { kind: "script", sql: "" } : schemaBuild(loaded, history);
}

/** What Prisma makes of the schema, and what migrations have made beside it. */
async function schemaBuild({ schema }: LoadedSchema, history: History | undefined): Promise<Build> {
  const engine = schemaEngine();
  const files = schema.files.map(({ path: file, text }): [string, string] => [file, text]);
  const made = await engine.diff({ kind: "empty" }, { kind: "schema", files });
  await engine.stop();
  if (!made.ok) throw new Error(`No tables can be made of the schema: ${made.reason}`);
  const head = history?.reports.at(-1)?.after;
  if (history === undefined || head === undefined) return { kind: "script", sql: made.sql };
  const { after } = await analyse("schema", made.sql, emptyCatalog, history.world);
  const beyond = beyondSchema(head, after);
  return { kind: "history", migrations: scriptsWith(beyond, made.sql) };
}

/** By `public.orders`. Throws a UsageError for what is no model and no table of the schema. */
function rowsByTable(
  named: ReadonlyMap<string, number>,
  schema: Schema | undefined,
): [string, number][] {
  const models = (schema?.models ?? []).map(({ shape }) => ({
    names: [shape.name, shape.table, `${shape.dbSchema ?? "public"}.${shape.table}`],
    table: `${shape.dbSchema ?? "public"}.${shape.table}`,
  }));
  return [...named].map(([name, number]) => {
    const found = models.find(({ names }) => names.includes(name));
    if (found !== undefined) return [found.table, number];
    const known = models.flatMap(({ names }) => names.slice(0, 2));
    throw new UsageError(`--rows: there is no model called ${name}${suggestion(name, known)}`);
  });
}

type Contents = {
  readonly build: Build;
  readonly rows: Readonly<Record<string, number>>;
  /** Of the query: `public.orders`. */
  readonly tables: readonly string[];
};

/** Without rows for a plan; for a run with as many as can be made in a moment. */
async function openedFor(
  explainer: EmbeddedExplainer,
  { wish, signal }: EmbeddedAsk,
  { build, rows, tables }: Contents,
): Promise<Omit<OpenedFilled, "rows">> {
  const filling = { build, statistics: { kind: "assumed" as const, rows }, signal };
  if (wish.mode === "plan") {
    const opened = answeredOr(await explainer.open(filling));
    return { ...opened, assumed: opened.rows };
  }
  const opened = answeredOr(await explainer.openFilled({ ...filling, tables }));
  return { ...opened, remarks: [...opened.remarks, ...madeUp(opened, tables)] };
}

/** What is run has fewer rows than are assumed. */
function madeUp({ rows, assumed }: OpenedFilled, tables: readonly string[]): string[] {
  return tables.flatMap((table) => {
    const [made, wanted] = [rows[table], assumed[table]];
    if (made === undefined || wanted === undefined) return [];
    const words = `${count(made)} rows were made up for ${table.replace(/^public\./, "")}`;
    return [made < wanted ? `${words}, where ${count(wanted)} are assumed` : words];
  });
}
