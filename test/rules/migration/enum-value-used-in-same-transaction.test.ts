/** Edges of enum-value-used-in-same-transaction that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { enumValueUsedInSameTransaction } from "../../../src/core/rules/migration/enum-value-used-in-same-transaction.ts";
import {
  type Around,
  checkMigrationExample,
  findingsOf,
} from "../../support/migration-examples.ts";

const cases: Record<string, readonly [Example, Around?]> = {
  "an UPDATE": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        UPDATE "User" SET "role" = 'GUEST' WHERE "id" = 1;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "an INSERT that names the column": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        INSERT INTO "User" ("id", "role") VALUES (1, 'GUEST');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a CHECK": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("role" <> 'GUEST');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a partial index": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        CREATE INDEX "i" ON "User"("id") WHERE "role" = 'GUEST';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a view": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        CREATE VIEW "Guest" AS SELECT "id" FROM "User" WHERE "role" = 'GUEST';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a cast, of a column that is not known to be of the type": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        UPDATE "Other" SET "x" = 'GUEST'::"Role" WHERE "id" = 1;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a new column with that default": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        ALTER TABLE "Team" ADD COLUMN "kind" "Role" NOT NULL DEFAULT 'GUEST';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a new table with that default": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        CREATE TABLE "Team" ("kind" "Role" NOT NULL DEFAULT 'GUEST');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "a DO block that runs at once": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      bad: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
        DO $$ BEGIN UPDATE "User" SET "role" = 'GUEST'; END $$;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
  "the body of a function in PL/pgSQL is read later": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      good: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
      CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE "User" SET "role" = 'GUEST'; END $$;
    `,
    },
  ],
  "the same word as a plain text": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      good: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
      UPDATE "Note" SET "text" = 'GUEST' WHERE "id" = 1;
    `,
    },
  ],
  "the same word in a comment": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      good: `
      ALTER TYPE "Role" ADD VALUE 'GUEST';
      UPDATE "User" SET "role" = 'USER' -- not 'GUEST' yet
      WHERE "id" = 1;
    `,
    },
  ],
  "a value that was there before": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      good: `
      ALTER TYPE "Role" ADD VALUE IF NOT EXISTS 'USER';
      UPDATE "User" SET "role" = 'USER' WHERE "id" = 1;
    `,
    },
  ],
  "a COMMIT between the two": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      good: `
      BEGIN;
      ALTER TYPE "Role" ADD VALUE 'GUEST';
      COMMIT;
      UPDATE "User" SET "role" = 'GUEST' WHERE "id" = 1;
    `,
    },
  ],
  "used before it is added": [
    {
      before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
      good: `
      UPDATE "User" SET "role" = 'USER' WHERE "id" = 1;
      ALTER TYPE "Role" ADD VALUE 'GUEST';
    `,
    },
  ],
  "a type of the same file has its first values at once": [
    {
      good: `
      CREATE TYPE "Kind" AS ENUM ('A');
      CREATE TABLE "T" ("kind" "Kind" DEFAULT 'A');
    `,
    },
  ],
  "one that is added to it as well since PostgreSQL 17": [
    {
      good: `
      CREATE TYPE "Kind" AS ENUM ('A');
      ALTER TYPE "Kind" ADD VALUE 'B';
      CREATE TABLE "T" ("kind" "Kind" DEFAULT 'B');
    `,
    },
    { world: { postgres: 17 } },
  ],
  "but not before": [
    {
      bad: `
      CREATE TYPE "Kind" AS ENUM ('A');
      ALTER TYPE "Kind" ADD VALUE 'B';
        CREATE TABLE "T" ("kind" "Kind" DEFAULT 'B');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
    { world: { postgres: 16 } },
  ],
  "names that are written without quotes": [
    {
      before: `
      CREATE TYPE mood AS ENUM ('sad');
      CREATE TABLE person (id INT, mood mood);
    `,
      bad: `
      ALTER TYPE mood ADD VALUE 'happy';
        UPDATE person SET mood = 'happy' WHERE id = 1;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    },
  ],
};

test.each(Object.entries(cases))("%s", (_, [example, around]) =>
  checkMigrationExample(enumValueUsedInSameTransaction, example, around),
);

test("is told once per statement", () => {
  const found = findingsOf(
    "enum-value-used-in-same-transaction",
    `
    CREATE TYPE "Role" AS ENUM ('USER');
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
  `,
    `
    ALTER TYPE "Role" ADD VALUE 'A';
    ALTER TYPE "Role" ADD VALUE 'B';
    UPDATE "User" SET "role" = 'B' WHERE "role" = 'A';
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Fails with 55P04: A is new in Role, and cannot be used before the transaction that adds it has ended",
  ]);
});
