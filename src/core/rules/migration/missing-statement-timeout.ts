/** Work over all rows that may take however long it takes. */

import type { MigrationFileRule } from "../migration-rule.ts";
import { needsNoTransaction, stepsOf, workOf } from "../migration-words/locked-tables.ts";

export const missingStatementTimeout: MigrationFileRule = {
  name: "missing-statement-timeout",
  severity: "hint",
  preset: "all",
  language: "sql",
  summary: "Work over all rows of a table has no time limit",
  why: `A scan or an index build that was quick on the copy of last month can take half an hour on the data of today, and it holds its lock all that time. Without \`statement_timeout\` nobody stops it but a person who notices, finds the right backend and dares to cancel it.

The right limit depends on how long the application may stand still, which nobody but you can say.

Instead, decide on a limit and write it above the statement, \`SET LOCAL statement_timeout = '60s';\`, or give it to the role that runs the migrations: \`ALTER ROLE migrator SET statement_timeout = '60s'\`.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);`,
      bad: `
        CREATE INDEX "User_email_idx" ON "User"("email");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);`,
      good: `
        SET LOCAL statement_timeout = '60s';
        CREATE INDEX "User_email_idx" ON "User"("email");
      `,
    },
  ],
  *check({ file }) {
    for (const report of file.statements) {
      const isSet = stepsOf(report, "set").some(({ setting }) => setting === "statement_timeout");
      if (isSet) return;
      const work = workOf(report, file);
      if (work === undefined || needsNoTransaction(report)) continue;
      yield {
        at: report.statement.at,
        message: `Nothing limits how long this ${work.doing}`,
        table: work.table,
      };
      return;
    }
  },
};
