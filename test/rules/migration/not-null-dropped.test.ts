/** Edges of not-null-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { notNullDropped } from "../../../src/core/rules/migration/not-null-dropped.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that the file itself creates is nobody's yet": {
    good: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "User" ALTER COLUMN "id" DROP NOT NULL;
    `,
  },
  "of a table that is not known": {
    bad: `
      ALTER TABLE "legacy" ALTER COLUMN "a" DROP NOT NULL;
      --                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a column that was optional": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "a" TEXT, "b" TEXT, "c" TEXT);
      CREATE TABLE "Post" ("a" TEXT);
    `,
    good: `ALTER TABLE "User" ALTER COLUMN "a" DROP NOT NULL;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(notNullDropped, example),
);

test.each([
  {
    before: ``,
    text: `ALTER TABLE "legacy" ALTER COLUMN "a" DROP NOT NULL;`,
    says: [
      "legacy.a may be NULL from now on: a Prisma Client of before fails on the first row that is",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(notNullDropped.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
