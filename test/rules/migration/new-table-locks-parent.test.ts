/** Edges of new-table-locks-parent that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { newTableLocksParent } from "../../../src/core/rules/migration/new-table-locks-parent.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "written with the table": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      CREATE TABLE "Tag" (
        "uid" TEXT REFERENCES "User"("id"),
      --           ^^^^^^^^^^^^^^^^^^^^^^^
        "pid" TEXT, CONSTRAINT "f" FOREIGN KEY ("pid") REFERENCES "Post"("id")
      --            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      );
    `,
  },
  "a new table that points at itself": {
    good: `CREATE TABLE "Tag" ("id" TEXT PRIMARY KEY, "pid" TEXT REFERENCES "Tag"("id"));`,
  },
  "a new table that points at another new one": {
    good: `
      CREATE TABLE "A" ("id" TEXT PRIMARY KEY);
      CREATE TABLE "B" ("a" TEXT REFERENCES "A");
    `,
  },
  "an old table has rules of its own": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(newTableLocksParent, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `
      CREATE TABLE "Tag" (
        "uid" TEXT REFERENCES "User"("id"),
        "pid" TEXT, CONSTRAINT "f" FOREIGN KEY ("pid") REFERENCES "Post"("id")
      );
    `,
    says: [
      "The foreign key of Tag takes SHARE ROW EXCLUSIVE on User, which blocks writes to it until the transaction ends",
      "The foreign key of Tag takes SHARE ROW EXCLUSIVE on Post, which blocks writes to it until the transaction ends",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(newTableLocksParent.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
