/** Edges of set-not-null-scans-table that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { setNotNullScansTable } from "../../../src/core/rules/migration/set-not-null-scans-table.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
    `,
  },
  "the column is required already": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    good: `ALTER TABLE "User" ALTER COLUMN "id" SET NOT NULL;`,
  },
  "a check that is not validated proves nothing": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("email" IS NOT NULL) NOT VALID;
    `,
    bad: `
      ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a check of another column proves nothing": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("id" IS NOT NULL);
    `,
    bad: `
      ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table without rows is read in no time": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    good: `
      TRUNCATE "User";
      ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
    `,
  },
  "where the file has filled the column, it is only read": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    bad: `
      UPDATE "User" SET "email" = '' WHERE "email" IS NULL;
      ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "NOT NULL as a constraint": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    bad: `
      ALTER TABLE "User" ADD CONSTRAINT "c" NOT NULL "email";
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "NOT NULL as a constraint, not validated yet": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    good: `ALTER TABLE "User" ADD CONSTRAINT "c" NOT NULL "email" NOT VALID;`,
  },
  "other constraints": {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    good: `ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("email" > '') NOT VALID;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(setNotNullScansTable, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("id" IS NOT NULL);
    `,
    text: `ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;`,
    says: [
      "NOT NULL of email holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while every row is read, and fails if one holds NULL",
    ],
  },
  {
    before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
    text: `
      UPDATE "User" SET "email" = '' WHERE "email" IS NULL;
      ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
    `,
    says: [
      "NOT NULL of email holds ACCESS EXCLUSIVE on User, which blocks reads and writes, while every row is read",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(setNotNullScansTable.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
