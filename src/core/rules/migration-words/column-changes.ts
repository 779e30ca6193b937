/**
 * For rules about columns that come and go: all of a table in one file, and which pair of them is
 * one column under a new name. Judges nothing.
 */
import { wordsIn } from "../../base/words.ts";
import type { MigrationReport } from "../../migration/migration.ts";
import type { Catalog, Column, Qualified, Table } from "../../sql/catalog.ts";
import { constraintsOn, primaryKeyOf } from "../../sql/lookup.ts";
import { qualify, resolveType } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";

export type DroppedColumn = {
  readonly step: Step & { readonly kind: "drop-column" };
  /** The statement that takes the step, from 0. */
  readonly statement: number;
  /** As it was at the file's beginning; undefined where that is not known. */
  readonly column: Column | undefined;
};

export type NewColumn = {
  readonly step: Step & { readonly kind: "add-column" };
  readonly statement: number;
};

/** In the order of the file. Those that the file itself adds before it drops them are left out. */
export function columnChanges(
  file: MigrationReport,
  table: Qualified,
): { readonly dropped: readonly DroppedColumn[]; readonly added: readonly NewColumn[] } {
  const steps = file.statements.flatMap(({ statement, before, index }) =>
    statement.steps.flatMap((step) =>
      (step.kind === "drop-column" || step.kind === "add-column") &&
      qualify(before, step.table) === table
        ? [{ step, statement: index, column: columnOf(before, table, step) }]
        : [],
    ),
  );
  const added: NewColumn[] = [];
  const dropped: DroppedColumn[] = [];
  for (const { step, statement, column } of steps) {
    if (step.kind === "add-column") added.push({ step, statement });
    else if (!added.some((one) => one.step.column.name === step.column)) {
      dropped.push({ step, statement, column });
    }
  }
  return { dropped, added };
}

function columnOf({ tables }: Catalog, table: Qualified, step: Step): Column | undefined {
  return step.kind === "drop-column" ? tables.get(table)?.columns.get(step.column) : undefined;
}

/** ADD COLUMN of the same name, after the column has been dropped. */
export function madeAgain(
  file: MigrationReport,
  table: Qualified,
  name: string,
): NewColumn | undefined {
  const { dropped, added } = columnChanges(file, table);
  const isDropped = dropped.some(({ step }) => step.column === name);
  return isDropped ? added.find(({ step }) => step.column.name === name) : undefined;
}

/**
 * The new column that a dropped one may be under another name: of the very same type and pointing
 * at the same table, and either named alike, as the only ones that are, or the table's only column
 * to come while the other is the only one to go. None where the file copies the values over itself.
 */
export function newNameOf(
  file: MigrationReport,
  table: Qualified,
  name: string,
): { readonly old: DroppedColumn; readonly now: NewColumn } | undefined {
  const changes = columnChanges(file, table);
  const isBoth = (one: string) =>
    changes.dropped.some(({ step }) => step.column === one) &&
    changes.added.some(({ step }) => step.column.name === one);
  const dropped = changes.dropped.filter(({ step }) => !isBoth(step.column));
  const added = changes.added.filter(({ step }) => !isBoth(step.column.name));
  const old = dropped.find(({ step }) => step.column === name);
  if (old === undefined) return undefined;
  const fitting = added.filter((now) => canBe(file, table, old, now));
  const alike = fitting.filter(({ step }) => areAlike(name, step.column.name));
  const [now] = alike.length > 0 ? alike : fitting;
  if (now === undefined || isFilled(file, table, now.step.column.name)) return undefined;
  const isOnly =
    alike.length > 0
      ? alike.length === 1 && !dropped.some((one) => one !== old && isRival(file, table, one, now))
      : dropped.length === 1 && added.length === 1;
  return isOnly ? { old, now } : undefined;
}

function isRival(file: MigrationReport, table: Qualified, one: DroppedColumn, now: NewColumn) {
  return areAlike(one.step.column, now.step.column.name) && canBe(file, table, one, now);
}

function canBe(
  file: MigrationReport,
  table: Qualified,
  { column }: DroppedColumn,
  { step }: NewColumn,
): boolean {
  if (column === undefined) return false;
  const next = step.column;
  const before = file.before.tables.get(table);
  const after = file.after.tables.get(table);
  return (
    typeKey(file, column.type) === typeKey(file, next.type) &&
    targetOf(before, column.name) === targetOf(after, next.name) &&
    isKey(before, column.name) === isKey(after, next.name)
  );
}

function typeKey(file: MigrationReport, type: Column["type"]): string {
  return JSON.stringify(resolveType(file.after, type));
}

/** The table that a foreign key of this column points at. */
function targetOf(table: Table | undefined, column: string): Qualified | undefined {
  const key = table && constraintsOn(table, column).find(({ kind }) => kind === "foreign-key");
  return key?.kind === "foreign-key" ? key.target : undefined;
}

function isKey(table: Table | undefined, column: string): boolean {
  return table !== undefined && (primaryKeyOf(table)?.columns.includes(column) ?? false);
}

/** They share a word that says something, or differ in upper and lower case only. */
function areAlike(a: string, b: string): boolean {
  const words = wordsIn(a).filter((word) => !commonWords.has(word));
  return wordsIn(b).some((word) => words.includes(word)) || a.toLowerCase() === b.toLowerCase();
}

/** Words that many columns have which have nothing to do with each other. */
const commonWords = new Set(["id", "is", "has", "at", "on", "by", "can", "of", "the"]);

function isFilled(file: MigrationReport, table: Qualified, column: string): boolean {
  return file.statements.some(({ statement, before }) =>
    statement.steps.some(
      (step) =>
        (step.kind === "update" &&
          qualify(before, step.table) === table &&
          step.columns.includes(column)) ||
        (step.kind === "dynamic" && step.body.includes(column)),
    ),
  );
}
