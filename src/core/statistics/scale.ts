/** How many rows are really made where all that are assumed would be too many. Pure arithmetic. */

export type ScaleLimits = {
  /** Rows of all tables that the query names. */
  readonly total: number;
  /** Rows that each of them has at least, where as many are assumed. */
  readonly least: number;
  /** Rows of each other table, and of all of them together. */
  readonly other: number;
  readonly others: number;
};

export const usualScale: ScaleLimits = { total: 300_000, least: 1000, other: 1000, others: 50_000 };

/**
 * In proportion to what is assumed, so that a table with ten times as many rows keeps as many more.
 * `named` are the tables of the query; with none, all are.
 */
export function scaledRows(
  assumed: Readonly<Record<string, number>>,
  named: readonly string[],
  { total, least, other, others }: ScaleLimits = usualScale,
): Readonly<Record<string, number>> {
  const tables = Object.entries(assumed);
  const isNamed = (table: string) => named.length === 0 || named.includes(table);
  const inQuery = tables.filter(([table]) => isNamed(table));
  const sum = inQuery.reduce((all, [, rows]) => all + rows, 0);
  const factor = Math.min(1, total / Math.max(sum, 1));
  const share = Math.floor(others / Math.max(tables.length - inQuery.length, 1));
  const rowsOf = (table: string, rows: number) =>
    isNamed(table)
      ? Math.min(rows, Math.max(least, Math.round(rows * factor)))
      : Math.min(rows, other, share);
  return Object.fromEntries(tables.map(([table, rows]) => [table, rowsOf(table, rows)]));
}
