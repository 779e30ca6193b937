/** Edges of enum-value-without-place that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { enumValueWithoutPlace } from "../../../src/core/rules/migration/enum-value-without-place.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "after another one": {
    before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
    good: `
      ALTER TYPE "Role" ADD VALUE 'GUEST' AFTER 'USER';
    `,
  },
  "each is told": {
    before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
    bad: `
        ALTER TYPE "Role" ADD VALUE 'A';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ALTER TYPE "Role" ADD VALUE 'B';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(enumValueWithoutPlace, example),
);
