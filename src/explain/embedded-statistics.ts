/**
 * Assumed statistics in an embedded database: how many rows a partial index holds is asked of its
 * own planner, once it knows the table.
 */

import { quoted } from "../core/sql/write-name.ts";
import { type Assumptions, assumeStatistics, knownTables } from "../core/statistics/assume.ts";
import { type IndexFacts, type TableFacts, tableKey } from "../core/statistics/facts.ts";
import type { Database } from "../engines/postgres.ts";
import type { Connection, Refusal } from "../engines/postgres-connection.ts";
import { type Applied, applyStatistics, resizeRelations } from "./apply-statistics.ts";

/** Rows by `tableKey`; tables that are not named get `assumedRows`. */
export async function applyAssumed(
  database: Database,
  tables: readonly TableFacts[],
  rows: Readonly<Record<string, number>>,
  assumptions: Pick<Assumptions, "today" | "settings">,
): Promise<Applied | Refusal> {
  const said = (table: string) => rows[table];
  const rough = assumeStatistics(tables, said, assumptions);
  const first = await applyStatistics(database, rough);
  if (!first.ok) return first;
  const known = knownTables(tables, said);
  const shares = new Map<IndexFacts, number>();
  for (const table of tables) {
    for (const index of table.indexes.filter(({ predicate }) => predicate !== undefined)) {
      const share = await shareOf(database, table, index, known.rowsOf(table));
      if (share !== undefined) shares.set(index, share);
    }
  }
  if (shares.size === 0) return first;
  const shareOfIndex = (index: IndexFacts) => shares.get(index);
  const finer = assumeStatistics(tables, said, { ...assumptions, shareOf: shareOfIndex });
  const before = new Set(rough.relations.map((one) => JSON.stringify(one)));
  const changed = finer.relations.filter((one) => !before.has(JSON.stringify(one)));
  const resized = await resizeRelations(database, changed);
  return resized.ok ? { ...first, remarks: [...first.remarks, ...resized.remarks] } : resized;
}

async function shareOf(
  connection: Connection,
  table: TableFacts,
  { predicate }: IndexFacts,
  rows: number,
): Promise<number | undefined> {
  if (rows <= 0) return undefined;
  const name = `${quoted(table.schema)}.${quoted(table.name)}`;
  const answer = await connection.query(
    `EXPLAIN (FORMAT JSON) SELECT FROM ${name} WHERE ${predicate}`,
  );
  if (!answer.ok) return undefined;
  const [root] = JSON.parse(answer.rows[0]?.[0] ?? "[]") as { Plan?: { "Plan Rows"?: number } }[];
  const found = root?.Plan?.["Plan Rows"];
  return found === undefined ? undefined : Math.min(1, found / rows);
}

/** Of every table, for telling what was assumed. */
export function rowsOfAll(
  tables: readonly TableFacts[],
  rows: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const known = knownTables(tables, (table) => rows[table]);
  return Object.fromEntries(tables.map((table) => [tableKey(table), known.rowsOf(table)]));
}
