/** Edges of volatile-default-rewrites-table that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { volatileDefaultRewritesTable } from "../../../src/core/rules/migration/volatile-default-rewrites-table.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ADD COLUMN "t" UUID DEFAULT gen_random_uuid();
    `,
  },
  "a temporary table is nobody else's": {
    before: `CREATE TABLE "x" ("id" INTEGER);`,
    good: `
      CREATE TEMPORARY TABLE "User" ("id" INTEGER);
      ALTER TABLE "User" ADD COLUMN "t" UUID DEFAULT gen_random_uuid();
    `,
  },
  "a table that no migration creates was made by somebody": {
    bad: `
      ALTER TABLE "legacy" ADD COLUMN "t" FLOAT DEFAULT random();
      --                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "now() is computed once": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "at" TIMESTAMPTZ DEFAULT now();`,
  },
  "a constant is kept beside the table": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "tags" JSONB NOT NULL DEFAULT '{}';`,
  },
  "clock_timestamp() differs from row to row": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "at" TIMESTAMPTZ DEFAULT clock_timestamp();
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "IF NOT EXISTS finds the column there": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ADD COLUMN "t" UUID;
    `,
    good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "t" UUID DEFAULT gen_random_uuid();`,
  },
  "a user's own function is volatile when it does not say otherwise": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      CREATE FUNCTION slug() RETURNS TEXT LANGUAGE sql  AS 'SELECT 1::text';
    `,
    bad: `
      ALTER TABLE "User" ADD COLUMN "slug" TEXT DEFAULT slug();
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a user's own function that says it is stable": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      CREATE FUNCTION slug() RETURNS TEXT LANGUAGE sql STABLE AS 'SELECT 1::text';
    `,
    good: `ALTER TABLE "User" ADD COLUMN "slug" TEXT DEFAULT slug();`,
  },
  "a function that nobody knows is not judged": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "slug" TEXT DEFAULT made_elsewhere();`,
  },
  "each of several columns is told": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "a" UUID DEFAULT gen_random_uuid(),
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ADD COLUMN "b" UUID DEFAULT gen_random_uuid();
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(volatileDefaultRewritesTable, example),
);

test.each([
  {
    before: ``,
    text: `ALTER TABLE "legacy" ADD COLUMN "t" FLOAT DEFAULT random();`,
    says: [
      "The default random() is computed for each row: ADD COLUMN holds ACCESS EXCLUSIVE on legacy, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(volatileDefaultRewritesTable.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
