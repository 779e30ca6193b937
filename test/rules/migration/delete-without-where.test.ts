/** Edges of delete-without-where that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { deleteWithoutWhere } from "../../../src/core/rules/migration/delete-without-where.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table of the same file": {
    good: `
      CREATE TABLE "Tag" ("id" INT);
      DELETE FROM "Tag";
    `,
  },
  "inside of WITH": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        WITH gone AS (DELETE FROM "Post" RETURNING "id") SELECT 1 FROM gone;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(deleteWithoutWhere, example),
);

test("names the children that go with them", () => {
  const found = findingsOf(
    "delete-without-where",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "u" INT REFERENCES "User"("id") ON DELETE CASCADE);
    CREATE TABLE "Note" ("p" INT REFERENCES "Post"("id") ON DELETE CASCADE);
    CREATE TABLE "Vote" ("p" INT REFERENCES "Post"("id") ON DELETE SET NULL);
  `,
    `
    DELETE FROM "User";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Deletes all rows of User, and by ON DELETE CASCADE those of Post and Note",
  ]);
});
