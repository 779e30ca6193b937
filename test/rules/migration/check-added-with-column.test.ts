/** Edges of check-added-with-column that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { checkAddedWithColumn } from "../../../src/core/rules/migration/check-added-with-column.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ADD COLUMN "n" INTEGER CHECK ("n" > 0);
    `,
  },
  "other constraints of a column": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "n" INTEGER UNIQUE;`,
  },
  "IF NOT EXISTS finds the column there": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "id" TEXT CHECK ("id" > '');`,
  },
  "a named check": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "n" INTEGER CONSTRAINT "c" CHECK ("n" > 0);
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(checkAddedWithColumn, example),
);

test.each([
  {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    text: `ALTER TABLE "User" ADD COLUMN "n" INTEGER CONSTRAINT "c" CHECK ("n" > 0);`,
    says: [
      "ADD COLUMN with a CHECK holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while every row is read",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(checkAddedWithColumn.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
