/** Edges of unique-added-with-column that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { uniqueAddedWithColumn } from "../../../src/core/rules/migration/unique-added-with-column.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ADD COLUMN "n" INTEGER UNIQUE;
    `,
  },
  "a primary key": {
    before: `CREATE TABLE "User" ("name" TEXT);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "n" SERIAL PRIMARY KEY;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a default that is the same for all rows fails on the second": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "n" INTEGER UNIQUE DEFAULT 0;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a default of NULL is the same in no row": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "n" INTEGER UNIQUE DEFAULT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a check is no key": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "n" INTEGER CHECK ("n" > 0);`,
  },
  "IF NOT EXISTS finds the column there": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "id" TEXT UNIQUE;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(uniqueAddedWithColumn, example),
);

test.each([
  {
    before: `CREATE TABLE "User" ("name" TEXT);`,
    text: `ALTER TABLE "User" ADD COLUMN "n" SERIAL PRIMARY KEY;`,
    says: [
      "ADD COLUMN with PRIMARY KEY holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while an index is built over every row",
    ],
  },
  {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    text: `ALTER TABLE "User" ADD COLUMN "n" INTEGER UNIQUE DEFAULT 0;`,
    says: [
      "All rows of User get 0 in n, which is UNIQUE: the migration fails as soon as there are two rows",
    ],
  },
  {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    text: `ALTER TABLE "User" ADD COLUMN "n" INTEGER UNIQUE DEFAULT NULL;`,
    says: [
      "ADD COLUMN with UNIQUE holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while an index is built over every row",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(uniqueAddedWithColumn.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
