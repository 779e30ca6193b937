/** RENAME COLUMN while the old name is still asked for. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { addedColumn, stepsOnExisting } from "../migration-words/tables-before.ts";

export const columnRenamed: StatementRule = {
  name: "column-renamed",
  severity: "warning",
  language: "sql",
  steps: ["rename-column"],
  summary: "A column is renamed while the application that runs still asks for the old name",
  why: `The rename itself takes a moment and loses nothing. But Prisma Client names all columns of a model in each query. From that moment until the last instance of the old version is gone, each of its queries of this model fails with *column does not exist*.

Instead, rename the field only, and keep the column with \`@map("old_name")\`: then there is no migration at all. Where the column itself must change, add one of the new name, let a trigger keep both in step, fill it, move the application over, and drop the old one in a later migration.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);`,
      bad: `
          ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);`,
      good: `
        ALTER TABLE "User" ADD COLUMN "fullName_new" TEXT;
        ALTER TABLE "User" RENAME COLUMN "fullName_new" TO "fullName";
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "rename-column")) {
      if (addedColumn(subject, table, step.column) !== undefined) continue;
      yield {
        at: step.at,
        message: `${shortName(table)}.${step.column} is called ${step.to} from now on: a Prisma Client of before asks for the old name, and fails`,
      };
    }
  },
};
