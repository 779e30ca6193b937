/** Edges of timestamptz-in-session-time-zone that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { timestamptzInSessionTimeZone } from "../../../src/core/rules/migration/timestamptz-in-session-time-zone.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "USING says which zone is meant": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ USING "at" AT TIME ZONE 'UTC';`,
  },
  "a zone is set": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `
      SET TimeZone TO 'Europe/Paris';
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ;
    `,
  },
  "a cast says nothing": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ USING "at"::timestamptz;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "other types": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "at" TYPE DATE;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(timestamptzInSessionTimeZone, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    text: `ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ USING "at"::timestamptz;`,
    says: [
      "T.at is read as a time in the session's time zone, while Prisma wrote UTC: elsewhere every value moves",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(timestamptzInSessionTimeZone.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
