/** Edges of required-column-without-default that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { requiredColumnWithoutDefault } from "../../../src/core/rules/migration/required-column-without-default.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;
    `,
  },
  "a default of NULL is none": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL DEFAULT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a primary key is required": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "a" TEXT PRIMARY KEY;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "serial numbers the rows": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "a" BIGSERIAL NOT NULL;`,
  },
  "identity numbers the rows": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "a" INTEGER NOT NULL GENERATED ALWAYS AS IDENTITY;`,
  },
  "a generated column computes them": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL GENERATED ALWAYS AS (lower("id")) STORED;`,
  },
  "an optional column": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "a" TEXT;`,
  },
  "a unique column may be NULL": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "a" TEXT UNIQUE;`,
  },
  "TRUNCATE has emptied the table": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `
      TRUNCATE "User";
      ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;
    `,
  },
  "DELETE of all rows has emptied the table": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `
      DELETE FROM "User";
      ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;
    `,
  },
  "DELETE of some rows has not": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      DELETE FROM "User" WHERE "id" = '1';
      ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "another table being emptied does not help": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      CREATE TABLE "Post" ("id" TEXT);
    `,
    bad: `
      TRUNCATE "Post";
      DELETE FROM "Post";
      ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "IF NOT EXISTS finds the column there": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "id" TEXT NOT NULL;`,
  },
  "a table of another schema is called in full": {
    before: `
      CREATE SCHEMA "s";
      CREATE TABLE "s"."T" ("id" TEXT);
    `,
    bad: `
      ALTER TABLE "s"."T" ADD COLUMN "a" TEXT NOT NULL;
      --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a new table stays new under another name": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `
      CREATE TABLE "New" ("id" TEXT);
      ALTER TABLE "New" RENAME TO "Newer";
      ALTER TABLE "Newer" ADD COLUMN "a" TEXT NOT NULL;
    `,
  },
  "an old table is old under another name": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" RENAME TO "Member";
      ALTER TABLE "Member" ADD COLUMN "a" TEXT NOT NULL;
      --                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(requiredColumnWithoutDefault, example),
);

test.each([
  {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    text: `ALTER TABLE "User" ADD COLUMN "a" TEXT NOT NULL DEFAULT NULL;`,
    says: ["a is required and has no default: the migration fails as soon as User holds a row"],
  },
  {
    before: `
      CREATE SCHEMA "s";
      CREATE TABLE "s"."T" ("id" TEXT);
    `,
    text: `ALTER TABLE "s"."T" ADD COLUMN "a" TEXT NOT NULL;`,
    says: ["a is required and has no default: the migration fails as soon as s.T holds a row"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(requiredColumnWithoutDefault.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
