/**
 * For rules about foreign keys in migrations: each one that a statement adds, in whatever way it is
 * written, and whether the rows that are there are looked at.
 */
import type { Qualified } from "../../sql/catalog.ts";
import { primaryKeyOf } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import type { ColumnDefinition, Constraint, Step } from "../../sql/step.ts";
import type { StatementSubject } from "../migration-rule.ts";
import { type AddedColumn, addedColumn, changesRows, existingTable } from "./tables-before.ts";

export type AddedForeignKey = {
  readonly step: AddingStep;
  readonly constraint: Constraint & { readonly kind: "foreign-key" };
  /** The table that holds the key, and the one it points at. */
  readonly table: Qualified;
  readonly target: Qualified;
  /** The target's primary key where none are written; empty where that is not known. */
  readonly targetColumns: readonly string[];
  /** How it is added. Written with a new column or table, no row is looked at. */
  readonly way: "create-table" | "add-column" | "add-constraint";
};

type AddingStep = Extract<
  Step,
  { readonly kind: "create-table" | "add-column" | "add-constraint" }
>;

/** Also those of tables that this file creates. */
export function* addedForeignKeys(subject: StatementSubject): Iterable<AddedForeignKey> {
  for (const step of subject.report.statement.steps) {
    if (!isAdding(step)) continue;
    for (const constraint of constraintsOf(step)) {
      if (constraint.kind === "foreign-key") yield located(subject, step, constraint);
    }
  }
}

function located(
  subject: StatementSubject,
  step: AddingStep,
  constraint: AddedForeignKey["constraint"],
): AddedForeignKey {
  const { before } = subject.report;
  const table = qualify(before, step.table);
  const { name, schema = step.table.schema } = constraint.target;
  const isOwn = name === step.table.name && schema === step.table.schema;
  const target = isOwn ? table : qualify(before, constraint.target);
  const written = constraint.targetColumns;
  // After the statement, so that a new table which points at itself has its key.
  const pointedAt = subject.report.after.tables.get(target);
  const key = pointedAt && primaryKeyOf(pointedAt);
  const targetColumns = written.length > 0 ? written : (key?.columns ?? []);
  return { step, constraint, table, target, targetColumns, way: step.kind };
}

function isAdding(step: Step): step is AddingStep {
  return ["create-table", "add-column", "add-constraint"].includes(step.kind);
}

function constraintsOf(step: AddingStep): readonly Constraint[] {
  if (step.kind === "create-table") {
    return [...step.constraints, ...step.columns.flatMap((column) => column.constraints)];
  }
  if (step.kind === "add-column") return step.column.constraints;
  return [step.constraint];
}

/** Those whose rows PostgreSQL reads: validated at once, on a table that was there before. */
export function* checkedForeignKeys(subject: StatementSubject): Iterable<AddedForeignKey> {
  for (const added of addedForeignKeys(subject)) {
    if (added.way !== "add-constraint" || added.constraint.isNotValid) continue;
    if (existingTable(subject, added.step.table) === undefined) continue;
    yield added;
  }
}

/**
 * ADD COLUMN of the key's only column, when this file adds it and all rows still hold NULL there:
 * whoever looks for rows without a parent reads them all for nothing.
 */
export function emptyKeyColumn(
  subject: StatementSubject,
  { table, constraint }: AddedForeignKey,
): AddedColumn | undefined {
  const [name, ...others] = constraint.columns;
  if (name === undefined || others.length > 0) return undefined;
  const added = addedColumn(subject, table, name);
  if (added === undefined || added.step.ifNotExists || isFilled(added.column)) return undefined;
  return changesRows(subject, table, added.statement) ? undefined : added;
}

function isFilled({ isNotNull, default: value, identity, generated, type }: ColumnDefinition) {
  return (
    isNotNull ||
    (value !== undefined && !value.isNull) ||
    identity !== undefined ||
    generated !== undefined ||
    type.name.startsWith("serial")
  );
}
