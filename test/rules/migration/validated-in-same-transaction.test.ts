/** Edges of validated-in-same-transaction that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { validatedInSameTransaction } from "../../../src/core/rules/migration/validated-in-same-transaction.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a foreign key blocks writes only": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id") NOT VALID;
      ALTER TABLE "Post" VALIDATE CONSTRAINT "f";
      --                 ^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "in one ALTER TABLE": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '') NOT VALID,
        VALIDATE CONSTRAINT "c";
      --^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "another constraint was added": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "d" CHECK ("old" > '') NOT VALID;
    `,
    good: `
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '') NOT VALID;
      ALTER TABLE "Post" VALIDATE CONSTRAINT "d";
    `,
  },
  "a constraint of that name was added to another table": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '') NOT VALID;
    `,
    good: `
      ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("email" > '') NOT VALID;
      ALTER TABLE "Post" VALIDATE CONSTRAINT "c";
    `,
  },
  "COMMIT between the two ends the transaction": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      BEGIN;
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '') NOT VALID;
      COMMIT;
      ALTER TABLE "Post" VALIDATE CONSTRAINT "c";
    `,
  },
  "it was validated when it was added": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '');
      ALTER TABLE "Post" VALIDATE CONSTRAINT "c";
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "Tag" ("a" TEXT);
      ALTER TABLE "Tag" ADD CONSTRAINT "c" CHECK ("a" > '') NOT VALID;
      ALTER TABLE "Tag" VALIDATE CONSTRAINT "c";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(validatedInSameTransaction, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id") NOT VALID;
      ALTER TABLE "Post" VALIDATE CONSTRAINT "f";
    `,
    says: [
      "f was added in the same transaction: its SHARE ROW EXCLUSIVE lock still blocks writes to Post while every row is read",
    ],
  },
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `
      ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("old" > '') NOT VALID,
        VALIDATE CONSTRAINT "c";
    `,
    says: [
      "c was added in the same transaction: its ACCESS EXCLUSIVE lock still blocks reads and writes of Post while every row is read",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(validatedInSameTransaction.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
