/** Edges of new-column-of-discouraged-type that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { newColumnOfDiscouragedType } from "../../../src/core/rules/migration/new-column-of-discouraged-type.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "in a new table, each with its reason": {
    bad: `
      CREATE TABLE "N" (
        "a" CHAR(3),
      --^^^^^^^^^^^
        "b" MONEY,
      --^^^^^^^^^
        "c" TIME WITH TIME ZONE,
      --^^^^^^^^^^^^^^^^^^^^^^^
        "d" TEXT
      );
    `,
  },
  "a temporary table": {
    good: `CREATE TEMPORARY TABLE "N" ("a" JSON);`,
  },
  "a user's own type of that name": {
    good: `
      CREATE SCHEMA "s";
      CREATE TYPE "s"."money" AS ENUM ('a');
      CREATE TABLE "N" ("a" "s"."money");
    `,
  },
  "another statement": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `ALTER TABLE "T" DROP COLUMN "a";`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(newColumnOfDiscouragedType, example),
);

test.each([
  {
    before: ``,
    text: `
      CREATE TABLE "N" (
        "a" CHAR(3),
        "b" MONEY,
        "c" TIME WITH TIME ZONE,
        "d" TEXT
      );
    `,
    says: [
      "a is char(3): varchar holds what was written, without spaces behind it",
      "b is money: numeric does not depend on the server's locale",
      "c is timetz: an offset without a date says little; timestamptz or time say what is meant",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(newColumnOfDiscouragedType.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
