/**
 * For rules about migrations whose finding concerns a table that has rows: how the table comes
 * into the finding, so that known numbers of rows make it louder or quieter. Judges nothing.
 */
import type { Surroundings } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";

/** Of several tables the one with the most rows, the first where none are known. */
export function largest(
  tables: readonly Qualified[],
  { rows }: Pick<Surroundings, "rows">,
): Qualified | undefined {
  return tables.toSorted((a, b) => (rows.get(b) ?? -1) - (rows.get(a) ?? -1))[0];
}

/** To spread into a finding: `table` is left out where there is none. */
export function sizedBy(table: Qualified | undefined): { readonly table?: Qualified } {
  return table === undefined ? {} : { table };
}
