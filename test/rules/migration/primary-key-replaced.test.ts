/** Edges of primary-key-replaced that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { primaryKeyReplaced } from "../../../src/core/rules/migration/primary-key-replaced.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "in two statements": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey";
      ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "of a table that is not known, by its name": {
    bad: `
      ALTER TABLE "legacy" DROP CONSTRAINT "legacy_pkey",
        ADD CONSTRAINT "legacy_pkey" PRIMARY KEY ("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "of a table that is not known, by another name": {
    good: `ALTER TABLE "legacy" DROP CONSTRAINT "legacy_check", ADD CONSTRAINT "p" PRIMARY KEY ("n");`,
  },
  "another constraint is dropped": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "S" ("id" TEXT);
      ALTER TABLE "S" ADD CONSTRAINT "c" CHECK ("id" > '');
    `,
    good: `ALTER TABLE "S" DROP CONSTRAINT "c", ADD CONSTRAINT "p" PRIMARY KEY ("id");`,
  },
  "another table's primary key is dropped": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "S" ("id" TEXT);
    `,
    good: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey";
      ALTER TABLE "S" ADD CONSTRAINT "p" PRIMARY KEY ("id");
    `,
  },
  "a foreign key stands on it": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("t" TEXT REFERENCES "T"("id"));
    `,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "CASCADE drops the foreign key too": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("t" TEXT REFERENCES "T"("id"));
    `,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey" CASCADE,
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a foreign key stands on another unique": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE UNIQUE INDEX "u" ON "T"("n");
      CREATE TABLE "C" ("t" TEXT REFERENCES "T"("n"));
    `,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the foreign key has been dropped before": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("t" TEXT CONSTRAINT "f" REFERENCES "T"("id"));
    `,
    bad: `
      ALTER TABLE "C" DROP CONSTRAINT "f";
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey", ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
  },
  "a new table": {
    good: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey", ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
  },
  "other constraints": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    good: `ALTER TABLE "T" DROP CONSTRAINT "T_pkey", ADD UNIQUE ("n");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(primaryKeyReplaced, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));`,
    text: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey";
      ALTER TABLE "T" ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
    says: [
      "The new primary key of T holds ACCESS EXCLUSIVE, which blocks reads and writes, while its index is built over every row",
    ],
  },
  {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("t" TEXT REFERENCES "T"("id"));
    `,
    text: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
    says: ["PostgreSQL refuses to drop T_pkey: foreign keys of C need it"],
  },
  {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("t" TEXT REFERENCES "T"("id"));
    `,
    text: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey" CASCADE,
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
    says: [
      "The new primary key of T holds ACCESS EXCLUSIVE, which blocks reads and writes, while its index is built over every row",
    ],
  },
  {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE UNIQUE INDEX "u" ON "T"("n");
      CREATE TABLE "C" ("t" TEXT REFERENCES "T"("n"));
    `,
    text: `
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
    says: [
      "The new primary key of T holds ACCESS EXCLUSIVE, which blocks reads and writes, while its index is built over every row",
    ],
  },
  {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "n" TEXT NOT NULL, CONSTRAINT "T_pkey" PRIMARY KEY ("id"));
      CREATE TABLE "C" ("t" TEXT CONSTRAINT "f" REFERENCES "T"("id"));
    `,
    text: `
      ALTER TABLE "C" DROP CONSTRAINT "f";
      ALTER TABLE "T" DROP CONSTRAINT "T_pkey",
        ADD CONSTRAINT "T_pkey" PRIMARY KEY ("n");
    `,
    says: [
      "The new primary key of T holds ACCESS EXCLUSIVE, which blocks reads and writes, while its index is built over every row",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(primaryKeyReplaced.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
