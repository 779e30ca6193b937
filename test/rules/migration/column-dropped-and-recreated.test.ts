/** Edges of column-dropped-and-recreated that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { columnDroppedAndRecreated } from "../../../src/core/rules/migration/column-dropped-and-recreated.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "in two statements": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    bad: `
      ALTER TABLE "T" DROP COLUMN "a";
      --              ^^^^^^^^^^^^^^^
      ALTER TABLE "T" ADD COLUMN "a" INTEGER[];
    `,
  },
  "under another name": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `ALTER TABLE "T" DROP COLUMN "a", ADD COLUMN "c" INTEGER;`,
  },
  "in another table": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);
      CREATE TABLE "S" ("a" TEXT);
    `,
    good: `
      ALTER TABLE "T" DROP COLUMN "a";
      ALTER TABLE "S" ADD COLUMN "a" INTEGER;
    `,
  },
  "the file has added it itself": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      ALTER TABLE "T" ADD COLUMN "c" INTEGER;
      ALTER TABLE "T" DROP COLUMN "c";
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" DROP COLUMN "a", ADD COLUMN "a" INTEGER;
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);
      ALTER TABLE "T" DROP COLUMN "a", ADD COLUMN "a" INTEGER;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(columnDroppedAndRecreated, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "a" TEXT, "b" TEXT);`,
    text: `
      ALTER TABLE "T" DROP COLUMN "a";
      ALTER TABLE "T" ADD COLUMN "a" INTEGER[];
    `,
    says: ["T.a is dropped and added again as integer[]: every value in it is lost"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(columnDroppedAndRecreated.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
