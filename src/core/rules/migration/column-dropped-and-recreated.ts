/** A column that is dropped and added again under its name: Prisma's way to change a type. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { madeAgain } from "../migration-words/column-changes.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";
import { typeText } from "../migration-words/type-text.ts";

export const columnDroppedAndRecreated: StatementRule = {
  name: "column-dropped-and-recreated",
  severity: "error",
  language: "sql",
  steps: ["drop-column"],
  summary: "A column is dropped and added again, and all its values are lost",
  why: `Where Prisma knows no cast between two types, it drops the column and adds it again. The new one holds its default, or \`NULL\`, in every row: what was there is gone, and only a backup has it.

Instead, edit the migration: \`ALTER COLUMN "column" SET DATA TYPE … USING …\` converts each value with an expression of yours. For a large table, which that would rewrite, add a column of another name, fill it in batches, and drop the old one in a later migration.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "age" TEXT);`,
      bad: `
        ALTER TABLE "User" DROP COLUMN "age",
        --                 ^^^^^^^^^^^^^^^^^
        ADD COLUMN     "age" INTEGER;
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "age" TEXT);`,
      good: `ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE INTEGER USING "age"::INTEGER;`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "drop-column")) {
      const again = madeAgain(subject.file, table, step.column);
      if (again === undefined || isEmptied(subject, table)) continue;
      yield {
        at: step.at,
        message: `${shortName(table)}.${step.column} is dropped and added again as ${typeText(again.step.column.type)}: every value in it is lost`,
        table,
      };
    }
  },
};
