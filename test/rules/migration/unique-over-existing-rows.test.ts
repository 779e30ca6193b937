/** Edges of unique-over-existing-rows that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { uniqueOverExistingRows } from "../../../src/core/rules/migration/unique-over-existing-rows.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a constraint": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
      ALTER TABLE "T" ADD CONSTRAINT "u" UNIQUE ("a", "b");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an expression": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        CREATE UNIQUE INDEX "i" ON "T"(lower("a"), "b");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "with a condition": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        CREATE UNIQUE INDEX "i" ON "T"("a") WHERE "b" IS NULL;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index that is not unique": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `CREATE INDEX "i" ON "T"("a");`,
  },
  "a constraint that takes an index over": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE UNIQUE INDEX "i" ON "T"("a");
    `,
    good: `ALTER TABLE "T" ADD CONSTRAINT "u" UNIQUE USING INDEX "i";`,
  },
  "other constraints": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `ALTER TABLE "T" ADD CONSTRAINT "c" CHECK ("a" > '');`,
  },
  "a part is unique by itself": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE UNIQUE INDEX "i" ON "T"("a");
    `,
    good: `CREATE UNIQUE INDEX "j" ON "T"("b", "a");`,
  },
  "a part was unique until this file": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE UNIQUE INDEX "i" ON "T"("a");
    `,
    good: `
      DROP INDEX "i";
      CREATE UNIQUE INDEX "j" ON "T"("b", "a");
    `,
  },
  "a part is unique under a condition only": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE UNIQUE INDEX "i" ON "T"("a") WHERE "b" IS NULL;
    `,
    bad: `
        CREATE UNIQUE INDEX "j" ON "T"("b", "a");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a part is indexed but not unique": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE INDEX "i" ON "T"("a");
    `,
    bad: `
        CREATE UNIQUE INDEX "j" ON "T"("a");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "more columns are unique together": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE UNIQUE INDEX "i" ON "T"("a", "b");
    `,
    bad: `
        CREATE UNIQUE INDEX "j" ON "T"("a");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a new column is NULL in all rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      ALTER TABLE "T" ADD COLUMN "n" TEXT;
      CREATE UNIQUE INDEX "i" ON "T"("n", "a");
    `,
  },
  "a new column of NULL, written out": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      ALTER TABLE "T" ADD COLUMN "n" TEXT DEFAULT NULL;
      CREATE UNIQUE INDEX "i" ON "T"("n");
    `,
  },
  "NULLS NOT DISTINCT makes them alike": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        ALTER TABLE "T" ADD COLUMN "n" TEXT;
        CREATE UNIQUE INDEX "i" ON "T"("n") NULLS NOT DISTINCT;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a new column with a default is the same in all rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        ALTER TABLE "T" ADD COLUMN "n" TEXT NOT NULL DEFAULT '';
        CREATE UNIQUE INDEX "i" ON "T"("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "so it is with the time of the migration": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        ALTER TABLE "T" ADD COLUMN "n" TIMESTAMPTZ DEFAULT now();
        CREATE UNIQUE INDEX "i" ON "T"("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a default that differs from row to row": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        ALTER TABLE "T" ADD COLUMN "n" UUID DEFAULT gen_random_uuid();
        CREATE UNIQUE INDEX "i" ON "T"("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the new column with the same value, and an old one": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        ALTER TABLE "T" ADD COLUMN "n" TEXT NOT NULL DEFAULT '';
        CREATE UNIQUE INDEX "i" ON "T"("n", "a");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the new column has been filled": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      ALTER TABLE "T" ADD COLUMN "n" TEXT NOT NULL DEFAULT '';
      UPDATE "T" SET "n" = "id";
      CREATE UNIQUE INDEX "i" ON "T"("n");
    `,
  },
  "duplicates have been removed": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      DELETE FROM "T" WHERE "b" IS NULL;
      CREATE UNIQUE INDEX "i" ON "T"("a");
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      TRUNCATE "T";
      CREATE UNIQUE INDEX "i" ON "T"("a");
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE UNIQUE INDEX "i" ON "T"("a");
    `,
  },
  "IF NOT EXISTS finds the index there": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE INDEX "i" ON "T"("a");
    `,
    good: `CREATE UNIQUE INDEX IF NOT EXISTS "i" ON "T"("a");`,
  },
  "IF NOT EXISTS finds nothing": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        CREATE UNIQUE INDEX IF NOT EXISTS "i" ON "T"("a");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(uniqueOverExistingRows, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `ALTER TABLE "T" ADD CONSTRAINT "u" UNIQUE ("a", "b");`,
    says: ["The unique index fails if two rows of T have the same a, b"],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `CREATE UNIQUE INDEX "i" ON "T"(lower("a"), "b");`,
    says: ["The unique index fails if two rows of T have the same an expression, b"],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `
      ALTER TABLE "T" ADD COLUMN "n" TEXT NOT NULL DEFAULT '';
      CREATE UNIQUE INDEX "i" ON "T"("n");
    `,
    says: [
      "All rows of T have the same n, which is new: the unique index fails as soon as there are two rows",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `
      ALTER TABLE "T" ADD COLUMN "n" TIMESTAMPTZ DEFAULT now();
      CREATE UNIQUE INDEX "i" ON "T"("n");
    `,
    says: [
      "All rows of T have the same n, which is new: the unique index fails as soon as there are two rows",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `
      ALTER TABLE "T" ADD COLUMN "n" UUID DEFAULT gen_random_uuid();
      CREATE UNIQUE INDEX "i" ON "T"("n");
    `,
    says: ["The unique index fails if two rows of T have the same n"],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `
      ALTER TABLE "T" ADD COLUMN "n" TEXT NOT NULL DEFAULT '';
      CREATE UNIQUE INDEX "i" ON "T"("n", "a");
    `,
    says: ["The unique index fails if two rows of T have the same n, a"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(uniqueOverExistingRows.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
