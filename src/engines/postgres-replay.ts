/**
 * A history of migrations applied to a database: file by file as Prisma does it, or statement by
 * statement with what each one does to the relations. Knows nothing of folders and of findings.
 */
import type { Connection, Refusal } from "./postgres-connection.ts";
import { type Observation, type Watch, watch } from "./postgres-observe.ts";

export type Migration = { readonly name: string; readonly text: string };

/** With its statements: offsets in UTF-16 units, comments around and semicolons left out. */
export type CutMigration = Migration & {
  readonly statements: readonly { readonly start: number; readonly end: number }[];
};

export type ReplayWish = {
  readonly signal?: AbortSignal;
  /** Before each migration, with how many are done. */
  readonly onProgress?: (done: number, migration: Migration) => void;
};

export type Replayed =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** How many migrations were applied before. */
      readonly done: number;
      /** The one that was refused; undefined when it was cancelled. */
      readonly migration: Migration | undefined;
      readonly refusal: Refusal;
    };

/** Stops at the first migration that is refused; those before it stay applied. */
export async function replay(
  connection: Connection,
  migrations: readonly Migration[],
  { signal, onProgress }: ReplayWish = {},
): Promise<Replayed> {
  for (const [done, migration] of migrations.entries()) {
    if (signal?.aborted) return { ok: false, done, migration: undefined, refusal: cancelled };
    onProgress?.(done, migration);
    const answer = await connection.exec(migration.text);
    if (answer.ok) continue;
    // A BEGIN of its own leaves a transaction open that does nothing any more.
    await connection.exec("ROLLBACK");
    return { ok: false, done, migration, refusal: answer };
  }
  return { ok: true };
}

const cancelled: Refusal = { ok: false, code: "stopped", message: "Cancelled" };

/**
 * How the statements of a file get their transactions.
 * - `together`: as Prisma runs the file, in one transaction that its own BEGIN and COMMIT may cut.
 *   True for what fails and what is rolled back; a lock shows at the statement that takes it first.
 * - `alone`: each in a transaction of its own, so that each shows all the locks that it takes.
 *   A file that needs its transaction (`needsOneTransaction`) may do other things then.
 */
export type Transactions = "together" | "alone";

export type ObservedStatement = {
  /** Of the migration's statements. */
  readonly index: number;
} & (
  | { readonly kind: "observed"; readonly observation: Observation }
  /** It ran, but not inside of a transaction, in which locks could be seen. New files were. */
  | { readonly kind: "unseen"; readonly observation: Observation }
  /** BEGIN, COMMIT and their like. */
  | { readonly kind: "transaction" }
  | { readonly kind: "refused"; readonly refusal: Refusal }
);

/**
 * Runs one migration and looks after each statement; ends at the first that is refused. What is
 * refused `together` is rolled back, what is refused `alone` leaves the statements before it.
 * `retry` may change rows after a refusal (`alone`, outside of a transaction); when it says so,
 * the statement is tried once more.
 */
export async function observeMigration(
  connection: Connection,
  migration: CutMigration,
  transactions: Transactions,
  retry: (refusal: Refusal, index: number) => Promise<boolean> = async () => false,
): Promise<readonly ObservedStatement[] | Refusal> {
  const watching = await watch(connection);
  if ("ok" in watching) return watching;
  const run = transactions === "together" ? runTogether : runAlone;
  return run(connection, migration, watching, retry);
}

async function runTogether(
  connection: Connection,
  { text, statements }: CutMigration,
  watching: Watch,
): Promise<readonly ObservedStatement[]> {
  const results: ObservedStatement[] = [];
  const begin = async () => {
    await watching.transactionBegins();
    await connection.exec("BEGIN");
  };
  await begin();
  for (const [index, { start, end }] of statements.entries()) {
    const sql = text.slice(start, end);
    const control = transactionWord(sql);
    const result =
      control === undefined
        ? await observed(connection, sql, index, watching)
        : await controlled(connection, sql, index);
    if (result.kind === "refused") {
      const isOnItsOwn = statements.length === 1 && result.refusal.code === notInTransaction;
      await connection.exec("ROLLBACK");
      return [...results, isOnItsOwn ? await unseen(connection, sql, index, watching) : result];
    }
    results.push(result);
    // What follows is in a transaction again, as everything is in a message of several statements.
    if (control === "end") await begin();
  }
  const committed = await connection.exec("COMMIT");
  if (committed.ok) return results;
  // A constraint that is checked at the end.
  const index = statements.length - 1;
  return [...results.slice(0, -1), { index, kind: "refused", refusal: committed }];
}

