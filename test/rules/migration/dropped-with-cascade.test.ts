/** Edges of dropped-with-cascade that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { droppedWithCascade } from "../../../src/core/rules/migration/dropped-with-cascade.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a view over the table": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
    `,
    bad: `
        DROP TABLE "User" CASCADE;
      --^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a view that comes back in the same file": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
      CREATE VIEW "W" AS SELECT "id" FROM "V";
    `,
    good: `
      DROP VIEW "V" CASCADE;
      CREATE VIEW "V" AS SELECT 1 AS "id";
      CREATE VIEW "W" AS SELECT "id" FROM "V";
    `,
  },
  "columns of a type": {
    before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
    bad: `
        DROP TYPE "Role" CASCADE;
      --^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a trigger of a function": {
    before: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TABLE "T" ("id" INT);
      CREATE TRIGGER "g" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();
    `,
    bad: `
        DROP FUNCTION f() CASCADE;
      --^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "nothing depends on it": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      DROP TABLE "Post" CASCADE;
    `,
  },
  "without CASCADE nothing else goes": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      DROP TABLE "User";
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(droppedWithCascade, example),
);

test("names all that goes", () => {
  const found = findingsOf(
    "dropped-with-cascade",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    CREATE VIEW "V" AS SELECT "id" FROM "User";
  `,
    `
    DROP TABLE "User" CASCADE;
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "CASCADE also drops Post_authorId_fkey of Post and the view V",
  ]);
});
