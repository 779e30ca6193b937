/** For rules about losses: those of data, which no reverse script brings back. */
import type { StatementReport } from "../../migration/migration.ts";

/** Rows or values. A view, a function or a type is a text that can be written again. */
export function losesData({ effects }: StatementReport): boolean {
  return effects.losses.some(({ kind }) => ofData.has(kind));
}

const ofData: ReadonlySet<string> = new Set([
  "table",
  "all-rows",
  "rows",
  "column",
  "precision",
  "schema",
]);
