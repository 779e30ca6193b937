/** EXCLUDE over rows that are there: no way around the lock. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const exclusionConstraintAdded: StatementRule = {
  name: "exclusion-constraint-added",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint"],
  summary: "An exclusion constraint builds its index while nobody can use the table",
  why: `\`ADD CONSTRAINT … EXCLUDE\` builds an index over all rows and then compares each row with the others, under a lock that lets nobody read or write. There is no \`NOT VALID\` for it, and no index built beforehand can be used. It fails when two rows collide.

Instead, where the table is too large to be locked for that long, create a new table that has the constraint from the beginning, copy the rows in batches while a trigger keeps both in step, and swap the names.`,
  examples: [
    {
      before: `CREATE TABLE "Booking" ("id" TEXT NOT NULL PRIMARY KEY, "during" TSRANGE);`,
      bad: `
        ALTER TABLE "Booking" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist ("during" WITH &&);
        --                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TABLE "Booking" ("id" TEXT NOT NULL PRIMARY KEY, "during" TSRANGE);
        ALTER TABLE "Booking" ADD CONSTRAINT "no_overlap" EXCLUDE USING gist ("during" WITH &&);
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      if (step.constraint.kind !== "exclude" || isEmptied(subject, table)) continue;
      yield {
        at: step.at,
        message: `EXCLUDE holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while an index is built over every row, and fails if two collide`,
        table,
      };
    }
  },
};
