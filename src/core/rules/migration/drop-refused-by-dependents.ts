/** Something is dropped that others still stand on. */

import type { StatementRule } from "../migration-rule.ts";
import { dependentsOf } from "../migration-words/dependents.ts";
import { listed } from "../migration-words/locked-tables.ts";

export const dropRefusedByDependents: StatementRule = {
  name: "drop-refused-by-dependents",
  severity: "error",
  language: "sql",
  steps: [
    "drop-table",
    "drop-view",
    "drop-index",
    "drop-type",
    "drop-function",
    "drop-sequence",
    "drop-schema",
    "drop-extension",
  ],
  summary: "Something is dropped while a view, a foreign key, a column or a trigger needs it",
  why: `PostgreSQL does not drop what something else depends on: it stops with error 2BP01, Prisma records the migration as failed, and no further one is applied until that is resolved by hand. This is told from the migrations alone, whether the tables have rows or not.

It happens most with things that Prisma does not know of, because they were made by hand: views, triggers, and a UNIQUE constraint, whose index Prisma wants to drop with DROP INDEX.

Instead, drop what stands in the way first, by name and in the same file: the view with DROP VIEW, the constraint with ALTER TABLE … DROP CONSTRAINT, which takes its index along.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE ("email");
      `,
      bad: `
        -- DropIndex
          DROP INDEX "User_email_key";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
      `,
      good: `
        -- DropIndex
        DROP INDEX "User_email_key";
      `,
    },
  ],
  *check({ report }) {
    const needed = report.statement.steps.flatMap((step) =>
      "cascade" in step && step.cascade ? [] : dependentsOf(report.before, step),
    );
    const words = [...new Set(needed.map((one) => one.words))];
    if (words.length === 0) return;
    yield {
      at: report.statement.at,
      message: `Fails with 2BP01: ${listed(words)} ${words.length === 1 ? "depends" : "depend"} on it`,
    };
  },
};
