/** Edges of constraint-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { constraintDropped } from "../../../src/core/rules/migration/constraint-dropped.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "Primary key is named": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "p";
      --              ^^^^^^^^^^^^^^^^^^^
    `,
  },
  "Unique constraint is named": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "u";
      --              ^^^^^^^^^^^^^^^^^^^
    `,
  },
  "Check is named": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "c";
      --              ^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a unique index takes its place": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    good: `
      ALTER TABLE "T" DROP CONSTRAINT "u";
      CREATE UNIQUE INDEX "i" ON "T"("a", "b");
    `,
  },
  "an index that is not unique does not": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "u";
      --              ^^^^^^^^^^^^^^^^^^^
      CREATE INDEX "i" ON "T"("a");
    `,
  },
  "a constraint of another kind does not": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "u";
      --              ^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "T" ADD CONSTRAINT "d" CHECK ("b" > '');
    `,
  },
  "one of another table does not": {
    before: `
      CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));
      CREATE TABLE "S" ("a" TEXT);
    `,
    bad: `
      ALTER TABLE "T" DROP CONSTRAINT "c";
      --              ^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "S" ADD CONSTRAINT "c" CHECK ("a" > '');
      SELECT 1;
    `,
  },
  "a foreign key has a rule of its own": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD CONSTRAINT "own_fkey" FOREIGN KEY ("old") REFERENCES "Post"("id");
    `,
    good: `ALTER TABLE "Post" DROP CONSTRAINT "f";`,
  },
  "one that is not known": {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    good: `ALTER TABLE "T" DROP CONSTRAINT IF EXISTS "x";`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(constraintDropped, example),
);

test.each([
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    text: `ALTER TABLE "T" DROP CONSTRAINT "p";`,
    says: ["Primary key p of T is dropped, and rows that it forbids can be written from then on"],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    text: `ALTER TABLE "T" DROP CONSTRAINT "u";`,
    says: [
      "Unique constraint u of T is dropped, and rows that it forbids can be written from then on",
    ],
  },
  {
    before: `CREATE TABLE "T" ("id" TEXT NOT NULL, "a" TEXT, "b" TEXT, CONSTRAINT "p" PRIMARY KEY ("id"), CONSTRAINT "u" UNIQUE ("a"), CONSTRAINT "c" CHECK ("a" > ''));`,
    text: `ALTER TABLE "T" DROP CONSTRAINT "c";`,
    says: ["Check c of T is dropped, and rows that it forbids can be written from then on"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(constraintDropped.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
