/** Edges of foreign-key-added-without-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { foreignKeyAddedWithoutIndex } from "../../../src/core/rules/migration/foreign-key-added-without-index.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "written with a new table": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      CREATE TABLE "Tag" ("uid" TEXT REFERENCES "User"("id"));
      --                             ^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index further down serves": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      CREATE INDEX "i" ON "Post"("old");
    `,
  },
  "the primary key serves": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("id") REFERENCES "User"("id");`,
  },
  "a table that is not known": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `ALTER TABLE "legacy" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(foreignKeyAddedWithoutIndex, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `CREATE TABLE "Tag" ("uid" TEXT REFERENCES "User"("id"));`,
    says: ["No index serves Tag(uid): each delete in User reads all of Tag"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(foreignKeyAddedWithoutIndex.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
