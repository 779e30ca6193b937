/** Edges of column-renamed that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { columnRenamed } from "../../../src/core/rules/migration/column-renamed.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "the message has both names": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
        ALTER TABLE "T" RENAME COLUMN "a" TO "c";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);
      ALTER TABLE "T" RENAME COLUMN "a" TO "c";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(columnRenamed, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `ALTER TABLE "T" RENAME COLUMN "a" TO "c";`,
    says: [
      "T.a is called c from now on: a Prisma Client of before asks for the old name, and fails",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(columnRenamed.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
