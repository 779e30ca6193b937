/** A foreign key loses the only index that serves it. */

import { foreignKeysOf, indexServing } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { droppedIndexes } from "../migration-words/dropped-indexes.ts";

export const foreignKeyIndexDropped: StatementRule = {
  name: "foreign-key-index-dropped",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-index"],
  summary: "The last index that serves a foreign key is dropped",
  why: `PostgreSQL checks a foreign key from both sides. Each time a row of the referenced table is deleted, or its key changes, it looks for rows that point at it; without an index it reads the whole table for every single one, and holds locks all the while. Joins from the parent to its children read everything too.

Instead, keep the index, or make one that begins with the columns of the foreign key in the same file.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
        CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      `,
      bad: `
          DROP INDEX "Post_authorId_idx";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "authorId" INT REFERENCES "User"("id"));
        CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      `,
      good: `
        DROP INDEX "Post_authorId_idx";
        CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");
      `,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    for (const { index } of droppedIndexes(subject)) {
      const table = file.after.tables.get(index.table);
      const bare = (table ? foreignKeysOf(table) : []).find(
        ({ columns }) =>
          indexServing(report.before, index.table, columns) === index &&
          indexServing(file.after, index.table, columns) === undefined,
      );
      if (bare === undefined) continue;
      yield {
        at: report.statement.at,
        message: `Leaves ${bare.name} without an index: each delete in ${shortName(bare.target)} reads all of ${shortName(index.table)}`,
        table: index.table,
      };
    }
  },
};
