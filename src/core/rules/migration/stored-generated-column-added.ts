/** A new column whose value is computed from others and kept in each row. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const storedGeneratedColumnAdded: StatementRule = {
  name: "stored-generated-column-added",
  severity: "warning",
  language: "sql",
  steps: ["add-column"],
  summary: "A stored generated column is added to a table that may have rows",
  why: `What is \`GENERATED ALWAYS AS (…) STORED\` is computed once and kept in each row. So PostgreSQL writes the whole table and all of its indexes anew, and until it is done nobody can read or write the table.

Instead, from PostgreSQL 18 on make it \`VIRTUAL\`, which computes the value when it is read and rewrites nothing. Before that, index the expression itself where the column was only meant to be searched; else add a plain nullable column, let a trigger fill it for new rows, and fill the old rows in batches.`,
  examples: [
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "title" TEXT NOT NULL);`,
      bad: `
        ALTER TABLE "Post" ADD COLUMN "slug" TEXT GENERATED ALWAYS AS (lower("title")) STORED;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "title" TEXT NOT NULL);`,
      good: `CREATE INDEX CONCURRENTLY "Post_slug_idx" ON "Post" (lower("title"));`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      if (step.column.generated?.kind !== "stored" || isThereAlready(subject, table, step))
        continue;
      yield {
        at: step.at,
        message: `${step.column.name} is computed and stored for each row: ADD COLUMN holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row and every index is rewritten`,
        table,
      };
    }
  },
};
