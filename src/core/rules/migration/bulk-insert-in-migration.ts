/** Rows are copied from table to table inside of a migration. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { existingTable } from "../migration-words/tables-before.ts";

export const bulkInsertInMigration: StatementRule = {
  name: "bulk-insert-in-migration",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["insert"],
  summary: "A migration copies the rows of a table that was there",
  why: `INSERT … SELECT reads and writes as many rows as there are, in the one transaction that is the migration. Locks that other statements of the file have taken are held all the while, vacuum cannot clean up behind anybody, and when something fails near the end all of the work is thrown away and the deployment with it.

Instead, let the migration create the table, and copy the rows in batches by a script that can be stopped and started again.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "bio" TEXT);
      `,
      bad: `
        CREATE TABLE "Profile" ("userId" INT PRIMARY KEY, "bio" TEXT);
          INSERT INTO "Profile" SELECT "id", "bio" FROM "User";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Plan" ("id" INT PRIMARY KEY, "name" TEXT);
      `,
      good: `
        INSERT INTO "Plan" VALUES (1, 'free'), (2, 'paid');
      `,
    },
  ],
  *check(subject) {
    for (const step of subject.report.statement.steps) {
      if (step.kind !== "insert" || !step.fromQuery) continue;
      const source = step.reads
        .map((name) => existingTable(subject, name))
        .find((table) => table !== undefined && subject.report.before.tables.has(table));
      if (source === undefined) continue;
      yield {
        at: subject.report.statement.at,
        message: `Copies rows of ${shortName(source)} into ${step.table.name} in the transaction of the migration`,
        table: source,
      };
    }
  },
};
