/** A CHECK over rows that are there, tested while nobody can use the table. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const checkValidatedAtOnce: StatementRule = {
  name: "check-validated-at-once",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint"],
  summary: "A check is tested against every row while nobody can use the table",
  why: `\`ADD CONSTRAINT … CHECK\` takes \`ACCESS EXCLUSIVE\` and reads every row of the table under it: reads wait as well as writes. It fails when a single row does not obey.

Instead, add the check \`NOT VALID\`: it holds for new rows at once and reads nothing. Then \`ALTER TABLE … VALIDATE CONSTRAINT\` in the next migration, which reads everything but blocks nobody.`,
  examples: [
    {
      before: `CREATE TABLE "Product" ("id" TEXT NOT NULL PRIMARY KEY, "price" INTEGER);`,
      bad: `
        ALTER TABLE "Product" ADD CONSTRAINT "price_positive" CHECK ("price" > 0);
        --                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Product" ("id" TEXT NOT NULL PRIMARY KEY, "price" INTEGER);`,
      good: `ALTER TABLE "Product" ADD CONSTRAINT "price_positive" CHECK ("price" > 0) NOT VALID;`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      const { constraint } = step;
      if (constraint.kind !== "check" || constraint.isNotValid) continue;
      if (isEmptied(subject, table)) continue;
      yield {
        at: step.at,
        message: `ADD CONSTRAINT CHECK holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row is tested, and fails if one does not obey`,
        table,
      };
    }
  },
};
