/** Edges of type-change-rewrites-table that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { typeChangeRewritesTable } from "../../../src/core/rules/migration/type-change-rewrites-table.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a shorter varchar": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(5);
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "another scale": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "n" TYPE DECIMAL(12,4);
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "more digits with the same scale": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "n" TYPE DECIMAL(12,2);`,
  },
  "the same type": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "i" TYPE INTEGER;`,
  },
  "USING that computes": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "v" TYPE TEXT USING lower("v");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a timestamp with a time zone, in a zone other than UTC": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(6) USING "at" AT TIME ZONE 'Europe/Paris';
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "what can be spared has a rule of its own": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3);`,
  },
  "a table that is not known": {
    good: `ALTER TABLE "legacy" ALTER COLUMN "i" TYPE BIGINT;`,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);
      ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;
    `,
  },
  "Prisma's way to take a value out of an enum has a rule of its own": {
    before: `
      CREATE TYPE "Role" AS ENUM ('A', 'B');
      CREATE TABLE "U" ("role" "Role");
    `,
    good: `
      BEGIN;
      CREATE TYPE "Role_new" AS ENUM ('A');
      ALTER TABLE "U" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new");
      ALTER TYPE "Role" RENAME TO "Role_old";
      ALTER TYPE "Role_new" RENAME TO "Role";
      DROP TYPE "Role_old";
      COMMIT;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(typeChangeRewritesTable, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(5);`,
    says: [
      "v becomes varchar(5) from varchar(20): ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "n" TYPE DECIMAL(12,4);`,
    says: [
      "n becomes numeric(12, 4) from numeric(10, 2): ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "v" TYPE TEXT USING lower("v");`,
    says: [
      "v is computed anew: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(typeChangeRewritesTable.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
