/** Edges of enum-type-created that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { enumTypeCreated } from "../../../src/core/rules/migration/enum-type-created.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "as a part of taking a value out": {
    before: `
      CREATE TYPE "Status" AS ENUM ('A', 'B', 'C');
      CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" DEFAULT 'A');
      CREATE TABLE "Job" ("id" INT PRIMARY KEY, "status" "Status"[]);
    `,
    good: `
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
  "another type is not meant": {
    good: `
      CREATE DOMAIN "Email" AS TEXT;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(enumTypeCreated, example),
);
