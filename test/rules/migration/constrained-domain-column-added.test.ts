/** Edges of constrained-domain-column-added that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { constrainedDomainColumnAdded } from "../../../src/core/rules/migration/constrained-domain-column-added.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    before: `CREATE DOMAIN "email" AS TEXT NOT NULL;`,
    good: `
      CREATE TABLE "User" ("id" TEXT);
      ALTER TABLE "User" ADD COLUMN "e" "email";
    `,
  },
  "a domain that is NOT NULL": {
    before: `
      CREATE DOMAIN "email" AS TEXT NOT NULL;
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
    `,
    bad: `
      ALTER TABLE "User" ADD COLUMN "e" "email" DEFAULT '';
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a type that is no domain": {
    before: `
      CREATE DOMAIN "email" AS TEXT CHECK (VALUE LIKE '%@%');
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
    `,
    good: `ALTER TABLE "User" ADD COLUMN "e" TEXT;`,
  },
  "a list of the domain": {
    before: `
      CREATE DOMAIN "email" AS TEXT CHECK (VALUE LIKE '%@%');
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
    `,
    good: `ALTER TABLE "User" ADD COLUMN "e" "email"[];`,
  },
  "IF NOT EXISTS finds the column there": {
    before: `
      CREATE DOMAIN "email" AS TEXT CHECK (VALUE LIKE '%@%');
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
    `,
    good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "id" "email";`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(constrainedDomainColumnAdded, example),
);

test.each([
  {
    before: `
      CREATE DOMAIN "email" AS TEXT NOT NULL;
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
    `,
    text: `ALTER TABLE "User" ADD COLUMN "e" "email" DEFAULT '';`,
    says: [
      "The domain email of e has constraints: ADD COLUMN holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(constrainedDomainColumnAdded.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
