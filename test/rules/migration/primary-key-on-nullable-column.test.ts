/** Edges of primary-key-on-nullable-column that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { primaryKeyOnNullableColumn } from "../../../src/core/rules/migration/primary-key-on-nullable-column.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "without an index, two of three columns": {
    before: `CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);`,
    bad: `
      ALTER TABLE "T" ADD CONSTRAINT "p" PRIMARY KEY ("a", "b", "c");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "required columns": {
    before: `CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);`,
    good: `ALTER TABLE "T" ADD CONSTRAINT "p" PRIMARY KEY ("b");`,
  },
  "columns that are not known": {
    before: `CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);`,
    good: `
      ALTER TABLE "T" ADD COLUMN "d" SERIAL, ADD CONSTRAINT "p" PRIMARY KEY ("d");
      ALTER TABLE "legacy" ADD CONSTRAINT "q" PRIMARY KEY USING INDEX "i";
    `,
  },
  "a unique may be NULL": {
    before: `CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);`,
    good: `ALTER TABLE "T" ADD CONSTRAINT "u" UNIQUE ("a");`,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);`,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" ADD CONSTRAINT "p" PRIMARY KEY ("a");
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);
      ALTER TABLE "T" ADD CONSTRAINT "p" PRIMARY KEY ("a");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(primaryKeyOnNullableColumn, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("a" TEXT, "b" TEXT NOT NULL, "c" TEXT);`,
    text: `ALTER TABLE "T" ADD CONSTRAINT "p" PRIMARY KEY ("a", "b", "c");`,
    says: [
      "a, c may be NULL so far: the primary key holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row is read for it, and fails if one holds NULL",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(primaryKeyOnNullableColumn.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