async function runAlone(
  connection: Connection,
  { text, statements }: CutMigration,
  watching: Watch,
  retry: (refusal: Refusal, index: number) => Promise<boolean>,
): Promise<readonly ObservedStatement[]> {
  const results: ObservedStatement[] = [];
  for (const [index, { start, end }] of statements.entries()) {
    const sql = text.slice(start, end);
    if (transactionWord(sql) !== undefined) {
      results.push({ index, kind: "transaction" });
      continue;
    }
    let result = await inOwnTransaction(connection, sql, index, watching);
    if (result.kind === "refused" && (await retry(result.refusal, index))) {
      result = await inOwnTransaction(connection, sql, index, watching);
    }
    results.push(result);
    if (result.kind === "refused") break;
  }
  return results;
}

async function inOwnTransaction(
  connection: Connection,
  sql: string,
  index: number,
  watching: Watch,
): Promise<ObservedStatement> {
  await watching.transactionBegins();
  await connection.exec("BEGIN");
  const result = await observed(connection, sql, index, watching);
  if (result.kind === "refused") {
    await connection.exec("ROLLBACK");
    return result.refusal.code === notInTransaction
      ? unseen(connection, sql, index, watching)
      : result;
  }
  const committed = await connection.exec("COMMIT");
  return committed.ok ? result : { index, kind: "refused", refusal: committed };
}

async function observed(
  connection: Connection,
  sql: string,
  index: number,
  watching: Watch,
): Promise<ObservedStatement> {
  const answer = await connection.exec(sql);
  if (!answer.ok) return { index, kind: "refused", refusal: answer };
  const observation = await watching.look();
  return "ok" in observation
    ? { index, kind: "refused", refusal: observation }
    : { index, kind: "observed", observation };
}

async function unseen(
  connection: Connection,
  sql: string,
  index: number,
  watching: Watch,
): Promise<ObservedStatement> {
  const answer = await connection.exec(sql);
  if (!answer.ok) return { index, kind: "refused", refusal: answer };
  const observation = await watching.lookAfterwards();
  return "ok" in observation
    ? { index, kind: "refused", refusal: observation }
    : { index, kind: "unseen", observation };
}

async function controlled(
  connection: Connection,
  sql: string,
  index: number,
): Promise<ObservedStatement> {
  const answer = await connection.exec(sql);
  return answer.ok ? { index, kind: "transaction" } : { index, kind: "refused", refusal: answer };
}

/** SQLSTATE active_sql_transaction: CREATE INDEX CONCURRENTLY, VACUUM and the like. */
const notInTransaction = "25001";

function transactionWord(sql: string): "begin" | "end" | "inner" | undefined {
  const words = /^([a-z]+)(?:\s+([a-z]+))?(?:\s+([a-z]+))?/i.exec(sql)?.slice(1) ?? [];
  const [first = "", second = "", third = ""] = words.map((word) => (word ?? "").toUpperCase());
  if (first === "BEGIN" || (first === "START" && second === "TRANSACTION")) return "begin";
  if (first === "SAVEPOINT" || first === "RELEASE") return "inner";
  if (first === "ROLLBACK" && (second === "TO" || third === "TO")) return "inner";
  return /^(COMMIT|END|ROLLBACK|ABORT)$/.test(first) ? "end" : undefined;
}

/**
 * Whether a file says something that only holds until its transaction ends. Tells by the words, so
 * it says yes too often rather than too seldom.
 */
export function needsOneTransaction(text: string): boolean {
  return /\bSET\s+(LOCAL|CONSTRAINTS|TRANSACTION)\b|\bON\s+COMMIT\b|\bset_config\s*\(|\bROLLBACK\b|\bSAVEPOINT\b|\bDECLARE\b[^;]*\bCURSOR\b/i.test(
    text,
  );
}
