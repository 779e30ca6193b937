/** Edges of index-dropped-not-concurrently that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { indexDroppedNotConcurrently } from "../../../src/core/rules/migration/index-dropped-not-concurrently.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "beside another statement there is no fix": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_at_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "several at once have no fix": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
      CREATE TABLE "Tag" ("id" INT);
    `,
    bad: `
        DROP INDEX "Post_at_idx", "Post_body_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "one that cascades has none": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_at_idx" CASCADE;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "that of a partitioned table has none": {
    before: `
      CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
      CREATE INDEX "Log_at_idx" ON "Log"("at");
    `,
    bad: `
        DROP INDEX "Log_at_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index of a table of the same file": {
    good: `
      CREATE TABLE "Tag" ("id" INT);
      CREATE INDEX "Tag_id_idx" ON "Tag"("id");
      DROP INDEX "Tag_id_idx";
    `,
  },
  "an index that nothing is known of": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      DROP INDEX IF EXISTS "Post_other_idx";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(indexDroppedNotConcurrently, example),
);
