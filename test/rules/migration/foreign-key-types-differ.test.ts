/** Edges of foreign-key-types-differ that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { foreignKeyTypesDiffer } from "../../../src/core/rules/migration/foreign-key-types-differ.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "VARCHAR(20) can point at TEXT": {
    before: `
      CREATE TABLE "A" ("id" TEXT PRIMARY KEY);
      CREATE TABLE "B" ("a" VARCHAR(20));
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "INTEGER can point at NUMERIC": {
    before: `
      CREATE TABLE "A" ("id" NUMERIC PRIMARY KEY);
      CREATE TABLE "B" ("a" INTEGER);
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "NUMERIC can point at DOUBLE PRECISION": {
    before: `
      CREATE TABLE "A" ("id" DOUBLE PRECISION PRIMARY KEY);
      CREATE TABLE "B" ("a" NUMERIC);
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "INTEGER can point at DOUBLE PRECISION": {
    before: `
      CREATE TABLE "A" ("id" DOUBLE PRECISION PRIMARY KEY);
      CREATE TABLE "B" ("a" INTEGER);
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "TIMESTAMP(3) can point at DATE": {
    before: `
      CREATE TABLE "A" ("id" DATE PRIMARY KEY);
      CREATE TABLE "B" ("a" TIMESTAMP(3));
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "CHAR(3) can point at TEXT": {
    before: `
      CREATE TABLE "A" ("id" TEXT PRIMARY KEY);
      CREATE TABLE "B" ("a" CHAR(3));
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "CIDR can point at INET": {
    before: `
      CREATE TABLE "A" ("id" INET PRIMARY KEY);
      CREATE TABLE "B" ("a" CIDR);
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "TEXT cannot point at INTEGER": {
    before: `
      CREATE TABLE "A" ("id" INTEGER PRIMARY KEY);
      CREATE TABLE "B" ("a" TEXT);
    `,
    bad: `
      ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "NUMERIC cannot point at INTEGER": {
    before: `
      CREATE TABLE "A" ("id" INTEGER PRIMARY KEY);
      CREATE TABLE "B" ("a" NUMERIC);
    `,
    bad: `
      ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "REAL cannot point at NUMERIC": {
    before: `
      CREATE TABLE "A" ("id" NUMERIC PRIMARY KEY);
      CREATE TABLE "B" ("a" REAL);
    `,
    bad: `
      ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "TEXT cannot point at BYTEA": {
    before: `
      CREATE TABLE "A" ("id" BYTEA PRIMARY KEY);
      CREATE TABLE "B" ("a" TEXT);
    `,
    bad: `
      ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "TEXT[] cannot point at TEXT": {
    before: `
      CREATE TABLE "A" ("id" TEXT PRIMARY KEY);
      CREATE TABLE "B" ("a" TEXT[]);
    `,
    bad: `
      ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "written with a new table": {
    before: `
      CREATE TABLE "A" ("id" UUID PRIMARY KEY);
      CREATE TABLE "B" ("a" UUID);
    `,
    bad: `
      CREATE TABLE "C" ("x" TEXT REFERENCES "A");
      --                         ^^^^^^^^^^^^^^
    `,
  },
  "written with a new column": {
    before: `
      CREATE TABLE "A" ("id" UUID PRIMARY KEY);
      CREATE TABLE "B" ("a" UUID);
    `,
    bad: `
      ALTER TABLE "B" ADD COLUMN "x" VARCHAR(36) REFERENCES "A"("id");
      --                                         ^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the same enum": {
    before: `
      CREATE TYPE "E" AS ENUM ('a');
      CREATE TABLE "A" ("id" "E" PRIMARY KEY);
      CREATE TABLE "B" ("a" "E");
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "lists of the same type": {
    before: `
      CREATE TABLE "A" ("id" TEXT[] PRIMARY KEY);
      CREATE TABLE "B" ("a" TEXT[]);
    `,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
  "one of two columns is enough to be told once": {
    before: `
      CREATE TABLE "A" ("x" TEXT, "y" UUID, PRIMARY KEY ("x", "y"));
      CREATE TABLE "B" ("x" UUID, "y" TEXT);
    `,
    bad: `
      ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("x", "y") REFERENCES "A"("x", "y");
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table that is not known": {
    before: `CREATE TABLE "B" ("a" TEXT);`,
    good: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "A"("id");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(foreignKeyTypesDiffer, example),
);

test.each([
  {
    before: `
      CREATE TABLE "A" ("id" UUID PRIMARY KEY);
      CREATE TABLE "B" ("a" UUID);
    `,
    text: `CREATE TABLE "C" ("x" TEXT REFERENCES "A");`,
    says: ["C.x is text, A.id is uuid: PostgreSQL cannot make this foreign key"],
  },
  {
    before: `
      CREATE TABLE "A" ("id" UUID PRIMARY KEY);
      CREATE TABLE "B" ("a" UUID);
    `,
    text: `ALTER TABLE "B" ADD COLUMN "x" VARCHAR(36) REFERENCES "A"("id");`,
    says: ["B.x is varchar(36), A.id is uuid: PostgreSQL cannot make this foreign key"],
  },
  {
    before: `
      CREATE TABLE "A" ("x" TEXT, "y" UUID, PRIMARY KEY ("x", "y"));
      CREATE TABLE "B" ("x" UUID, "y" TEXT);
    `,
    text: `ALTER TABLE "B" ADD CONSTRAINT "f" FOREIGN KEY ("x", "y") REFERENCES "A"("x", "y");`,
    says: ["B.x is uuid, A.x is text: PostgreSQL cannot make this foreign key"],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(foreignKeyTypesDiffer.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
