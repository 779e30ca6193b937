/** Edges of avoidable-timestamptz-rewrite that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { avoidableTimestamptzRewrite } from "../../../src/core/rules/migration/avoidable-timestamptz-rewrite.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a precision below 6 is rounded, in UTC too": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      SET LOCAL timezone = 'UTC';
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3);
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a precision below 6 with USING": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3) USING "at" AT TIME ZONE 'UTC';
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "no time zone is set": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "no precision, without quotes": {
    before: `CREATE TABLE "T" (at TIMESTAMP);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN at TYPE TIMESTAMPTZ USING (at AT TIME ZONE 'UTC');
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `
      SET LOCAL timezone = 'UTC';
      ALTER TABLE "T" ALTER COLUMN at TYPE TIMESTAMPTZ;
    `,
  },
  "two columns of one table share the setting": {
    before: `CREATE TABLE "T" ("a" TIMESTAMP(3), "b" TIMESTAMP(3));`,
    bad: `
      -- AlterTable
      ALTER TABLE "T" ALTER COLUMN "a" TYPE TIMESTAMPTZ(6) USING "a" AT TIME ZONE 'UTC',
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ALTER COLUMN "b" TYPE TIMESTAMPTZ(6) USING "b" AT TIME ZONE 'UTC';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `
      -- AlterTable
      SET LOCAL timezone = 'UTC';
      ALTER TABLE "T" ALTER COLUMN "a" TYPE TIMESTAMPTZ(6),
        ALTER COLUMN "b" TYPE TIMESTAMPTZ(6);
    `,
  },
  "a time zone that the file has set stays": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      SET LOCAL timezone = 'Europe/Paris';
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(6) USING "at" AT TIME ZONE 'UTC';
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "UTC of the transaction before is over": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      BEGIN;
      SET LOCAL timezone = 'UTC';
      COMMIT;
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "UTC of the session stays": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `
      SET timezone = 'UTC';
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ;
    `,
  },
  "another setting is no time zone": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      SET LOCAL lock_timeout = '5s';
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "another column is computed from": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(6) USING "j"::text::timestamp AT TIME ZONE 'UTC';`,
  },
  "another zone has to be computed": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(6) USING "at" AT TIME ZONE 'Europe/Paris';`,
  },
  "other types": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(avoidableTimestamptzRewrite, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `
      SET LOCAL timezone = 'UTC';
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3);
    `,
    says: [
      "TIMESTAMPTZ(3) makes PostgreSQL round each value of at: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ(3) USING "at" AT TIME ZONE 'UTC';`,
    says: [
      "TIMESTAMPTZ(3) makes PostgreSQL round each value of at: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ;`,
    says: [
      "at is converted from the session's time zone, which is not set to UTC here: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
  {
    before: `CREATE TABLE "T" (at TIMESTAMP);`,
    text: `ALTER TABLE "T" ALTER COLUMN at TYPE TIMESTAMPTZ USING (at AT TIME ZONE 'UTC');`,
    says: [
      "AT TIME ZONE is computed for each value of at: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while every row and every index is rewritten",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(avoidableTimestamptzRewrite.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
