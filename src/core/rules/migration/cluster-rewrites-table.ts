/** CLUSTER of a table that is in use. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isInUse, stepsOf } from "../migration-words/locked-tables.ts";

export const clusterRewritesTable: StatementRule = {
  name: "cluster-rewrites-table",
  severity: "warning",
  language: "sql",
  steps: ["cluster"],
  summary: "CLUSTER writes a whole table anew and blocks it meanwhile",
  why: `CLUSTER copies all rows in the order of an index and builds every index again, under ACCESS EXCLUSIVE: nobody reads or writes the table until it is done. The order is not kept up: rows that come later go wherever there is room, and after some weeks it has to be done again.

Instead, let \`pg_repack --order-by\` sort the table while it stays in use, or give the queries that hope for the order an index that covers them (\`INCLUDE\`).`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        CREATE INDEX "User_email_idx" ON "User"("email");
      `,
      bad: `
        CLUSTER "User" USING "User_email_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    { good: `CREATE INDEX "User_email_idx" ON "User"("email") INCLUDE ("name");` },
  ],
  *check({ report, file }) {
    for (const step of stepsOf(report, "cluster")) {
      const table = step.table && qualify(report.before, step.table);
      if (table !== undefined && !isInUse(file, table)) continue;
      const name = table === undefined ? "every table that was clustered before" : shortName(table);
      yield {
        at: report.statement.at,
        message: `Blocks reads and writes of ${name} while it copies all rows in the order of the index`,
        ...(table !== undefined && { table }),
      };
    }
  },
};
