/** Edges of domain-constraint-validated that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { domainConstraintValidated } from "../../../src/core/rules/migration/domain-constraint-validated.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "nobody uses the domain": {
    before: `CREATE DOMAIN "e" AS TEXT;`,
    good: `ALTER DOMAIN "e" ADD CONSTRAINT "c" CHECK (VALUE > '');`,
  },
  "only a new table uses it": {
    before: `CREATE DOMAIN "e" AS TEXT;`,
    good: `
      CREATE TABLE "T" ("a" "e");
      ALTER DOMAIN "e" ADD CONSTRAINT "c" CHECK (VALUE > '');
    `,
  },
  "each table is named once": {
    before: `
      CREATE DOMAIN "e" AS TEXT;
      CREATE TABLE "T" ("a" "e", "b" "e");
      CREATE TABLE "S" ("a" "e");
    `,
    bad: `
        ALTER DOMAIN "e" ADD CONSTRAINT "c" CHECK (VALUE > '');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a default is no constraint": {
    before: `
      CREATE DOMAIN "e" AS TEXT;
      CREATE TABLE "T" ("a" "e");
    `,
    good: `ALTER DOMAIN "e" SET DEFAULT '';`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(domainConstraintValidated, example),
);

test.each([
  {
    before: `
      CREATE DOMAIN "e" AS TEXT;
      CREATE TABLE "T" ("a" "e", "b" "e");
      CREATE TABLE "S" ("a" "e");
    `,
    text: `ALTER DOMAIN "e" ADD CONSTRAINT "c" CHECK (VALUE > '');`,
    says: [
      "ADD CONSTRAINT to e takes SHARE on T, S, which blocks writes, while every row is tested",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(domainConstraintValidated.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
