/** Edges of truncate-cascade-empties-children that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { truncateCascadeEmptiesChildren } from "../../../src/core/rules/migration/truncate-cascade-empties-children.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "children that are named are meant": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      TRUNCATE "User", "Post" CASCADE;
    `,
  },
  "nothing references it": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      TRUNCATE "Post" CASCADE;
    `,
  },
  "children of the same file have no rows": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
    `,
    good: `
      CREATE TABLE "Note" ("userId" INT REFERENCES "User"("id"));
      TRUNCATE "User" CASCADE;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(truncateCascadeEmptiesChildren, example),
);

test("follows the foreign keys all the way", () => {
  const found = findingsOf(
    "truncate-cascade-empties-children",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    CREATE TABLE "Note" ("postId" INT REFERENCES "Post"("id"));
  `,
    `
    TRUNCATE "User" CASCADE;
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Also empties Post and Note: CASCADE follows the foreign keys, whatever their rows hold",
  ]);
});
