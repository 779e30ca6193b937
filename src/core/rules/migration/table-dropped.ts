/** DROP TABLE of a table that was there. */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { foreignKeysOf } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isInUse, listed, stepsOf } from "../migration-words/locked-tables.ts";
import { largest, sizedBy } from "../migration-words/row-counts.ts";
import { isReadBefore } from "../migration-words/rows-read.ts";

export const tableDropped: StatementRule = {
  name: "table-dropped",
  severity: "warning",
  language: "sql",
  steps: ["drop-table"],
  summary: "A table is dropped with its rows",
  why: `The rows are gone when the migration commits, and only a backup brings them back. While the migration is deployed, the application that is still running asks for the table and fails.

DROP TABLE also takes ACCESS EXCLUSIVE of every table that the dropped one references, because their side of the foreign key has to be taken away: a small, forgotten table can stop the busiest one.

Instead, deploy code that no longer uses the model first; rename the table and wait until nobody has missed it; drop its foreign keys in a migration of their own, and the table in the last.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Login" ("id" INT PRIMARY KEY, "userId" INT REFERENCES "User"("id"));
      `,
      bad: `
          DROP TABLE "Login";
        --^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Login" ("id" INT PRIMARY KEY);
      `,
      good: `
        CREATE TABLE "OldLogin" ("id" INT PRIMARY KEY);
        INSERT INTO "OldLogin" SELECT "id" FROM "Login";
        DROP TABLE "Login";
      `,
    },
  ],
  *check({ report, file, world }) {
    if (droppedBy(report, file).length === 0) return;
    // Several in one file are one decision: the first statement speaks of all.
    const [first, ...others] = file.statements.filter((one) => droppedBy(one, file).length > 0);
    if (first !== report) return;
    const tables = [report, ...others].flatMap((one) => droppedBy(one, file));
    const references = [report, ...others].flatMap((one) => referencedBy(one, tables));
    const locked = [...new Set(references)];
    const locks =
      locked.length === 0
        ? ""
        : `, and takes ACCESS EXCLUSIVE on ${listed(locked.map(shortName))}, which it references`;
    yield {
      at: report.statement.at,
      message: `Drops ${listed(tables.map(shortName))} with all rows${locks}`,
      ...sizedBy(largest(tables, world)),
    };
  },
};

/** Tables in use whose rows nothing above has read. */
function droppedBy(report: StatementReport, file: MigrationReport): Qualified[] {
  return stepsOf(report, "drop-table").flatMap((step) =>
    step.tables
      .map((name) => qualify(report.before, name))
      .filter((table) => isThere(report, table, step.ifExists))
      .filter((table) => isInUse(file, table) && !isReadBefore(file, table, report.index)),
  );
}

/** IF EXISTS of a table that nothing here has created does nothing, as far as can be told. */
function isThere({ before }: StatementReport, table: Qualified, ifExists: boolean): boolean {
  const known = before.tables.get(table);
  return known ? !known.isTemporary : !ifExists || before.doubtful.has(table);
}

/** What foreign keys of the tables that the statement drops point at, less what goes anyway. */
function referencedBy(
  { before, statement }: StatementReport,
  tables: readonly Qualified[],
): Qualified[] {
  return statement.steps.flatMap((step) => {
    if (step.kind !== "drop-table") return [];
    return step.tables.flatMap((name) => {
      const known = before.tables.get(qualify(before, name));
      const targets = known ? foreignKeysOf(known).map(({ target }) => target) : [];
      return targets.filter((target) => !tables.includes(target));
    });
  });
}
