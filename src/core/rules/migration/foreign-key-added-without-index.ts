/** A foreign key for which the file leaves no index behind. */

import { indexServing } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { addedForeignKeys } from "../migration-words/added-foreign-key.ts";

export const foreignKeyAddedWithoutIndex: StatementRule = {
  name: "foreign-key-added-without-index",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["create-table", "add-column", "add-constraint"],
  summary: "A foreign key is added and no index serves its columns",
  why: `PostgreSQL makes no index for the side that holds a foreign key. Each delete of a parent, and each change of its key, then reads the whole child table, and holds locks while it does.

Instead, add \`@@index([…])\` to the model, and build the index with \`CREATE INDEX CONCURRENTLY\` where the table has rows. The rule unindexed-foreign-key says the same of the schema.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" TEXT);
      `,
      bad: `
        ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") NOT VALID;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" TEXT REFERENCES "User"("id"));
        CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      `,
    },
  ],
  *check(subject) {
    const { after } = subject.file;
    for (const { step, constraint, table, target, way } of addedForeignKeys(subject)) {
      const isKnown = after.tables.has(table) && !after.doubtful.has(table);
      if (!isKnown || indexServing(after, table, constraint.columns)) continue;
      yield {
        at: way === "add-constraint" ? step.at : constraint.at,
        message: `No index serves ${shortName(table)}(${constraint.columns.join(", ")}): each delete in ${shortName(target)} reads all of ${shortName(table)}`,
        table,
      };
    }
  },
};
