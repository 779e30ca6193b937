/** UPDATE of every row of a table that was there. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { listed } from "../migration-words/locked-tables.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const updateOfWholeTable: StatementRule = {
  name: "update-of-whole-table",
  severity: "warning",
  language: "sql",
  steps: ["update"],
  summary: "UPDATE without WHERE writes every row of a table that was there",
  why: `PostgreSQL writes a new version of every row and of its index entries, and keeps the old ones: the table grows to twice its size. All rows stay locked until the migration is done, so every other UPDATE and DELETE on the table waits. What other statements of the same file have locked stays locked as long, and a failure near the end throws all of the work away.

Instead, let the migration change the structure only. Fill the column in batches of some thousand rows, each in a transaction of its own, by a script that runs between two migrations.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);
      `,
      bad: `
        ALTER TABLE "User" ADD COLUMN "displayName" TEXT;
          UPDATE "User" SET "displayName" = "name";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);
      `,
      good: `
        UPDATE "User" SET "name" = 'root' WHERE "id" = 1;
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "update")) {
      if (step.hasWhere) continue;
      const columns = step.columns.length === 0 ? "" : ` to set ${listed(step.columns)}`;
      yield {
        at: subject.report.statement.at,
        message: `Writes every row of ${shortName(table)} anew${columns}: blocks other writers of those rows until the migration ends`,
        table,
      };
    }
  },
};
