/** Edges of concurrent-index-in-transaction that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { concurrentIndexInTransaction } from "../../../src/core/rules/migration/concurrent-index-in-transaction.ts";
import {
  type Around,
  checkMigrationExample,
  findingsOf,
} from "../../support/migration-examples.ts";

const cases: Record<string, readonly [Example, Around?]> = {
  "two of the kind fail where the version of Prisma is not known, and the first is told": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
    `,
    },
  ],
  "two of the kind work from 7.4 on": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      good: `
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
    `,
    },
    { world: { prisma: [7, 4] } },
  ],
  "two of the kind fail before 7.4": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
    `,
    },
    { world: { prisma: [7, 3] } },
  ],
  "a DROP between them fails with every version": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX CONCURRENTLY "Post_old_idx";
    `,
    },
    { world: { prisma: [8, 0] } },
  ],
  "DROP INDEX CONCURRENTLY alone works": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      good: `
      DROP INDEX CONCURRENTLY "Post_old_idx";
    `,
    },
  ],
  "a table of the same file does not help": [
    {
      bad: `
      CREATE TABLE "Tag" ("id" INT);
        CREATE INDEX CONCURRENTLY "Tag_id_idx" ON "Tag"("id");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "COMMIT before it does not help": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
      BEGIN;
      ALTER TABLE "Post" ADD COLUMN "x" INT;
      COMMIT;
        CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "where only a SET is in the way, that is told at the SET": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      good: `
      SET lock_timeout = '5s';
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
    `,
    },
  ],
  "with two of the kind before 7.4 a SET is the smaller trouble": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
      SET lock_timeout = '5s';
        CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
    `,
    },
  ],
};

test.each(Object.entries(cases))("%s", (_, [example, around]) =>
  checkMigrationExample(concurrentIndexInTransaction, example, around),
);

test("tells how many others there are", () => {
  const found = findingsOf(
    "concurrent-index-in-transaction",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
  `,
    `
    ALTER TABLE "Post" ADD COLUMN "x" INT;
    CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Fails with 25001: CREATE INDEX CONCURRENTLY cannot run in a transaction, and Prisma sends it as one with 1 other statement",
  ]);
});

test("tells that a newer Prisma would do", () => {
  const found = findingsOf(
    "concurrent-index-in-transaction",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
  `,
    `
    CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
    CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Fails with 25001: CREATE INDEX CONCURRENTLY cannot run in a transaction, and Prisma before 7.4 sends it as one with 1 other statement of the kind",
  ]);
});
