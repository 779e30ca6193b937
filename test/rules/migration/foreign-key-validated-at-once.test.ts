/** Edges of foreign-key-validated-at-once that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { foreignKeyValidatedAtOnce } from "../../../src/core/rules/migration/foreign-key-validated-at-once.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that points at itself": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "Post"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "both tables are named": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a new column without values has a rule of its own": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
  "a new column that the file fills": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      UPDATE "Post" SET "uid" = '1';
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table without rows": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      TRUNCATE "Post";
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
    `,
  },
  "written with the column nothing is read": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `ALTER TABLE "Post" ADD COLUMN "uid" TEXT REFERENCES "User"("id");`,
  },
  "a new table that points at an old one": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      CREATE TABLE "Tag" ("uid" TEXT);
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(foreignKeyValidatedAtOnce, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "Post"("id");`,
    says: [
      "ADD CONSTRAINT checks every row of Post for its parent, and with SHARE ROW EXCLUSIVE blocks writes to it meanwhile",
    ],
  },
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");`,
    says: [
      "ADD CONSTRAINT checks every row of Post for its parent, and with SHARE ROW EXCLUSIVE blocks writes to it and User meanwhile",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(foreignKeyValidatedAtOnce.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
