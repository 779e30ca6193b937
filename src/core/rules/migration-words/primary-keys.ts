/** For rules about migrations: primary keys that a file takes away from tables in use. */
import type { Qualified } from "../../sql/catalog.ts";
import { primaryKeyOf } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import type { StatementSubject } from "../migration-rule.ts";

export type DroppedPrimaryKey = {
  readonly name: string;
  /** Undefined where no migration tells. */
  readonly columns: readonly string[] | undefined;
  readonly cascade: boolean;
};

/** The primary key that the file has dropped by the end of the statement looked at. */
export function replacedPrimaryKey(
  { report, file }: StatementSubject,
  table: Qualified,
): DroppedPrimaryKey | undefined {
  for (const { statement, before } of file.statements.slice(0, report.index + 1)) {
    for (const step of statement.steps) {
      if (step.kind !== "drop-constraint" || qualify(before, step.table) !== table) continue;
      const { constraint: name, cascade } = step;
      const known = before.tables.get(table);
      const key = known && primaryKeyOf(known);
      if (key?.name === name) return { name, columns: key.columns, cascade };
      const isMissing = known?.constraints.has(name) !== true;
      if (!key && isMissing && name.endsWith("_pkey")) return { name, columns: undefined, cascade };
    }
  }
  return undefined;
}
