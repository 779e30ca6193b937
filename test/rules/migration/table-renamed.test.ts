/** Edges of table-renamed that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { tableRenamed } from "../../../src/core/rules/migration/table-renamed.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table of the same file": {
    good: `
      CREATE TABLE "A" ("id" INT);
      ALTER TABLE "A" RENAME TO "B";
    `,
  },
  "a table that takes the place of another": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE TABLE "New" ("id" INT);
      ALTER TABLE "Post" RENAME TO "Post_old";
      ALTER TABLE "New" RENAME TO "Post";
    `,
  },
  "to another schema": {
    before: `
      CREATE SCHEMA "old";
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        ALTER TABLE "Post" SET SCHEMA "old";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table that no migration created": {
    bad: `
        ALTER TABLE "Legacy" RENAME TO "Modern";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a materialized view made in the same file": {
    good: `
      CREATE MATERIALIZED VIEW "Next" AS SELECT 1 AS "id";
      ALTER MATERIALIZED VIEW "Next" RENAME TO "Busy";
    `,
  },
  "twice in one file is told once": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        ALTER TABLE "Post" RENAME TO "A";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ALTER TABLE "A" RENAME TO "B";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(tableRenamed, example),
);

test("says where it is now", () => {
  const found = findingsOf(
    "table-renamed",
    `
    CREATE SCHEMA "old";
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
  `,
    `
    ALTER TABLE "Post" SET SCHEMA "old";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "The running application still asks for Post, which is in old from here on",
  ]);
});
