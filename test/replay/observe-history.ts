/** What each statement of a history does to the relations, as JSON lines; with rows if wanted. */
import type { Database } from "../../src/engines/postgres.ts";
import type { Connection, Refusal } from "../../src/engines/postgres-connection.ts";
import {
  type CutMigration,
  needsOneTransaction,
  type ObservedStatement,
  observeMigration,
  replay,
  type Transactions,
} from "../../src/engines/postgres-replay.ts";
import { seedRows } from "../../src/engines/postgres-seed.ts";
import type { History } from "./main.ts";

/**
 * Each statement in a transaction of its own, unless its file needs one. Where that is refused,
 * a new database gets the history up to there, and the file is watched as a whole.
 * With rows, a statement that the rows stand in the way of is told (`errorWithRows`), and tried
 * again on empty tables.
 */
export async function observeHistory(
  open: () => Promise<Database>,
  { name: project, migrations }: History,
  rows: number,
): Promise<{ readonly lines: readonly string[]; readonly summary: string }> {
  const lines: string[] = [];
  const counts = { observed: 0, unseen: 0, transaction: 0, refused: 0 };
  const emptied: string[] = [];
  let unfilled = new Set<string>();
  let database = await open();
  for (const [done, migration] of migrations.entries()) {
    if (rows > 0) unfilled = await seed(database, rows, unfilled);
    const withRows = new Map<number, Refusal>();
    let how: Transactions = needsOneTransaction(migration.text) ? "together" : "alone";
    let results = await observe(database, migration, how, withRows, rows);
    if (results.at(-1)?.kind === "refused") {
      await database.close();
      database = await open();
      await replay(database, migrations.slice(0, done));
      how = "together";
      results = await observe(database, migration, how, new Map(), 0);
    }
    for (const result of results) {
      counts[result.kind]++;
      const refusal = withRows.get(result.index);
      if (refusal !== undefined) emptied.push(migration.name);
      lines.push(lineOf(project, migration, result, how, refusal));
    }
  }
  await database.close();
  const { observed, unseen, transaction, refused } = counts;
  const more =
    rows > 0 ? `, ${emptied.length} refused with rows, ${unfilled.size} tables unfilled` : "";
  return {
    lines,
    summary: `${observed} statements, ${unseen} without locks, ${transaction} of transactions, ${refused} refused${more}`,
  };
}

async function observe(
  database: Database,
  migration: CutMigration,
  how: Transactions,
  withRows: Map<number, Refusal>,
  rows: number,
): Promise<readonly ObservedStatement[]> {
  const results = await observeMigration(database, migration, how, async (refusal, index) => {
    if (rows === 0) return false;
    withRows.set(index, refusal);
    return emptyTables(database);
  });
  if ("ok" in results) throw new Error(`${migration.name}: ${results.message}`);
  return results;
}

async function seed(
  database: Connection,
  rows: number,
  unfilled: Set<string>,
): Promise<Set<string>> {
  const seeded = await seedRows(database, rows);
  if (!seeded.ok) throw new Error(seeded.message);
  return new Set([...unfilled, ...seeded.empty.map(({ table, reason }) => `${table}: ${reason}`)]);
}

async function emptyTables(database: Connection): Promise<boolean> {
  const tables = await database.query(`
    SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ')
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`);
  const names = tables.ok ? tables.rows[0]?.[0] : undefined;
  return names == null || (await database.exec(`TRUNCATE ${names} CASCADE`)).ok;
}

function lineOf(
  project: string,
  { name, text, statements }: CutMigration,
  result: ObservedStatement,
  transactions: Transactions,
  errorWithRows: Refusal | undefined,
): string {
  const { start = 0, end = 0 } = statements[result.index] ?? {};
  const line = {
    project,
    migration: name,
    statementIndex: result.index,
    start,
    end,
    text: text.slice(start, end),
    transactions,
    kind: result.kind,
    ...("observation" in result && result.observation),
    ...(result.kind === "refused" && { error: result.refusal }),
    ...(errorWithRows !== undefined && { errorWithRows }),
  };
  return `${JSON.stringify(line)}\n`;
}
