/** ALTER COLUMN … TYPE to one that has no place for some values. */

import type { TypeName } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { changedTypes } from "../migration-words/changed-type.ts";
import { isEmptied } from "../migration-words/tables-before.ts";
import { typeText } from "../migration-words/type-text.ts";

export const typeChangeMayFail: StatementRule = {
  name: "type-change-may-fail",
  severity: "warning",
  language: "sql",
  steps: ["alter-type"],
  summary: "A change of type fails if one value has no place in the new type",
  why: `Text that is no number, a number that is too large, a value that is longer than the new length: one such row, and the migration stops. A development database seldom holds it.

Instead, look for such rows first, and repair them in a migration of their own; or add a column of the new type and move the values over with an expression that says what becomes of those that do not fit.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "phone" TEXT);`,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "phone" SET DATA TYPE VARCHAR(20);
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "phone" VARCHAR(15));`,
      good: `ALTER TABLE "User" ALTER COLUMN "phone" SET DATA TYPE VARCHAR(20);`,
    },
  ],
  *check(subject) {
    for (const { step, table, from, to, values, isComputed } of changedTypes(subject)) {
      if (!values.mayFail || isComputed || isEmptied(subject, table)) continue;
      // Text without a limit takes whatever has a written form; of JSON next to nothing fails.
      if ((from.name === "json" && to.name === "jsonb") || isAnyText(to)) continue;
      yield {
        at: step.at,
        message: `The migration fails if one ${typeText(from)} of ${shortName(table)}.${step.column} does not fit into ${typeText(to)}`,
        table,
      };
    }
  },
};

function isAnyText({ name, modifiers, isArray }: TypeName): boolean {
  return !isArray && modifiers.length === 0 && ["text", "varchar", "citext"].includes(name);
}
