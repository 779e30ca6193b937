/**
 * Which steps of a migration leave nothing to undo: a rolled back one, one about a table that the
 * same migration makes or drops, a backfill of a column that it adds.
 */
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { qualify } from "../sql/names.ts";
import type { Step } from "../sql/step.ts";
import type { MigrationReport, StatementReport } from "./migration.ts";
import { tablesOf } from "./reverse-steps.ts";

/** Indexes of the statements that ROLLBACK in the same file undoes. */
export function rolledBack({ statements }: MigrationReport): ReadonlySet<number> {
  const found = new Set<number>();
  let first = 0;
  for (const { index, statement } of statements) {
    const command = statement.steps.find((step) => step.kind === "transaction")?.command;
    if (command === "rollback") {
      for (let at = first; at <= index; at++) found.add(at);
    }
    if (command === "begin" || command === "commit" || command === "rollback") first = index + 1;
  }
  return found;
}

/** Whether undoing the statements around it leaves nothing of the step. */
export function isGoneAnyway(
  report: MigrationReport,
  { before, index }: StatementReport,
  step: Step,
): boolean {
  const tables = tablesOf(step).map((name) => qualify(before, name));
  if (tables.length === 0) return false;
  if (step.kind === "create-index" && makesExtension(report)) return false;
  if (!isAboutRows(step) && !isPartOfTable(step) && !isOwnConstraint(before, step)) {
    return false;
  }
  if (step.kind === "update" && fillsNewColumns(report, index, step, tables[0] ?? "")) return true;
  return tables.every(
    (key) =>
      key.startsWith("pg_temp.") ||
      report.created.has(key) ||
      (isAboutRows(step) && isDroppedLater(report, index, key)),
  );
}

/** An index with its operators stands in the way of dropping it. */
function makesExtension({ statements }: MigrationReport): boolean {
  return statements.some(({ statement }) =>
    statement.steps.some(({ kind }) => kind === "create-extension"),
  );
}

function isAboutRows({ kind }: Step): boolean {
  return ["insert", "update", "delete", "merge", "truncate", "copy"].includes(kind);
}

/** Goes with the table, and nothing but the table stands under it. */
function isPartOfTable(step: Step): boolean {
  switch (step.kind) {
    case "create-index":
      return step.where === undefined && step.parts.every(({ column }) => column !== undefined);
    case "comment":
    case "set-table-option":
    case "set-column-option":
    case "row-level-security":
    case "grant":
      return true;
    default:
      return false;
  }
}

/** A foreign key to another table stands in the way of dropping that one, or its key. */
function isOwnConstraint(before: Catalog, step: Step): boolean {
  if (step.kind !== "add-constraint") return false;
  if (step.constraint.kind !== "foreign-key") return true;
  return qualify(before, step.constraint.target) === qualify(before, step.table);
}

/** A backfill: the columns came with this migration, and go when it is taken back. */
function fillsNewColumns(
  report: MigrationReport,
  index: number,
  step: Extract<Step, { readonly kind: "update" }>,
  key: Qualified,
): boolean {
  const known = report.before.tables.get(key);
  if (known === undefined || step.columns.length === 0) return false;
  const earlier = report.statements.slice(0, index).flatMap(({ statement }) => statement.steps);
  const added = new Set(
    earlier.flatMap((one) => (one.kind === "add-column" ? [one.column.name] : [])),
  );
  const renamed = earlier.some(({ kind }) => kind === "rename-column" || kind === "rename-table");
  return (
    !renamed && step.columns.every((column) => added.has(column) && !known.columns.has(column))
  );
}

function isDroppedLater({ statements }: MigrationReport, index: number, key: Qualified): boolean {
  const later = statements.slice(index + 1);
  if (later.some(({ statement }) => statement.steps.some(({ kind }) => moves.has(kind)))) {
    return false;
  }
  return later.some(({ statement, before }) =>
    statement.steps.some(
      (step) =>
        step.kind === "drop-table" && step.tables.some((name) => qualify(before, name) === key),
    ),
  );
}

const moves: ReadonlySet<string> = new Set(["rename-table", "rename-schema", "set-schema"]);
