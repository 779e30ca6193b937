/** Edges of foreign-key-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { foreignKeyDropped } from "../../../src/core/rules/migration/foreign-key-dropped.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "both tables are named": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "own_fkey" FOREIGN KEY ("old") REFERENCES "Post"("id");
    `,
    bad: `
      ALTER TABLE "Post" DROP CONSTRAINT "f";
      --                 ^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table that points at itself is one": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "own_fkey" FOREIGN KEY ("old") REFERENCES "Post"("id");
    `,
    bad: `
      ALTER TABLE "Post" DROP CONSTRAINT "own_fkey";
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "by its name, where the table is not known": {
    bad: `
      ALTER TABLE "legacy" DROP CONSTRAINT "legacy_uid_fkey";
      --                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "another name, where the table is not known": {
    good: `ALTER TABLE "legacy" DROP CONSTRAINT "legacy_pkey";`,
  },
  "a known table has no such constraint": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `ALTER TABLE "Post" DROP CONSTRAINT IF EXISTS "x_fkey";`,
  },
  "a new table": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      CREATE TABLE "Tag" ("uid" TEXT CONSTRAINT "f" REFERENCES "User"("id"));
      ALTER TABLE "Tag" DROP CONSTRAINT "f";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(foreignKeyDropped, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "own_fkey" FOREIGN KEY ("old") REFERENCES "Post"("id");
    `,
    text: `ALTER TABLE "Post" DROP CONSTRAINT "f";`,
    says: [
      "DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on Post and User, which blocks reads and writes until the transaction ends",
    ],
  },
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "own_fkey" FOREIGN KEY ("old") REFERENCES "Post"("id");
    `,
    text: `ALTER TABLE "Post" DROP CONSTRAINT "own_fkey";`,
    says: [
      "DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on Post, which blocks reads and writes until the transaction ends",
    ],
  },
  {
    before: ``,
    text: `ALTER TABLE "legacy" DROP CONSTRAINT "legacy_uid_fkey";`,
    says: [
      "DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on legacy and the table it points at, which blocks reads and writes until the transaction ends",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(foreignKeyDropped.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
