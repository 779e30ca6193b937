/** ALTER COLUMN … TYPE that rounds or cuts what is there. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { changedTypes } from "../migration-words/changed-type.ts";
import { isEmptied } from "../migration-words/tables-before.ts";
import { typeText } from "../migration-words/type-text.ts";

export const typeChangeLosesPrecision: StatementRule = {
  name: "type-change-loses-precision",
  severity: "warning",
  language: "sql",
  steps: ["alter-type"],
  summary: "A change of type silently rounds or cuts values that are there",
  why: `Fewer digits behind the point, a date instead of a point in time, a float instead of a decimal: PostgreSQL rounds or cuts each value without a word, and what is gone cannot be brought back but from a backup.

Instead, keep the old column under another name until it is certain that nobody misses the rest, and fill the new one from it.`,
  examples: [
    {
      before: `CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "total" DECIMAL(12,4));`,
      bad: `
        ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE DECIMAL(12,2);
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Order" ("id" TEXT NOT NULL PRIMARY KEY, "total" DECIMAL(12,2));`,
      good: `ALTER TABLE "Order" ALTER COLUMN "total" SET DATA TYPE DECIMAL(14,2);`,
    },
  ],
  *check(subject) {
    for (const { step, table, from, to, values, isComputed } of changedTypes(subject)) {
      if (!values.mayLose || isComputed || isEmptied(subject, table)) continue;
      // Only spaces, the order of keys and all but the last of equal keys get lost.
      if (from.name === "json" && to.name === "jsonb") continue;
      yield {
        at: step.at,
        message: `${shortName(table)}.${step.column} is rounded or cut from ${typeText(from)} to ${typeText(to)}, and what it loses is gone`,
        table,
      };
    }
  },
};
