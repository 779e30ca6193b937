/** Edges of type-change-may-fail that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { typeChangeMayFail } from "../../../src/core/rules/migration/type-change-may-fail.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a number that is too large": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "i" TYPE SMALLINT;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a cast in USING": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "v" TYPE INTEGER USING "v"::INTEGER;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an expression says itself what becomes of the rest": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "v" TYPE INTEGER USING CASE WHEN "v" ~ '^[0-9]+$' THEN "v"::INTEGER END;`,
  },
  "anything fits into text": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "j" TYPE TEXT;`,
  },
  "an enum that is made elsewhere fits into text": {
    before: `CREATE TABLE "T" ("e" "made_elsewhere");`,
    good: `ALTER TABLE "T" ALTER COLUMN "e" TYPE TEXT USING "e"::TEXT;`,
  },
  "json fits into jsonb": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "j" TYPE JSONB;`,
  },
  "a wider number": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;`,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" ALTER COLUMN "i" TYPE SMALLINT;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(typeChangeMayFail, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "i" TYPE SMALLINT;`,
    says: ["The migration fails if one integer of T.i does not fit into smallint"],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "v" TYPE INTEGER USING "v"::INTEGER;`,
    says: ["The migration fails if one varchar(20) of T.v does not fit into integer"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(typeChangeMayFail.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
