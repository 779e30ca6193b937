/** Edges of reindex-blocks-table that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { reindexBlocksTable } from "../../../src/core/rules/migration/reindex-blocks-table.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a whole table": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        REINDEX TABLE "Post";
      --^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a whole schema": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    bad: `
        REINDEX SCHEMA public;
      --^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index that nothing is known of": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        REINDEX INDEX "Post_other_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table of the same file": {
    good: `
      CREATE TABLE "Tag" ("id" INT);
      REINDEX TABLE "Tag";
    `,
  },
  "with CONCURRENTLY": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
      CREATE INDEX "Post_at_idx" ON "Post"("at");
    `,
    good: `
      REINDEX TABLE CONCURRENTLY "Post";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(reindexBlocksTable, example),
);

test("names the table of the index", () => {
  const found = findingsOf(
    "reindex-blocks-table",
    `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    CREATE INDEX "Post_at_idx" ON "Post"("at");
  `,
    `
    REINDEX INDEX "Post_at_idx";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Takes SHARE on Post and ACCESS EXCLUSIVE on Post_at_idx: blocks writes, and reads that would use them, for the whole build",
  ]);
});
