/** Edges of enum-value-removed that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { enumValueRemoved } from "../../../src/core/rules/migration/enum-value-removed.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "without a transaction of its own": {
    before: `
      CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
      CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
      CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
    `,
    bad: `
        CREATE TYPE "Status_new" AS ENUM ('A', 'B');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "Task" ALTER COLUMN "status" DROP DEFAULT;
      ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Status_new" USING ("status"::text::"Status_new");
      ALTER TABLE "Job" ALTER COLUMN "status" TYPE "Status_new"[] USING ("status"::text::"Status_new"[]);
      ALTER TYPE "Status" RENAME TO "Status_old";
      ALTER TYPE "Status_new" RENAME TO "Status";
      DROP TYPE "Status_old";
      ALTER TABLE "Task" ALTER COLUMN "status" SET DEFAULT 'A';
    `,
  },
  "by hand: the old type is renamed first": {
    before: `
      CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
      CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
      CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
    `,
    bad: `
        ALTER TYPE "Status" RENAME TO "Old";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      CREATE TYPE "Status" AS ENUM ('A');
      ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Status" USING "status"::text::"Status";
      DROP TYPE "Old";
    `,
  },
  "tables of the same file have no rows": {
    good: `
      CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
      CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
      CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
      CREATE TYPE "Status_new" AS ENUM ('A', 'B');
      ALTER TABLE "Task" ALTER COLUMN "status" DROP DEFAULT;
      ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Status_new" USING ("status"::text::"Status_new");
      ALTER TABLE "Job" ALTER COLUMN "status" TYPE "Status_new"[] USING ("status"::text::"Status_new"[]);
      ALTER TYPE "Status" RENAME TO "Status_old";
      ALTER TYPE "Status_new" RENAME TO "Status";
      DROP TYPE "Status_old";
      ALTER TABLE "Task" ALTER COLUMN "status" SET DEFAULT 'A';
    `,
  },
  "a type that no column has": {
    before: `
      CREATE TYPE "Status" AS ENUM ('A', 'B');
    `,
    good: `
      CREATE TYPE "Status_new" AS ENUM ('A');
      ALTER TYPE "Status" RENAME TO "Status_old";
      ALTER TYPE "Status_new" RENAME TO "Status";
      DROP TYPE "Status_old";
    `,
  },
  "a new type beside the old one": {
    before: `
      CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
      CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
      CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
    `,
    good: `
      CREATE TYPE "Other" AS ENUM ('A');
      ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Other" USING "status"::text::"Other";
    `,
  },
  "a type that is only renamed": {
    before: `
      CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
      CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
      CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
    `,
    good: `
      ALTER TYPE "Status" RENAME TO "State";
    `,
  },
  "two types in one file": {
    before: `
      CREATE TYPE "E" AS ENUM ('a', 'b');
      CREATE TYPE "F" AS ENUM ('a', 'b');
      CREATE TABLE "T" ("e" "E", "f" "F");
    `,
    bad: `
        BEGIN;
      --^^^^^
      CREATE TYPE "E_new" AS ENUM ('a');
      ALTER TABLE "T" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
      ALTER TYPE "E" RENAME TO "E_old";
      ALTER TYPE "E_new" RENAME TO "E";
      DROP TYPE "E_old";
      COMMIT;
        BEGIN;
      --^^^^^
      CREATE TYPE "F_new" AS ENUM ('a');
      ALTER TABLE "T" ALTER COLUMN "f" TYPE "F_new" USING ("f"::text::"F_new");
      ALTER TYPE "F" RENAME TO "F_old";
      ALTER TYPE "F_new" RENAME TO "F";
      DROP TYPE "F_old";
      COMMIT;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(enumValueRemoved, example),
);

test("names values and tables", () => {
  const found = findingsOf(
    "enum-value-removed",
    `
    CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
    CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
    CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
  `,
    `
    BEGIN;
    CREATE TYPE "Status_new" AS ENUM ('A', 'B');
    ALTER TABLE "Task" ALTER COLUMN "status" DROP DEFAULT;
    ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Status_new" USING ("status"::text::"Status_new");
    ALTER TABLE "Job" ALTER COLUMN "status" TYPE "Status_new"[] USING ("status"::text::"Status_new"[]);
    ALTER TYPE "Status" RENAME TO "Status_old";
    ALTER TYPE "Status_new" RENAME TO "Status";
    DROP TYPE "Status_old";
    ALTER TABLE "Task" ALTER COLUMN "status" SET DEFAULT 'A';
    COMMIT;
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Taking C out of Status rewrites Task and Job under ACCESS EXCLUSIVE, which blocks reads and writes, and fails on a row that holds it",
  ]);
});

test("warns of the COMMIT where something follows", () => {
  const found = findingsOf(
    "enum-value-removed",
    `
    CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
    CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
    CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
  `,
    `
    BEGIN;
    CREATE TYPE "Status_new" AS ENUM ('A', 'B');
    ALTER TABLE "Task" ALTER COLUMN "status" DROP DEFAULT;
    ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Status_new" USING ("status"::text::"Status_new");
    ALTER TABLE "Job" ALTER COLUMN "status" TYPE "Status_new"[] USING ("status"::text::"Status_new"[]);
    ALTER TYPE "Status" RENAME TO "Status_old";
    ALTER TYPE "Status_new" RENAME TO "Status";
    DROP TYPE "Status_old";
    ALTER TABLE "Task" ALTER COLUMN "status" SET DEFAULT 'A';
    COMMIT;
    ALTER TABLE "Task" ADD COLUMN "x" INT;
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Taking C out of Status rewrites Task and Job under ACCESS EXCLUSIVE, which blocks reads and writes, and fails on a row that holds it; its COMMIT leaves the file half done if the rest fails",
  ]);
});

test("a type that no migration made", () => {
  const found = findingsOf(
    "enum-value-removed",
    `

  `,
    `
    CREATE TYPE "E_new" AS ENUM ('a');
    ALTER TABLE "T" ALTER COLUMN "e" TYPE "E_new" USING ("e"::text::"E_new");
    ALTER TYPE "E" RENAME TO "E_old";
    ALTER TYPE "E_new" RENAME TO "E";
    DROP TYPE "E_old";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Making E anew rewrites T under ACCESS EXCLUSIVE, which blocks reads and writes",
  ]);
});
