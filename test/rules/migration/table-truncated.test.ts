/** Edges of table-truncated that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { tableTruncated } from "../../../src/core/rules/migration/table-truncated.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "several at once": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    bad: `
        TRUNCATE "Post", "User";
      --^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "where children go too, that is told instead": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      TRUNCATE "User" CASCADE;
    `,
  },
  "a temporary table": {
    before: `
      CREATE TEMP TABLE "Draft" ("at" DATE);
    `,
    good: `
      TRUNCATE "Draft";
    `,
  },
  "beside a table of the same file only the old one counts": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    bad: `
      CREATE TABLE "New" ("id" INT);
        TRUNCATE "New", "Post";
      --^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(tableTruncated, example),
);

test("names those that were there", () => {
  const found = findingsOf(
    "table-truncated",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
  `,
    `
    CREATE TABLE "New" ("id" INT);
    TRUNCATE "New", "Post";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Empties Post under ACCESS EXCLUSIVE: all rows are gone",
  ]);
});
