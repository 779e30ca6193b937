/** Edges of index-created-twice that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { indexCreatedTwice } from "../../../src/core/rules/migration/index-created-twice.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "of a table of the same file too": {
    bad: `
      CREATE TABLE "Tag" ("id" INT PRIMARY KEY);
        CREATE INDEX "Tag_id_idx" ON "Tag"("id");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the older one goes in the same file": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX "Post_at_new" ON "Post"("at");
      DROP INDEX "Post_at_idx";
    `,
  },
  "a unique one over a plain one does more": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
    `,
  },
  "another order is another index": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX "Post_at_desc" ON "Post"("at" DESC);
    `,
  },
  "another condition is another index": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX "Post_at_some" ON "Post"("at") WHERE "id" > 1;
    `,
  },
  "another kind is another index": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX "Post_at_hash" ON "Post" USING hash ("at");
    `,
  },
  "the same condition twice": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_a" ON "Post"("at") WHERE "id" > 1;
    `,
    bad: `
        CREATE INDEX "Post_at_b" ON "Post"("at") WHERE "id" > 1;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "expressions are not compared": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_a" ON "Post"(lower("body"));
    `,
    good: `
      CREATE INDEX "Post_b" ON "Post"(lower("body"));
    `,
  },
  "IF NOT EXISTS of the very same name makes nothing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX IF NOT EXISTS "Post_at_idx" ON "Post"("at");
    `,
  },
  "a second unique over the same columns": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
    `,
    bad: `
        CREATE UNIQUE INDEX "Post_at_key2" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a column included makes another index": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX "Post_at_inc" ON "Post"("at") INCLUDE ("body");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(indexCreatedTwice, example),
);
