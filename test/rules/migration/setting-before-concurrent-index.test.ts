/** Edges of setting-before-concurrent-index that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { settingBeforeConcurrentIndex } from "../../../src/core/rules/migration/setting-before-concurrent-index.ts";
import { type Around, checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, readonly [Example, Around?]> = {
  "the first of several settings is told": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        SET lock_timeout = '5s';
      --^^^^^^^^^^^^^^^^^^^^^^^
      SET statement_timeout = 0;
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
    `,
    },
  ],
  "set_config() is a setting too": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        SELECT set_config('lock_timeout', '5s', false);
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
    `,
    },
  ],
  "before DROP INDEX CONCURRENTLY it is the same": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        SET lock_timeout = '5s';
      --^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX CONCURRENTLY "Post_at_idx";
    `,
    },
  ],
  "RESET behind it counts as well": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
        RESET lock_timeout;
      --^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "several concurrent indexes work without it from 7.4 on": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      bad: `
        SET lock_timeout = '5s';
      --^^^^^^^^^^^^^^^^^^^^^^^
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
    `,
    },
    { world: { prisma: [7, 4] } },
  ],
  "before that they fail anyway": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      good: `
      SET lock_timeout = '5s';
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
      CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
    `,
    },
    { world: { prisma: [6, 19] } },
  ],
  "where other statements are in the file, the SET is not the reason": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      good: `
      SET lock_timeout = '5s';
      ALTER TABLE "Post" ADD COLUMN "x" INT;
      CREATE INDEX CONCURRENTLY "Post_at_idx" ON "Post"("at");
    `,
    },
  ],
  "a SET before what runs in a transaction is fine": [
    {
      before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
      good: `
      SET lock_timeout = '5s';
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
    },
  ],
  "settings alone are fine": [
    {
      good: `
      SET lock_timeout = '5s';
      SET statement_timeout = 0;
    `,
    },
  ],
};

test.each(Object.entries(cases))("%s", (_, [example, around]) =>
  checkMigrationExample(settingBeforeConcurrentIndex, example, around),
);
