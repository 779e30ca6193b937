/** Edges of bulk-insert-in-migration that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { bulkInsertInMigration } from "../../../src/core/rules/migration/bulk-insert-in-migration.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "values that a query makes up": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      INSERT INTO "Post" ("id") SELECT generate_series(1, 3);
    `,
  },
  "rows of a table of the same file": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE TABLE "Tag" ("id" INT);
      INSERT INTO "Post" ("id") SELECT "id" FROM "Tag";
    `,
  },
  "rows of something that is not known": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      INSERT INTO "Post" ("id") SELECT "id" FROM "elsewhere";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(bulkInsertInMigration, example),
);
