/** Edges of concurrent-index-unsupported that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { concurrentIndexUnsupported } from "../../../src/core/rules/migration/concurrent-index-unsupported.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "an index of a partitioned table": {
    before: `
      CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
      CREATE INDEX "Log_at_idx" ON "Log"("at");
    `,
    bad: `
        CREATE INDEX CONCURRENTLY "Log_more_idx" ON "Log"("at");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the drop of one": {
    before: `
      CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
      CREATE INDEX "Log_at_idx" ON "Log"("at");
    `,
    bad: `
        DROP INDEX CONCURRENTLY "Log_at_idx";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a drop that cascades": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    bad: `
        DROP INDEX CONCURRENTLY "Post_at_idx" CASCADE;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index that nothing is known of": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      DROP INDEX CONCURRENTLY "Post_other_idx";
    `,
  },
  "without CONCURRENTLY all of it works": {
    before: `
      CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
      CREATE INDEX "Log_at_idx" ON "Log"("at");
    `,
    good: `
      CREATE INDEX "Log_more_idx" ON "Log"("at");
      DROP INDEX "Log_at_idx", "Log_more_idx" CASCADE;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(concurrentIndexUnsupported, example),
);

test("says why", () => {
  const found = findingsOf(
    "concurrent-index-unsupported",
    `
    CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
    CREATE INDEX "Log_at_idx" ON "Log"("at");
  `,
    `
    DROP INDEX CONCURRENTLY "Log_at_idx";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Fails with 0A000: Log_at_idx is an index of the partitioned Log, and cannot be dropped concurrently",
  ]);
});
