/** Edges of separate-not-null-scans that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { separateNotNullScans } from "../../../src/core/rules/migration/separate-not-null-scans.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "three become one": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    bad: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;
      ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "User" ALTER COLUMN "c" SET NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      SELECT 1;
    `,
    fixed: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL, ALTER COLUMN "b" SET NOT NULL, ALTER COLUMN "c" SET NOT NULL;
      SELECT 1;
    `,
  },
  "something stands between": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    good: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;
      UPDATE "User" SET "b" = '';
      ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL;
    `,
  },
  "another table": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ALTER COLUMN "a" SET NOT NULL;
      ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL;
    `,
  },
  "the first does something else as well": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    good: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL, ADD COLUMN "d" TEXT;
      ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL;
    `,
  },
  "the second does something else as well": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    good: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;
      ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL, ADD COLUMN "d" TEXT;
    `,
  },
  "a column that is required already is not read for": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    good: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;
      ALTER TABLE "User" ALTER COLUMN "id" SET NOT NULL;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(separateNotNullScans, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    text: `
      ALTER TABLE "User" ALTER COLUMN "a" SET NOT NULL;
      ALTER TABLE "User" ALTER COLUMN "b" SET NOT NULL;
      ALTER TABLE "User" ALTER COLUMN "c" SET NOT NULL;
      SELECT 1;
    `,
    says: [
      "User is read once more for b: one ALTER TABLE reads it once for all its columns",
      "User is read once more for c: one ALTER TABLE reads it once for all its columns",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(separateNotNullScans.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
