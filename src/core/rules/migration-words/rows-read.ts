/**
 * For rules about tables that go away: whether the same migration reads their rows before, so that
 * somebody has thought of them. Judges nothing.
 */
import type { MigrationReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";

/**
 * Whether a statement before that of index `until` copies rows of the table into another, or has
 * code in it that names the table: a DO block or a function, which nobody can look into.
 */
export function isReadBefore(file: MigrationReport, table: Qualified, until: number): boolean {
  const name = table.slice(table.indexOf(".") + 1);
  return file.statements.slice(0, until).some(({ statement, before }) =>
    statement.steps.some((step) => {
      if (step.kind === "dynamic" || step.kind === "create-function") {
        return statement.text.includes(name);
      }
      const copies =
        step.kind === "insert" ||
        step.kind === "update" ||
        step.kind === "merge" ||
        step.kind === "create-table";
      if (!copies || qualify(before, step.table) === table) return false;
      const reads = step.kind === "create-table" ? [] : step.reads;
      const isQuery = step.kind === "create-table" && step.fromQuery;
      return (
        reads.some((one) => qualify(before, one) === table) ||
        (isQuery && statement.text.includes(name))
      );
    }),
  );
}
