/** A column that may be NULL from now on, which code that runs does not know. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { columnBefore, knownTable, stepsOnExisting } from "../migration-words/tables-before.ts";

export const notNullDropped: StatementRule = {
  name: "not-null-dropped",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-not-null"],
  summary: "A column becomes optional while code that counts on a value is still running",
  why: `For the database this is a moment's work. But Prisma Client of the running application still declares the column as required: the first NULL that the new version writes makes the old one fail as it reads the row (*expected non-nullable type … found incompatible value of null*).

Instead, deploy the client that knows the column as optional first, or write no NULL until the old version is gone.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL);`,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
      good: `ALTER TABLE "User" ALTER COLUMN "email" DROP NOT NULL;`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "drop-not-null")) {
      const known = knownTable(subject, table) && columnBefore(subject, table, step.column);
      if (known && !known.isNotNull) continue;
      yield {
        at: step.at,
        message: `${shortName(table)}.${step.column} may be NULL from now on: a Prisma Client of before fails on the first row that is`,
        table,
      };
    }
  },
};
