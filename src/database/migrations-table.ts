/**
 * What a database says about the migrations that were applied to it: Prisma's table
 * `_prisma_migrations`. Reads; knows nothing of what is on disk.
 */
import type { AppliedMigration } from "../core/migration/disk.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";

export type AppliedOrNot =
  | { readonly ok: true; readonly applied: readonly AppliedMigration[] }
  | Refusal;

/**
 * In the order in which they were begun, each name once; empty where there is no such table, as in a
 * database that Prisma Migrate has never seen. `schema` is where Prisma looks.
 */
export async function appliedMigrations(
  connection: Connection,
  schema = "public",
): Promise<AppliedOrNot> {
  const found = await connection.query(
    "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = '_prisma_migrations' AND c.relkind IN ('r', 'p')",
    [schema],
  );
  if (!found.ok) return found;
  if (found.rows.length === 0) return { ok: true, applied: [] };
  const read = await connection.query(
    `SELECT migration_name, checksum, CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back' WHEN finished_at IS NOT NULL THEN 'applied' ELSE 'failed' END FROM ${quoted(schema)}._prisma_migrations ORDER BY started_at, id`,
  );
  if (!read.ok) return read;
  const rows = read.rows.map(([name, checksum, state]): AppliedMigration => {
    return { name: name ?? "", checksum: checksum ?? "", state: stateOf(state) };
  });
  return { ok: true, applied: lastWords(rows) };
}

/**
 * A migration that failed, was rolled back and applied again has three rows. It is applied if one of
 * them is, failed if one is still open, and rolled back otherwise.
 */
function lastWords(rows: readonly AppliedMigration[]): AppliedMigration[] {
  const byName = new Map<string, AppliedMigration>();
  for (const row of rows) {
    const before = byName.get(row.name);
    if (before === undefined || weight[row.state] >= weight[before.state])
      byName.set(row.name, row);
  }
  return [...byName.values()];
}

const weight = { "rolled back": 0, failed: 1, applied: 2 } as const;

function stateOf(text: string | null | undefined): AppliedMigration["state"] {
  return text === "applied" || text === "failed" ? text : "rolled back";
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
