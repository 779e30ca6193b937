/**
 * For rules about migrations: which tables and columns were there before the file, and so may hold
 * rows and be in use. Decides nothing about what a statement does to them.
 */
import type { Column, Qualified, Table } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import type { ColumnDefinition, Name, Step, StepKind } from "../../sql/step.ts";
import type { StatementSubject } from "../migration-rule.ts";

/**
 * The table or view that `name` means, unless this file creates it or it is temporary. One that no
 * migration created counts as existing: somebody else made it.
 */
export function existingTable(
  { report, file }: StatementSubject,
  name: Name,
): Qualified | undefined {
  const key = qualify(report.before, name);
  const isTemporary = report.before.tables.get(key)?.isTemporary ?? key.startsWith("pg_temp.");
  const isNewView = report.before.views.has(key) && !file.before.views.has(key);
  return file.created.has(key) || isTemporary || isNewView ? undefined : key;
}

type TableStep = Extract<Step, { readonly table: Name }>;

/** The steps of one kind that the statement takes on existing tables. */
export function* stepsOnExisting<Kind extends TableStep["kind"]>(
  subject: StatementSubject,
  kind: Kind,
): Iterable<{ readonly step: TableStep & { readonly kind: Kind }; readonly table: Qualified }> {
  for (const step of subject.report.statement.steps) {
    if (!isOf(step, kind)) continue;
    const table = existingTable(subject, step.table);
    if (table !== undefined) yield { step, table };
  }
}

function isOf<Kind extends StepKind["kind"]>(
  step: Step,
  kind: Kind,
): step is TableStep & { readonly kind: Kind } {
  return step.kind === kind;
}

/** The table right before the statement; undefined where what is known of it is a guess. */
export function knownTable({ report }: StatementSubject, key: Qualified): Table | undefined {
  return report.before.doubtful.has(key) ? undefined : report.before.tables.get(key);
}

/** The column right before the statement, also of a table that is only known in part. */
export function columnBefore(
  { report }: StatementSubject,
  table: Qualified,
  column: string,
): Column | undefined {
  return report.before.tables.get(table)?.columns.get(column);
}

export type AddedColumn = {
  readonly column: ColumnDefinition;
  /** The step that adds it, and the statement that takes this step, from 0. */
  readonly step: Step & { readonly kind: "add-column" };
  readonly statement: number;
};

/** ADD COLUMN in this file, up to and including the statement looked at. */
export function addedColumn(
  subject: StatementSubject,
  table: Qualified,
  column: string,
): AddedColumn | undefined {
  const { statements } = subject.file;
  for (let at = subject.report.index; at >= 0; at--) {
    const report = statements[at];
    for (const step of report?.statement.steps ?? []) {
      if (step.kind !== "add-column" || step.column.name !== column) continue;
      if (report && qualify(report.before, step.table) === table) {
        return { column: step.column, step, statement: at };
      }
    }
  }
  return undefined;
}

/** Whether ADD COLUMN IF NOT EXISTS finds the column there, and does nothing. */
export function isThereAlready(
  subject: StatementSubject,
  table: Qualified,
  step: Step & { readonly kind: "add-column" },
): boolean {
  return step.ifNotExists && columnBefore(subject, table, step.column.name) !== undefined;
}

/** Whether the file has emptied the table by then: TRUNCATE, or DELETE of all rows. */
export function isEmptied({ report, file }: StatementSubject, table: Qualified): boolean {
  return file.statements
    .slice(0, report.index)
    .some(({ statement, before }) =>
      statement.steps.some(
        (step) =>
          (step.kind === "delete" && !step.hasWhere && qualify(before, step.table) === table) ||
          (step.kind === "truncate" && step.tables.some((name) => qualify(before, name) === table)),
      ),
    );
}

/**
 * Whether statements of the file from `since` (inclusive, from 0) until the one looked at (not
 * included) change rows of the table: whoever wrote them has looked at what is there.
 */
export function changesRows(
  { report, file }: StatementSubject,
  table: Qualified,
  since = 0,
): boolean {
  return file.statements
    .slice(since, report.index)
    .some(({ statement, before }) =>
      statement.steps.some(
        (step) =>
          (step.kind === "dynamic" && step.command === "do" && step.body.includes(bare(table))) ||
          (isRowStep(step) && qualify(before, step.table) === table),
      ),
    );
}

function isRowStep(step: Step): step is Extract<Step, { readonly kind: RowStep }> {
  return ["insert", "update", "delete", "merge"].includes(step.kind);
}

type RowStep = "insert" | "update" | "delete" | "merge";

function bare(table: Qualified): string {
  return table.slice(table.indexOf(".") + 1);
}
