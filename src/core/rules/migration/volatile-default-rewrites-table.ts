/** A new column whose default has to be computed row by row. */

import { qualifyFunction } from "../../sql/names.ts";
import type { Expression } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const volatileDefaultRewritesTable: StatementRule = {
  name: "volatile-default-rewrites-table",
  severity: "warning",
  language: "sql",
  steps: ["add-column"],
  summary: "A new column has a default that differs from row to row",
  why: `A constant default of a new column, and \`now()\` or \`CURRENT_TIMESTAMP\` too, is computed once and kept beside the table: adding it takes no longer for a billion rows than for one. A default such as \`gen_random_uuid()\`, \`random()\`, \`clock_timestamp()\` or \`nextval(…)\` gives each row a value of its own. So PostgreSQL writes the whole table and all of its indexes anew, and until it is done nobody can read or write the table.

Instead, take three migrations: add the column without a default and nullable; set the default, which concerns new rows only, and fill the old rows in batches; then make the column \`NOT NULL\`.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid();
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      good: `ALTER TABLE "User" ADD COLUMN "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      const { default: value } = step.column;
      if (value === undefined || isThereAlready(subject, table, step)) continue;
      if (!isVolatile(subject, value)) continue;
      yield {
        at: step.at,
        message: `The default ${value.text} is computed for each row: ADD COLUMN holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row and every index is rewritten`,
        table,
      };
    }
  },
};

/** A user's own function is volatile unless it was declared otherwise. */
function isVolatile({ report }: StatementSubject, value: Expression): boolean {
  if (value.volatility !== "unknown") return value.volatility === "volatile";
  return value.functions.some((name) => {
    const key = qualifyFunction(report.before, { schema: undefined, name });
    return report.before.functions.get(key)?.volatility === "volatile";
  });
}
