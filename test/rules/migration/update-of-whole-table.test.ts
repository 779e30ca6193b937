/** Edges of update-of-whole-table that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { updateOfWholeTable } from "../../../src/core/rules/migration/update-of-whole-table.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table of the same file": {
    good: `
      CREATE TABLE "Tag" ("id" INT);
      UPDATE "Tag" SET "id" = 1;
    `,
  },
  "with FROM and without WHERE": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        UPDATE "Post" SET "body" = "User"."name" FROM "User";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "INSERT … ON CONFLICT DO UPDATE": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      INSERT INTO "Post" ("id") VALUES (1) ON CONFLICT ("id") DO UPDATE SET "body" = 'x';
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(updateOfWholeTable, example),
);

test("names the columns", () => {
  const found = findingsOf(
    "update-of-whole-table",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
  `,
    `
    UPDATE "Post" SET "body" = '', "at" = NULL;
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Writes every row of Post anew to set body and at: blocks other writers of those rows until the migration ends",
  ]);
});
