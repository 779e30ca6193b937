/** Edges of unique-constraint-scans-table that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { uniqueConstraintScansTable } from "../../../src/core/rules/migration/unique-constraint-scans-table.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "the message names the table": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" ADD UNIQUE ("b");
      --              ^^^^^^^^^^^^^^^^
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" ADD UNIQUE ("b");
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "N" ("a" TEXT);
      ALTER TABLE "N" ADD UNIQUE ("a");
    `,
  },
  "a primary key has a rule of its own": {
    before: `CREATE TABLE "N" ("a" TEXT);`,
    good: `ALTER TABLE "N" ADD PRIMARY KEY ("a");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(uniqueConstraintScansTable, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    text: `ALTER TABLE "T" ADD UNIQUE ("b");`,
    says: [
      "ADD CONSTRAINT UNIQUE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while an index is built over every row",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(uniqueConstraintScansTable.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
