/** A new unique over rows that nobody has kept unique so far. */

import type { Qualified } from "../../sql/catalog.ts";
import { indexesOf } from "../../sql/lookup.ts";
import type { ColumnDefinition } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFinding, StatementRule, StatementSubject } from "../migration-rule.ts";
import {
  addedColumn,
  changesRows,
  isEmptied,
  stepsOnExisting,
} from "../migration-words/tables-before.ts";

export const uniqueOverExistingRows: StatementRule = {
  name: "unique-over-existing-rows",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint", "create-index"],
  summary: "A unique index over rows that are there fails if two of them are alike",
  why: `Nothing has kept these values apart so far. If two rows share them, the index cannot be built and the migration fails in production, though it passed on a development database with little in it. Rows in which one of the columns is \`NULL\` are never alike, unless the index says \`NULLS NOT DISTINCT\`.

Instead, count first what is there, \`SELECT column, count(*) … GROUP BY column HAVING count(*) > 1\`. Where that finds something, decide which row stays, and remove or change the others in a migration before this one.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
      bad: `
          CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
      good: `CREATE UNIQUE INDEX "User_id_email_key" ON "User"("id", "email");`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "create-index")) {
      const isThere =
        step.ifNotExists &&
        indexesOf(subject.report.before, table).some(({ name }) => name === step.index);
      if (!step.isUnique || isThere) continue;
      const columns = step.parts.map(({ column }) => column);
      yield* found(subject, table, columns, step);
    }
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      const { constraint } = step;
      if (constraint.kind !== "unique" || constraint.usingIndex !== undefined) continue;
      const { nullsNotDistinct } = constraint;
      yield* found(subject, table, constraint.columns, { at: step.at, nullsNotDistinct });
    }
  },
};

type Columns = readonly (string | undefined)[];

function* found(
  subject: StatementSubject,
  table: Qualified,
  columns: Columns,
  { at, nullsNotDistinct }: { at: MigrationFinding["at"]; nullsNotDistinct: boolean },
): Iterable<MigrationFinding> {
  if (isEmptied(subject, table) || isUniqueAlready(subject, table, columns)) return;
  const added = columns.map((name) =>
    name === undefined ? undefined : addedColumn(subject, table, name)?.column,
  );
  const list = columns.map((name) => name ?? "an expression").join(", ");
  if (added.every((column) => column && isSameForAll(column)) && !changesRows(subject, table)) {
    const message = `All rows of ${shortName(table)} have the same ${list}, which is new: the unique index fails as soon as there are two rows`;
    yield { at, message, table };
    return;
  }
  // NULL in every row; or somebody has just seen to it that no two rows are alike.
  if (!nullsNotDistinct && added.some((column) => column && isNull(column))) return;
  if (changesRows(subject, table)) return;
  const message = `The unique index fails if two rows of ${shortName(table)} have the same ${list}`;
  yield { at, message, table };
}

/** Part of the columns is unique by itself, now or until this file took that away. */
function isUniqueAlready({ file, report }: StatementSubject, table: Qualified, columns: Columns) {
  return [report.before, file.before].some((catalog) =>
    indexesOf(catalog, table).some(
      (index) =>
        index.isUnique &&
        index.where === undefined &&
        index.columns.every((column) => column !== undefined && columns.includes(column)),
    ),
  );
}

function isNull({ default: value, identity, generated, type }: ColumnDefinition): boolean {
  return (
    (value === undefined || value.isNull) &&
    identity === undefined &&
    generated === undefined &&
    !type.name.startsWith("serial")
  );
}

function isSameForAll({ default: value }: ColumnDefinition): boolean {
  return value !== undefined && !value.isNull && ["immutable", "stable"].includes(value.volatility);
}
