/** Edges of unique-index-dropped that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { uniqueIndexDropped } from "../../../src/core/rules/migration/unique-index-dropped.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a plain index guards nothing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_at_idx";
    `,
  },
  "a wider unique guards less": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_at_key";
      --^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE UNIQUE INDEX "Post_at_authorId_key" ON "Post"("at", "authorId");
    `,
  },
  "a narrower unique guards more": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
      CREATE UNIQUE INDEX "Post_both_key" ON "Post"("at", "authorId");
    `,
    good: `
      DROP INDEX "Post_both_key";
    `,
  },
  "the column goes with it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_at_key";
      ALTER TABLE "Post" DROP COLUMN "at";
    `,
  },
  "the table goes with it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
    `,
    good: `
      DROP INDEX "Post_at_key";
      DROP TABLE "Post";
    `,
  },
  "a unique of some rows is no full one": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_at_key" ON "Post"("at");
    `,
    bad: `
        DROP INDEX "Post_at_key";
      --^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE UNIQUE INDEX "Post_at_some" ON "Post"("at") WHERE "id" > 1;
    `,
  },
  "a partial one made again under another name": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE UNIQUE INDEX "Post_some" ON "Post"("at") WHERE "id" > 1;
    `,
    good: `
      DROP INDEX "Post_some";
      CREATE UNIQUE INDEX "Post_some2" ON "Post"("at") WHERE "id" > 1;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(uniqueIndexDropped, example),
);
