/** A foreign key over rows that are there, checked while writes wait. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { checkedForeignKeys, emptyKeyColumn } from "../migration-words/added-foreign-key.ts";
import { isEmptied } from "../migration-words/tables-before.ts";

export const foreignKeyValidatedAtOnce: StatementRule = {
  name: "foreign-key-validated-at-once",
  severity: "warning",
  language: "sql",
  steps: ["create-table", "add-column", "add-constraint"],
  summary: "A foreign key is checked against every row while writes to both tables wait",
  why: `\`ADD CONSTRAINT … FOREIGN KEY\` reads every row of the table and looks for its parent. Until it is done nobody can write to either of the two tables, and the migration fails when a single row has no parent.

Instead, add the constraint \`NOT VALID\`: it holds for new rows at once and reads nothing. Then \`ALTER TABLE … VALIDATE CONSTRAINT\` in the next migration, which reads everything but blocks nobody. Both in one file would keep the lock of the first until the end of the second. Prisma sees the same constraint.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" TEXT);
      `,
      bad: `
        ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id");
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" TEXT);
      `,
      good: `ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") NOT VALID;`,
    },
  ],
  *check(subject) {
    for (const key of checkedForeignKeys(subject)) {
      const { step, table, target } = key;
      if (isEmptied(subject, table) || emptyKeyColumn(subject, key)) continue;
      const both = table === target ? "it" : `it and ${shortName(target)}`;
      yield {
        at: step.at,
        message: `ADD CONSTRAINT checks every row of ${shortName(table)} for its parent, and with SHARE ROW EXCLUSIVE blocks writes to ${both} meanwhile`,
        table,
      };
    }
  },
};
