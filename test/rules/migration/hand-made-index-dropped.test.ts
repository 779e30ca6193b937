/** Edges of hand-made-index-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { handMadeIndexDropped } from "../../../src/core/rules/migration/hand-made-index-dropped.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a WHERE": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at") WHERE "at" IS NOT NULL;
    `,
    bad: `
      -- DropIndex
        DROP INDEX "P";
      --^^^^^^^^^^^^^^

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
    fixed: `
      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "an INCLUDE": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at") INCLUDE ("body");
    `,
    bad: `
      -- DropIndex
        DROP INDEX "P";
      --^^^^^^^^^^^^^^

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
    fixed: `
      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "an index of another kind, not as Prisma writes it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post" USING gin (to_tsvector('english', "body"));
    `,
    bad: `
      -- DropIndex
        DROP INDEX "P";
      --^^^^^^^^^^^^^^

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
    fixed: `
      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "a hash index by hand": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post" using hash ("body");
    `,
    bad: `
      -- DropIndex
        DROP INDEX "P";
      --^^^^^^^^^^^^^^

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
    fixed: `
      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "an index of another kind as Prisma writes it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post" USING HASH ("body");
    `,
    good: `
      -- DropIndex
      DROP INDEX "P";

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "a plain one is Prisma's own": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at" DESC);
    `,
    good: `
      -- DropIndex
      DROP INDEX "P";

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
  "without the comment of Prisma somebody has meant it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at") WHERE "at" IS NOT NULL;
    `,
    good: `
      DROP INDEX "P";
    `,
  },
  "so has who wrote CONCURRENTLY": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at") WHERE "at" IS NOT NULL;
    `,
    good: `
      -- DropIndex
      DROP INDEX CONCURRENTLY "P";
    `,
  },
  "one that is made again": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at") WHERE "at" IS NOT NULL;
    `,
    good: `
      -- DropIndex
      DROP INDEX "P";
      CREATE INDEX "P" ON "Post"("at") WHERE "id" > 5;
    `,
  },
  "with its schema": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "P" ON "Post"("at") WHERE "at" IS NOT NULL;
    `,
    bad: `
      -- DropIndex
        DROP INDEX "public"."P";
      --^^^^^^^^^^^^^^^^^^^^^^^

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
    fixed: `
      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "x" INT;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(handMadeIndexDropped, example),
);

test("says what shows it", () => {
  const found = findingsOf(
    "hand-made-index-dropped",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    CREATE INDEX "P" ON "Post"("at") WHERE "at" IS NOT NULL;
  `,
    `
    -- DropIndex
    DROP INDEX "P";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    'Drops P of Post, which was made by hand: it has WHERE "at" IS NOT NULL',
  ]);
});
