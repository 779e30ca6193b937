/** Edges of database-dropped that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { databaseDropped } from "../../../src/core/rules/migration/database-dropped.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "IF EXISTS is no better": {
    bad: `
        DROP DATABASE IF EXISTS reports;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a database that is created is another matter": {
    good: `
      CREATE DATABASE reports;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(databaseDropped, example),
);
