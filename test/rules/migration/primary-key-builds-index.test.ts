/** Edges of primary-key-builds-index that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { primaryKeyBuildsIndex } from "../../../src/core/rules/migration/primary-key-builds-index.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "no index is there": {
    before: `CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);`,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index in another order cannot become the primary key": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("B", "A");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "an index over fewer columns cannot become the primary key": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "an index that is not unique cannot become the primary key": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE INDEX "i" ON "_AB"("A", "B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "an index with a condition cannot become the primary key": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B") WHERE "A" > '';
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "an index that includes more cannot become the primary key": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B") INCLUDE ("A");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "an index that sorts downwards cannot become the primary key": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A" DESC, "B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "an index that stays keeps its name": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B");
      CREATE INDEX "k" ON "_AB"("B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index that is dropped with another one is left alone": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B");
      CREATE INDEX "k" ON "_AB"("B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i", "k";
    `,
  },
  "another index is dropped": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B");
      CREATE INDEX "k" ON "_AB"("B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "k";
    `,
  },
  "beside another step, and something follows": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B");
      CREATE INDEX "k" ON "_AB"("B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD COLUMN "n" TEXT, ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
      --                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";

      SELECT 1;
    `,
    fixed: `
      ALTER TABLE "_AB" ADD COLUMN "n" TEXT, ADD CONSTRAINT "p" PRIMARY KEY USING INDEX "i";
      SELECT 1;
    `,
  },
  "what includes a column is not rewritten": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      CREATE UNIQUE INDEX "i" ON "_AB"("A", "B");
      CREATE INDEX "k" ON "_AB"("B");
    `,
    bad: `
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B") INCLUDE ("A");
      --                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      DROP INDEX "i";
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);`,
    good: `
      TRUNCATE "_AB";
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
    `,
  },
  "a primary key in the place of another has a rule of its own": {
    before: `
      CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
      ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");
    `,
    good: `ALTER TABLE "_AB" DROP CONSTRAINT "p", ADD CONSTRAINT "q" PRIMARY KEY ("B", "A");`,
  },
  "other constraints": {
    before: `CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);`,
    good: `ALTER TABLE "_AB" ADD UNIQUE ("A", "B");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(primaryKeyBuildsIndex, example),
);

test.each([
  {
    before: `CREATE TABLE "_AB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);`,
    text: `ALTER TABLE "_AB" ADD CONSTRAINT "p" PRIMARY KEY ("A", "B");`,
    says: [
      "ADD PRIMARY KEY holds ACCESS EXCLUSIVE on _AB, which blocks reads and writes, while an index is built over every row",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(primaryKeyBuildsIndex.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
