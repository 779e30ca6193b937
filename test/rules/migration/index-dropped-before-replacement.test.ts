/** Edges of index-dropped-before-replacement that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { indexDroppedBeforeReplacement } from "../../../src/core/rules/migration/index-dropped-before-replacement.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "one of the same name cannot be built first": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_authorId_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId", "at");
    `,
  },
  "with a column dropped in between the order stays": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_authorId_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "Post" DROP COLUMN "at";
      CREATE INDEX "Post_authorId_id_idx" ON "Post"("authorId", "id");
    `,
  },
  "several that are replaced go behind the last of them": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
      -- DropIndex
        DROP INDEX "Post_authorId_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

      -- DropIndex
        DROP INDEX "Post_at_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^

      -- CreateIndex
      CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");

      -- CreateIndex
      CREATE INDEX "Post_at_authorId_idx" ON "Post"("at", "authorId");
    `,
    fixed: `
      -- CreateIndex
      CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");

      -- DropIndex
        DROP INDEX "Post_authorId_idx";

      -- CreateIndex
      CREATE INDEX "Post_at_authorId_idx" ON "Post"("at", "authorId");

      -- DropIndex
        DROP INDEX "Post_at_idx";
    `,
  },
  "a last statement without a semicolon stays the last": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_authorId_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at")
    `,
  },
  "an index that begins with another column replaces nothing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_authorId_idx";
      CREATE INDEX "Post_at_authorId_idx" ON "Post"("at", "authorId");
    `,
  },
  "an index of another kind neither": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_authorId_idx";
      CREATE INDEX "Post_authorId_hash" ON "Post" USING hash ("authorId");
    `,
  },
  "one on another table neither": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE TABLE "Tag" ("authorId" INT);
      DROP INDEX "Post_authorId_idx";
      CREATE INDEX "Tag_authorId_idx" ON "Tag"("authorId");
    `,
  },
  "in a transaction of its own the lock is gone by then": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      BEGIN;
      DROP INDEX "Post_authorId_idx";
      COMMIT;
      CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");
    `,
  },
  "the other way round is right": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");
      DROP INDEX "Post_authorId_idx";
    `,
  },
  "an index over an expression is compared with none": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_lower_idx" ON "Post"(lower("body"));
    `,
    good: `
      DROP INDEX "Post_lower_idx";
      CREATE INDEX "Post_lower2_idx" ON "Post"(lower("body"));
    `,
  },
  "of two that one statement drops there is no fix": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_authorId_idx", "Post_body_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(indexDroppedBeforeReplacement, example),
);
