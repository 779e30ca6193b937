/** A primary key over columns that may be NULL so far. */

import type { Qualified } from "../../sql/catalog.ts";
import { indexesOf } from "../../sql/lookup.ts";
import type { Constraint } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { columnBefore, isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const primaryKeyOnNullableColumn: StatementRule = {
  name: "primary-key-on-nullable-column",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint"],
  summary: "A column of a new primary key may be NULL so far, for which every row is read",
  why: `A primary key makes its columns \`NOT NULL\`. Where they are not yet, PostgreSQL reads every row of the table once more, while nobody can read or write it, and fails when one holds NULL. That takes away what \`USING INDEX\` is for: adding a primary key in a moment.

Instead, make the columns \`NOT NULL\` beforehand: add a \`CHECK (column IS NOT NULL)\` that is \`NOT VALID\`, validate it in the next migration, then \`SET NOT NULL\`, which then reads nothing.`,
  examples: [
    {
      before: `
        CREATE TABLE "Token" ("value" TEXT);
        CREATE UNIQUE INDEX "Token_value_key" ON "Token"("value");
      `,
      bad: `
        ALTER TABLE "Token" ADD CONSTRAINT "Token_pkey" PRIMARY KEY USING INDEX "Token_value_key";
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Token" ("value" TEXT NOT NULL);
        CREATE UNIQUE INDEX "Token_value_key" ON "Token"("value");
      `,
      good: `ALTER TABLE "Token" ADD CONSTRAINT "Token_pkey" PRIMARY KEY USING INDEX "Token_value_key";`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      const { constraint } = step;
      if (constraint.kind !== "primary-key" || isEmptied(subject, table)) continue;
      const nullable = columnsOf(subject, table, constraint).filter(
        (name) => columnBefore(subject, table, name)?.isNotNull === false,
      );
      if (nullable.length === 0) continue;
      yield {
        at: step.at,
        message: `${nullable.join(", ")} may be NULL so far: the primary key holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row is read for it, and fails if one holds NULL`,
        table,
      };
    }
  },
};

function columnsOf(
  { report }: StatementSubject,
  table: Qualified,
  constraint: Constraint & { readonly kind: "primary-key" | "unique" },
): readonly string[] {
  const { usingIndex, columns } = constraint;
  if (usingIndex === undefined) return columns;
  const index = indexesOf(report.before, table).find(({ name }) => name === usingIndex);
  return index?.columns.filter((column) => column !== undefined) ?? [];
}
