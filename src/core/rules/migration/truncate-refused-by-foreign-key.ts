/** TRUNCATE of a table that another one references. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { listed, stepsOf } from "../migration-words/locked-tables.ts";
import { referencing } from "../migration-words/truncated-children.ts";

export const truncateRefusedByForeignKey: StatementRule = {
  name: "truncate-refused-by-foreign-key",
  severity: "error",
  language: "sql",
  steps: ["truncate"],
  summary: "TRUNCATE names a table that another one references, but not that one",
  why: `TRUNCATE does not look at rows, so it cannot tell whether some still point at those that go. PostgreSQL therefore refuses it with error 0A000 while any other table has a foreign key to the one named, even when all of them are empty. Prisma records the migration as failed and applies no further one.

Instead, name the referencing tables in the same TRUNCATE when they shall be empty too, or use DELETE, which checks row by row.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
      `,
      bad: `
          TRUNCATE "User";
        --^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
      `,
      good: `
        TRUNCATE "User", "Post";
      `,
    },
  ],
  *check({ report }) {
    for (const step of stepsOf(report, "truncate")) {
      const others = step.cascade ? [] : referencing(report, step);
      if (others.length === 0) continue;
      yield {
        at: report.statement.at,
        message: `Fails with 0A000: ${listed(others.map(shortName))} ${others.length === 1 ? "references" : "reference"} it`,
      };
    }
  },
};
