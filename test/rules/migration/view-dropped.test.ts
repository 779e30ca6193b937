/** Edges of view-dropped that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { viewDropped } from "../../../src/core/rules/migration/view-dropped.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a view of the same file": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
    `,
    good: `
      CREATE VIEW "W" AS SELECT 1 AS "id";
      DROP VIEW "W";
    `,
  },
  "a table takes its place": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
    `,
    good: `
      DROP VIEW "V";
      CREATE TABLE "V" ("id" INT);
    `,
  },
  "one that nothing is known of": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
    `,
    good: `
      DROP VIEW IF EXISTS "X";
    `,
  },
  "a materialized one": {
    before: `
      CREATE MATERIALIZED VIEW "M" AS SELECT 1 AS "id";
    `,
    bad: `
        DROP MATERIALIZED VIEW "M";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkMigrationExample(viewDropped, example));
