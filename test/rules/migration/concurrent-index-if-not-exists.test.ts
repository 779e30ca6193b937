/** Edges of concurrent-index-if-not-exists that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { concurrentIndexIfNotExists } from "../../../src/core/rules/migration/concurrent-index-if-not-exists.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "an index without a name has no IF NOT EXISTS": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE INDEX CONCURRENTLY ON "Post"("at");
    `,
  },
  "without CONCURRENTLY nothing invalid is left behind": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE INDEX IF NOT EXISTS "Post_at_idx" ON "Post"("at");
    `,
  },
  "in any case and spacing": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
      -- by hand
        create unique index concurrently if  not
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      exists "Post_at_key" on "Post"("at");
    `,
    fixed: `
      -- by hand
        create unique index concurrently "Post_at_key" on "Post"("at");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(concurrentIndexIfNotExists, example),
);
