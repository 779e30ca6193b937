/** A new column that numbers the rows which are there. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const serialColumnAdded: StatementRule = {
  name: "serial-column-added",
  severity: "warning",
  language: "sql",
  steps: ["add-column"],
  summary: "A serial or identity column is added to a table that may have rows",
  why: `Each row that is there gets the next number of the sequence. For that PostgreSQL writes the whole table and all of its indexes anew, and until it is done nobody can read or write the table. Which row gets which number is left to chance.

Instead, add a nullable integer column, create a sequence and make its next value the column's default, which concerns new rows only; number the old rows in batches, in the order you want; then make the column \`NOT NULL\`.`,
  examples: [
    {
      before: `CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        ALTER TABLE "Order" ADD COLUMN "number" SERIAL NOT NULL;
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY);`,
      good: `ALTER TABLE "Order" ADD COLUMN "number" INTEGER;`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      const { name, type, identity } = step.column;
      if (identity === undefined && !/^serial[248]$/.test(type.name)) continue;
      if (isThereAlready(subject, table, step)) continue;
      yield {
        at: step.at,
        message: `Every row gets a number in ${name}: ADD COLUMN holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row and every index is rewritten`,
        table,
      };
    }
  },
};
