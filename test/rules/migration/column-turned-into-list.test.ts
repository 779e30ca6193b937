/** Edges of column-turned-into-list that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { columnTurnedIntoList } from "../../../src/core/rules/migration/column-turned-into-list.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "another type has to be cast by hand": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "t" TYPE INTEGER[];
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a default would be refused as well": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "d" TYPE TEXT[];
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "json has no equality": {
    before: `CREATE TABLE "T" ("j" JSON);`,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "j" TYPE JSON[];
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an enum": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "e" TYPE "E"[];
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "e" TYPE "E"[] USING array_remove(ARRAY["e"], NULL);`,
  },
  "a list that was one": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "l" TYPE VARCHAR(3)[];`,
  },
  "no list": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "t" TYPE VARCHAR(3);`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(columnTurnedIntoList, example),
);

test.each([
  {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    text: `ALTER TABLE "T" ALTER COLUMN "t" TYPE INTEGER[];`,
    says: [
      "PostgreSQL does not cast T.t from text to integer[] by itself, and refuses without USING",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(columnTurnedIntoList.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
