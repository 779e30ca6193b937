/** Edges of concurrent-index-unnamed that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { concurrentIndexUnnamed } from "../../../src/core/rules/migration/concurrent-index-unnamed.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a plain one without a name is rolled back as a whole": {
    before: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE, "body" TEXT);
    `,
    good: `
      CREATE INDEX ON "Post"("at");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(concurrentIndexUnnamed, example),
);

test("a table of the same file is named too", () => {
  const found = findingsOf(
    "concurrent-index-unnamed",
    `

  `,
    `
    CREATE TABLE "Tag" ("id" INT);
    CREATE INDEX CONCURRENTLY ON "Tag"("id");
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "The index of Tag has no name: a second try after a failed build makes a second index",
  ]);
});
