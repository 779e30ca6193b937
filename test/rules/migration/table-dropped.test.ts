/** Edges of table-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { tableDropped } from "../../../src/core/rules/migration/table-dropped.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table of the same file": {
    good: `
      CREATE TABLE "Tag" ("id" INT);
      DROP TABLE "Tag";
    `,
  },
  "IF EXISTS finds nothing": {
    good: `
      DROP TABLE IF EXISTS "Tag";
    `,
  },
  "a table that no migration created": {
    bad: `
        DROP TABLE "Tag";
      --^^^^^^^^^^^^^^^^
    `,
  },
  "one of which another statement has spoken": {
    before: `
      ALTER TABLE "Tag" ADD COLUMN "x" INT;
    `,
    bad: `
        DROP TABLE IF EXISTS "Tag";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a temporary table": {
    before: `
      CREATE TEMP TABLE "Draft" ("id" INT);
    `,
    good: `
      DROP TABLE "Draft";
    `,
  },
  "its rows are in a table that was made of it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE TABLE "Copy" AS SELECT * FROM "Post";
      DROP TABLE "Post";
    `,
  },
  "an UPDATE has read them": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      UPDATE "User" SET "posts" = (SELECT count(*) FROM "Post") WHERE "id" > 0;
      DROP TABLE "Post";
    `,
  },
  "a DO block has named it": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      DO $$ BEGIN PERFORM copy_all('Post'); END $$;
      DROP TABLE "Post";
    `,
  },
  "an UPDATE of its own saves nothing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
      UPDATE "Post" SET "body" = (SELECT max("body") FROM "Post") WHERE "id" = 1;
        DROP TABLE "Post";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "statements behind it save nothing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        DROP TABLE "Post";
      --^^^^^^^^^^^^^^^^^
      INSERT INTO "Log" SELECT 1 FROM "Other";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(tableDropped, example),
);

test("names what it references, once", () => {
  const found = findingsOf(
    "table-dropped",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    CREATE TABLE "Like" ("userId" INT REFERENCES "User"("id"), "postId" INT REFERENCES "Post"("id"));
  `,
    `
    DROP TABLE "Post", "Like";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Drops Post and Like with all rows, and takes ACCESS EXCLUSIVE on User, which it references",
  ]);
});

test("speaks of all drops of a file once, at the first", () => {
  const found = findingsOf(
    "table-dropped",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    CREATE TABLE "Like" ("userId" INT REFERENCES "User"("id"), "postId" INT REFERENCES "Post"("id"));
  `,
    `
    DROP TABLE "Like";
    ALTER TABLE "User" DROP COLUMN "email";
    DROP TABLE "Post";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Drops Like and Post with all rows, and takes ACCESS EXCLUSIVE on User, which it references",
  ]);
});
