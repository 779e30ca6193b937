/** Edges of type-change-rebuilds-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { typeChangeRebuildsIndex } from "../../../src/core/rules/migration/type-change-rebuilds-index.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "no index is on the column": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);`,
    good: `ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(20) COLLATE "C";`,
  },
  "two indexes are": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);
      CREATE INDEX "x" ON "T"("v");
      CREATE INDEX "y" ON "T"("i", "v");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(20) COLLATE "C";
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "one index is": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);
      CREATE INDEX "x" ON "T"("v");
    `,
    bad: `
      ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(20) COLLATE "C";
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "where the table is rewritten that is said elsewhere": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);
      CREATE INDEX "x" ON "T"("i");
    `,
    good: `ALTER TABLE "T" ALTER COLUMN "i" TYPE BIGINT;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(typeChangeRebuildsIndex, example),
);

test.each([
  {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);
      CREATE INDEX "x" ON "T"("v");
      CREATE INDEX "y" ON "T"("i", "v");
    `,
    text: `ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(20) COLLATE "C";`,
    says: [
      "v is sorted in another way: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while x, y are built anew",
    ],
  },
  {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL PRIMARY KEY, "i" INTEGER, "v" VARCHAR(20), "n" DECIMAL(10,2), "at" TIMESTAMP(3), "j" JSON);
      CREATE INDEX "x" ON "T"("v");
    `,
    text: `ALTER TABLE "T" ALTER COLUMN "v" TYPE VARCHAR(20) COLLATE "C";`,
    says: [
      "v is sorted in another way: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on T, which blocks reads and writes, while x is built anew",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(typeChangeRebuildsIndex.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
