/** Edges of truncate-refused-by-foreign-key that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { truncateRefusedByForeignKey } from "../../../src/core/rules/migration/truncate-refused-by-foreign-key.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "CASCADE is not refused": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      TRUNCATE "User" CASCADE;
    `,
  },
  "a table that references itself only": {
    before: `
      CREATE TABLE "Node" ("id" INT PRIMARY KEY, "up" INT REFERENCES "Node"("id"));
    `,
    good: `
      TRUNCATE "Node";
    `,
  },
  "a table that references others": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      TRUNCATE "Post";
    `,
  },
  "the foreign key goes before": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
      TRUNCATE "User";
    `,
  },
  "tables of the same file are refused too": {
    bad: `
      CREATE TABLE "A" ("id" INT PRIMARY KEY);
      CREATE TABLE "B" ("a" INT REFERENCES "A"("id"));
        TRUNCATE "A";
      --^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(truncateRefusedByForeignKey, example),
);

test("names who references it", () => {
  const found = findingsOf(
    "truncate-refused-by-foreign-key",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
  `,
    `
    TRUNCATE "User";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual(["Fails with 0A000: Post references it"]);
});
