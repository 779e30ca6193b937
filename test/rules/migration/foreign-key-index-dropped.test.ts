/** Edges of foreign-key-index-dropped that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { foreignKeyIndexDropped } from "../../../src/core/rules/migration/foreign-key-index-dropped.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "an index of other columns": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "authorId" INT REFERENCES "User"("id"));
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_at_idx";
    `,
  },
  "the foreign key goes with it": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "authorId" INT REFERENCES "User"("id"));
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
      DROP INDEX "Post_authorId_idx";
    `,
  },
  "another index begins with the column": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "authorId" INT REFERENCES "User"("id"));
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
      CREATE INDEX "Post_both" ON "Post"("authorId", "at");
    `,
    good: `
      DROP INDEX "Post_authorId_idx";
    `,
  },
  "the table goes with it": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "authorId" INT REFERENCES "User"("id"));
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_authorId_idx";
      DROP TABLE "Post";
    `,
  },
  "an index of which nothing is known": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE, "authorId" INT REFERENCES "User"("id"));
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_unknown_idx";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(foreignKeyIndexDropped, example),
);
