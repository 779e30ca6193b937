/** Edges of stored-generated-column-added that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { storedGeneratedColumnAdded } from "../../../src/core/rules/migration/stored-generated-column-added.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ADD COLUMN "n" TEXT GENERATED ALWAYS AS (lower("id")) STORED;
    `,
  },
  "a virtual column is computed when it is read": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "n" TEXT GENERATED ALWAYS AS (lower("id")) VIRTUAL;`,
  },
  "IF NOT EXISTS finds the column there": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "id" TEXT GENERATED ALWAYS AS (lower("id")) STORED;`,
  },
  "a plain column": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    good: `ALTER TABLE "User" ADD COLUMN "n" TEXT;`,
  },
  "the message names column and table": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    bad: `
      ALTER TABLE "User" ADD COLUMN "n" TEXT GENERATED ALWAYS AS (lower("id")) STORED;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(storedGeneratedColumnAdded, example),
);

test.each([
  {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
    text: `ALTER TABLE "User" ADD COLUMN "n" TEXT GENERATED ALWAYS AS (lower("id")) STORED;`,
    says: [
      "n is computed and stored for each row: ADD COLUMN holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(storedGeneratedColumnAdded.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
