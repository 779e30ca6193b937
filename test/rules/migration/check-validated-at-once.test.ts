/** Edges of check-validated-at-once that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { checkValidatedAtOnce } from "../../../src/core/rules/migration/check-validated-at-once.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "without a name": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" ADD CHECK ("b" > '');
      --              ^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    good: `
      DELETE FROM "T";
      ALTER TABLE "T" ADD CHECK ("b" > '');
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "N" ("a" TEXT);
      ALTER TABLE "N" ADD CHECK ("a" > '');
    `,
  },
  "other constraints": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    good: `ALTER TABLE "T" ADD UNIQUE ("b");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(checkValidatedAtOnce, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    text: `ALTER TABLE "T" ADD CHECK ("b" > '');`,
    says: [
      "ADD CONSTRAINT CHECK holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row is tested, and fails if one does not obey",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(checkValidatedAtOnce.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
