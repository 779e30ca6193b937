/** A CHECK written with a new column, for which all rows are read. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const checkAddedWithColumn: StatementRule = {
  name: "check-added-with-column",
  severity: "warning",
  language: "sql",
  steps: ["add-column"],
  summary: "A new column brings a CHECK, for which every row is read",
  why: `Adding a column takes a moment. With a \`CHECK\` written behind it PostgreSQL reads the whole table to see whether the rows obey, even when the new column is NULL in all of them, and until it is done nobody can read or write the table.

Instead, add the column alone; add the check as a constraint \`NOT VALID\`, which holds for new rows at once; and \`VALIDATE CONSTRAINT\` in a migration of its own, which lets reads and writes pass.`,
  examples: [
    {
      before: `CREATE TABLE "Product" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        ALTER TABLE "Product" ADD COLUMN "stock" INTEGER CHECK ("stock" >= 0);
        --                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Product" ("id" TEXT NOT NULL PRIMARY KEY);`,
      good: `
        ALTER TABLE "Product" ADD COLUMN "stock" INTEGER;
        ALTER TABLE "Product" ADD CONSTRAINT "stock_positive" CHECK ("stock" >= 0) NOT VALID;
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      const check = step.column.constraints.find(({ kind }) => kind === "check");
      if (check === undefined || isThereAlready(subject, table, step)) continue;
      yield {
        at: step.at,
        message: `ADD COLUMN with a CHECK holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row is read`,
        table,
      };
    }
  },
};
