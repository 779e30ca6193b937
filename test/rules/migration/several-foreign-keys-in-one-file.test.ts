/** Edges of several-foreign-keys-in-one-file that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { severalForeignKeysInOneFile } from "../../../src/core/rules/migration/several-foreign-keys-in-one-file.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "two tables in use are few": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "g" FOREIGN KEY ("id") REFERENCES "User"("id");
    `,
  },
  "the last is underlined, all tables are named": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY, "uid" TEXT, "pid" TEXT);
    `,
    bad: `
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
      ALTER TABLE "Tag" ADD CONSTRAINT "g" FOREIGN KEY ("pid") REFERENCES "Post"("id");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "new tables do not count": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      CREATE TABLE "Tag" ("uid" TEXT, "pid" TEXT);
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
      ALTER TABLE "Tag" ADD CONSTRAINT "g" FOREIGN KEY ("pid") REFERENCES "Post"("id");
    `,
  },
  "each in a transaction of its own": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY, "uid" TEXT, "pid" TEXT);
    `,
    good: `
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
      COMMIT;
      ALTER TABLE "Tag" ADD CONSTRAINT "g" FOREIGN KEY ("pid") REFERENCES "Post"("id");
    `,
  },
  "a key between new tables and a check do not count": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY, "uid" TEXT, "pid" TEXT);
    `,
    good: `
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '');
      CREATE TABLE "A" ("id" TEXT PRIMARY KEY, "b" TEXT);
      ALTER TABLE "A" ADD CONSTRAINT "g" FOREIGN KEY ("b") REFERENCES "A"("id");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(severalForeignKeysInOneFile, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY, "uid" TEXT, "pid" TEXT);
    `,
    text: `
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
      ALTER TABLE "Tag" ADD CONSTRAINT "g" FOREIGN KEY ("pid") REFERENCES "Post"("id");
    `,
    says: ["2 foreign keys block writes to 3 tables at the same time: Tag, User, Post"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(severalForeignKeysInOneFile.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
