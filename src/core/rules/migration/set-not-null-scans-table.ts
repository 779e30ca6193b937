/** SET NOT NULL where no check has proven yet that there is no NULL. */

import type { Span } from "../../base/text.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import {
  changesRows,
  columnBefore,
  isEmptied,
  knownTable,
  stepsOnExisting,
} from "../migration-words/tables-before.ts";

export const setNotNullScansTable: StatementRule = {
  name: "set-not-null-scans-table",
  severity: "warning",
  language: "sql",
  steps: ["set-not-null", "add-constraint"],
  summary: "SET NOT NULL reads every row while nobody can use the table",
  why: `PostgreSQL reads the whole table to see that no row holds NULL, under a lock that lets nobody read or write. If one does, the migration fails.

It need not read anything when a valid \`CHECK (column IS NOT NULL)\` has proven it already.

Instead, add that check \`NOT VALID\` (a moment), \`VALIDATE CONSTRAINT\` in a migration of its own (reads everything, blocks nobody), then \`SET NOT NULL\` and drop the check (a moment). From PostgreSQL 18 on two steps do: \`ADD CONSTRAINT … NOT NULL column NOT VALID\`, then validate.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
        ALTER TABLE "User" ADD CONSTRAINT "email_there" CHECK ("email" IS NOT NULL) NOT VALID;
        ALTER TABLE "User" VALIDATE CONSTRAINT "email_there";
      `,
      good: `ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    },
  ],
  *check(subject) {
    for (const { column, at, table } of newlyRequired(subject)) {
      if (columnBefore(subject, table, column)?.isNotNull) continue;
      if (isProven(subject, table, column) || isEmptied(subject, table)) continue;
      const isFilled = changesRows(subject, table);
      yield {
        at,
        message: `NOT NULL of ${column} holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row is read${isFilled ? "" : ", and fails if one holds NULL"}`,
        table,
      };
    }
  },
};

function* newlyRequired(
  subject: StatementSubject,
): Iterable<{ readonly column: string; readonly at: Span; readonly table: Qualified }> {
  for (const { step, table } of stepsOnExisting(subject, "set-not-null")) {
    yield { column: step.column, at: step.at, table };
  }
  for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
    const { constraint, at } = step;
    if (constraint.kind !== "not-null" || constraint.isNotValid) continue;
    for (const column of constraint.columns) yield { column, at, table };
  }
}

/** https://www.postgresql.org/docs/12/sql-altertable.html: a valid check spares the reading. */
function isProven(subject: StatementSubject, table: Qualified, column: string): boolean {
  const constraints = knownTable(subject, table)?.constraints.values() ?? [];
  return [...constraints].some(
    (one) => one.kind === "check" && one.isValid && one.notNullOf === column,
  );
}
