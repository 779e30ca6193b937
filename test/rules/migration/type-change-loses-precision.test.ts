/** Edges of type-change-loses-precision that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { typeChangeLosesPrecision } from "../../../src/core/rules/migration/type-change-loses-precision.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a time of day": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "at" TYPE DATE;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an explicit cast cuts text": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(5) USING "v"::VARCHAR(5);
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an expression means what it says": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "at" TYPE DATE USING date_trunc('month', "at");`,
  },
  "json becomes jsonb": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "j" TYPE JSONB;`,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" ALTER COLUMN "at" TYPE DATE;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(typeChangeLosesPrecision, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "at" TYPE DATE;`,
    says: ["T.at is rounded or cut from timestamp(3) to date, and what it loses is gone"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(typeChangeLosesPrecision.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
