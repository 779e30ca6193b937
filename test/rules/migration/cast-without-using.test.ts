/** Edges of cast-without-using that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { castWithoutUsing } from "../../../src/core/rules/migration/cast-without-using.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "text becomes an enum": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "t" TYPE "E";
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "t" TYPE "E" USING "t"::"E";`,
  },
  "an enum becomes another": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "e" TYPE "F";
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "e" TYPE "F" USING "e"::text::"F";`,
  },
  "an enum becomes a number": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "e" TYPE INTEGER;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "e" TYPE INTEGER USING "e"::text::INTEGER;`,
  },
  "a boolean becomes a number": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "b" SET DATA TYPE INTEGER;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "b" SET DATA TYPE INTEGER USING "b"::INTEGER;`,
  },
  "a number becomes an enum": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "i" TYPE "E";
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "i" TYPE "E" USING "i"::text::"E";`,
  },
  "a default would be refused as well": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "d" TYPE INTEGER;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a default that is dropped in the same statement is not": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "d" DROP DEFAULT, ALTER COLUMN "d" TYPE INTEGER;
      --                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "d" DROP DEFAULT, ALTER COLUMN "d" TYPE INTEGER USING "d"::INTEGER;`,
  },
  "a list of text becomes one of numbers": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "l" TYPE INTEGER[];
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "T" ALTER COLUMN "l" TYPE INTEGER[] USING "l"::INTEGER[];`,
  },
  "no cast leads from a list to a number": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "l" TYPE INTEGER;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a list can be written as text": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "l" TYPE TEXT;`,
  },
  "no cast leads from a number to a uuid": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "i" TYPE UUID;
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "ALTER COLUMN i TYPE BIGINT": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;`,
  },
  "ALTER COLUMN i TYPE TEXT": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "i" TYPE TEXT;`,
  },
  "ALTER COLUMN e TYPE TEXT": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "e" TYPE TEXT;`,
  },
  "ALTER COLUMN t TYPE VARCHAR(3)": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "t" TYPE VARCHAR(3);`,
  },
  "ALTER COLUMN t TYPE INTEGER USING t::INTEGER": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "t" TYPE INTEGER USING "t"::INTEGER;`,
  },
  "ALTER COLUMN t TYPE made_elsewhere": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "t" TYPE "made_elsewhere";`,
  },
  "ALTER COLUMN x TYPE INTEGER": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "x" TYPE INTEGER;`,
  },
  "ALTER COLUMN e TYPE E": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "e" TYPE "E";`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(castWithoutUsing, example),
);

test.each([
  {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TYPE "F" AS ENUM ('a');
      CREATE TABLE "T" ("t" TEXT, "d" TEXT DEFAULT '1', "b" BOOLEAN, "i" INTEGER, "e" "E", "l" TEXT[], "v" VARCHAR(3), "x" "made_elsewhere");
    `,
    text: `ALTER TABLE "T" ALTER COLUMN "t" TYPE "E";`,
    says: ["PostgreSQL does not cast T.t from text to E by itself, and refuses without USING"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(castWithoutUsing.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
