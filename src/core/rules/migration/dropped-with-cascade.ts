/** CASCADE takes things away that the statement does not name. */
import type { StatementReport } from "../../migration/migration.ts";
import type { StatementRule } from "../migration-rule.ts";
import { dependentsOf } from "../migration-words/dependents.ts";
import { listed } from "../migration-words/locked-tables.ts";

export const droppedWithCascade: StatementRule = {
  name: "dropped-with-cascade",
  severity: "warning",
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
  summary: "CASCADE drops views, constraints or columns that are not named",
  why: `CASCADE tells PostgreSQL to drop everything that stands on the thing as well: views, the foreign keys of other tables, columns of a dropped type with all their values, triggers of a dropped function. It prints a notice that nobody sees in a deployment, and takes ACCESS EXCLUSIVE of each of them. What was lost is found out later, by a query that fails or by a row without its parent.

Instead, leave CASCADE out and drop what stands in the way by name, in the same file: then the review shows all of it, and the migration fails when there is more than you knew of.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
      `,
      bad: `
          DROP TABLE "User" CASCADE;
        --^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
      `,
      good: `
        ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
        DROP TABLE "User" CASCADE;
      `,
    },
  ],
  *check({ report, file }) {
    const lost = cascading(report).filter(({ isIn }) => !isIn(file.after));
    const words = [...new Set(lost.map((one) => one.words))];
    if (words.length === 0) return;
    yield {
      at: report.statement.at,
      message: `CASCADE also drops ${listed(words)}`,
    };
  },
};

function cascading({ statement, before }: StatementReport) {
  return statement.steps.flatMap((step) =>
    "cascade" in step && step.cascade ? dependentsOf(before, step) : [],
  );
}
