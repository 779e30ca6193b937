/** Edges of index-not-concurrent that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { indexNotConcurrent } from "../../../src/core/rules/migration/index-not-concurrent.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "IF NOT EXISTS of an index that is there builds nothing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      CREATE INDEX IF NOT EXISTS "Post_at_idx" ON "Post"("at");
    `,
  },
  "IF NOT EXISTS of one that is not there builds it, and is not made concurrent by a fix": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        CREATE INDEX IF NOT EXISTS "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a concurrent one is what this rule wants": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
    `,
  },
  "an index without a name is not made concurrent by a fix": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        CREATE INDEX ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "beside another statement there is no fix": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      COMMENT ON TABLE "Post" IS 'x';
    `,
  },
  "a table that no migration created is somebody else's": {
    bad: `
      -- alone
        CREATE INDEX "Old_at_idx" ON "Old"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `
      -- alone
        CREATE INDEX CONCURRENTLY "Old_at_idx" ON "Old"("at");
    `,
  },
  "a temporary table is nobody else's": {
    before: `
      CREATE TEMP TABLE "Draft" ("at" DATE);
    `,
    good: `
      CREATE INDEX "Draft_at_idx" ON "Draft"("at");
    `,
  },
  "the index of a partitioned table is not made concurrent by a fix": {
    before: `
      CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
    `,
    bad: `
        CREATE INDEX "Log_at_idx" ON "Log"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a materialized view made in the same file is read by nobody yet": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE MATERIALIZED VIEW "Busy" AS SELECT "authorId" FROM "Post";
      CREATE UNIQUE INDEX "Busy_key" ON "Busy"("authorId");
    `,
  },
  "one that was there is": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE MATERIALIZED VIEW "Busy" AS SELECT "authorId" FROM "Post";
    `,
    bad: `
      COMMENT ON TABLE "Post" IS 'x';
        CREATE UNIQUE INDEX "Busy_key" ON "Busy"("authorId");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table under a new name is as old as it was": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" RENAME TO "Article";
        CREATE INDEX "Article_at_idx" ON "Article"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "several of one table are told once": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE TABLE "Tag" ("id" INT);
    `,
    bad: `
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX "Post_body_idx" ON "Post"("body");
        CREATE INDEX "Tag_id_idx" ON "Tag"("id");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "in two transactions they are told twice": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
      BEGIN;
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      COMMIT;
        CREATE INDEX "Post_body_idx" ON "Post"("body");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(indexNotConcurrent, example),
);

test("says how many", () => {
  const found = findingsOf(
    "index-not-concurrent",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
  `,
    `
    CREATE INDEX "Post_at_idx" ON "Post"("at");
    CREATE INDEX "Post_body_idx" ON "Post"("body");
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Takes SHARE on Post: blocks its writes while Post_at_idx and 1 more are built over every row of it",
  ]);
});

test("names the index, the table and the lock", () => {
  const found = findingsOf(
    "index-not-concurrent",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
  `,
    `
    CREATE INDEX "Post_at_idx" ON "Post"("at");
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Takes SHARE on Post: blocks its writes while Post_at_idx is built over every row of it",
  ]);
});
