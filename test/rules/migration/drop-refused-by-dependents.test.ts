/** Edges of drop-refused-by-dependents that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { dropRefusedByDependents } from "../../../src/core/rules/migration/drop-refused-by-dependents.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "a table that another one references": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    bad: `
        DROP TABLE "User";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "both at once": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      DROP TABLE "User", "Post";
    `,
  },
  "the other one first": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      DROP TABLE "Post";
      DROP TABLE "User";
    `,
  },
  "a table that references itself": {
    before: `
      CREATE TABLE "Node" ("id" INT PRIMARY KEY, "up" INT REFERENCES "Node"("id"));
    `,
    good: `
      DROP TABLE "Node";
    `,
  },
  "a table under a view": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
    `,
    bad: `
        DROP TABLE "User";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "a view under a view": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
      CREATE VIEW "W" AS SELECT "id" FROM "V";
    `,
    bad: `
        DROP VIEW "V";
      --^^^^^^^^^^^^^
    `,
  },
  "a DO block may have dropped the view": {
    before: `
      CREATE TABLE "User" ("id" INT);
      CREATE VIEW "V" AS SELECT "id" FROM "User";
      CREATE VIEW "W" AS SELECT "id" FROM "V";
    `,
    good: `
      DO $$ BEGIN DROP VIEW "W"; END $$;
      DROP VIEW "V";
    `,
  },
  "a table that others inherit from": {
    before: `
      CREATE TABLE "Base" ("id" INT);
      CREATE TABLE "Child" () INHERITS ("Base");
    `,
    bad: `
        DROP TABLE "Base";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "partitions go with their table": {
    before: `
      CREATE TABLE "Log" ("at" INT) PARTITION BY RANGE ("at");
      CREATE TABLE "Log1" PARTITION OF "Log" FOR VALUES FROM (1) TO (2);
    `,
    good: `
      DROP TABLE "Log";
    `,
  },
  "an index that is a primary key": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    bad: `
        DROP INDEX "User_pkey";
      --^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a unique index that a foreign key points at": {
    before: `
      CREATE TABLE "A" ("id" INT PRIMARY KEY, "n" INT);
      CREATE UNIQUE INDEX "U" ON "A"("n");
      CREATE TABLE "B" ("n" INT REFERENCES "A"("n"));
    `,
    bad: `
        DROP INDEX "U";
      --^^^^^^^^^^^^^^
    `,
  },
  "where there are two of them, PostgreSQL has taken one": {
    before: `
      CREATE TABLE "A" ("id" INT PRIMARY KEY, "n" INT);
      CREATE UNIQUE INDEX "U" ON "A"("n");
      CREATE UNIQUE INDEX "U2" ON "A"("n");
      CREATE TABLE "B" ("n" INT REFERENCES "A"("n"));
    `,
    good: `
      DROP INDEX "U2";
    `,
  },
  "an enum that a column has": {
    before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
    bad: `
        DROP TYPE "Role";
      --^^^^^^^^^^^^^^^^
    `,
  },
  "an enum that none has any more": {
    before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
    good: `
      ALTER TABLE "User" DROP COLUMN "role";
      DROP TYPE "Role";
    `,
  },
  "a function that a trigger calls": {
    before: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TABLE "T" ("id" INT);
      CREATE TRIGGER "g" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();
    `,
    bad: `
        DROP FUNCTION f();
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "the trigger goes first": {
    before: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TABLE "T" ("id" INT);
      CREATE TRIGGER "g" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();
    `,
    good: `
      DROP TRIGGER "g" ON "T";
      DROP FUNCTION f();
    `,
  },
  "a function that a default calls": {
    before: `
      CREATE FUNCTION make_id() RETURNS INT LANGUAGE sql AS $$ SELECT 1 $$;
      CREATE TABLE "T" ("id" INT DEFAULT make_id());
    `,
    bad: `
        DROP FUNCTION make_id();
      --^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a function that nothing is known of": {
    before: `
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      CREATE TABLE "T" ("id" INT);
      CREATE TRIGGER "g" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();
    `,
    good: `
      DROP FUNCTION IF EXISTS g();
    `,
  },
  "a sequence that a default calls": {
    before: `
      CREATE SEQUENCE "S";
      CREATE TABLE "T" ("id" INT DEFAULT nextval('"S"'));
    `,
    bad: `
        DROP SEQUENCE "S";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "a sequence that nothing calls": {
    before: `
      CREATE SEQUENCE "S";
      CREATE TABLE "T" ("id" INT);
    `,
    good: `
      DROP SEQUENCE "S";
    `,
  },
  "a schema with a table in it": {
    before: `
      CREATE SCHEMA "old";
      CREATE TABLE "old"."T" ("id" INT);
    `,
    bad: `
        DROP SCHEMA "old";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "a schema with an enum that is used elsewhere": {
    before: `
      CREATE SCHEMA "old";
      CREATE TYPE "old"."E" AS ENUM ('a');
      CREATE TABLE "T" ("e" "old"."E");
    `,
    bad: `
        DROP SCHEMA "old";
      --^^^^^^^^^^^^^^^^^
    `,
  },
  "an empty schema": {
    before: `
      CREATE SCHEMA "old";
    `,
    good: `
      DROP SCHEMA "old";
    `,
  },
  "an extension that a column needs": {
    before: `
      CREATE EXTENSION citext;
      CREATE TABLE "T" ("name" CITEXT);
    `,
    bad: `
        DROP EXTENSION citext;
      --^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "one that a default needs": {
    before: `
      CREATE EXTENSION "uuid-ossp";
      CREATE TABLE "T" ("id" UUID DEFAULT uuid_generate_v4());
    `,
    bad: `
        DROP EXTENSION "uuid-ossp";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "one that an index needs": {
    before: `
      CREATE EXTENSION pg_trgm;
      CREATE TABLE "T" ("name" TEXT);
      CREATE INDEX "T_name" ON "T" USING gin ("name" gin_trgm_ops);
    `,
    bad: `
        DROP EXTENSION pg_trgm;
      --^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "one that nothing needs": {
    before: `
      CREATE EXTENSION citext;
      CREATE TABLE "T" ("name" TEXT);
    `,
    good: `
      DROP EXTENSION citext;
    `,
  },
  "CASCADE is not refused": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
    `,
    good: `
      DROP TABLE "User" CASCADE;
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(dropRefusedByDependents, example),
);

test("names what is in the way", () => {
  const found = findingsOf(
    "drop-refused-by-dependents",
    `
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT REFERENCES "User"("id"));
  `,
    `
    DROP TABLE "User";
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Fails with 2BP01: Post_authorId_fkey of Post depends on it",
  ]);
});

test("names a trigger", () => {
  const found = findingsOf(
    "drop-refused-by-dependents",
    `
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TABLE "T" ("id" INT);
    CREATE TRIGGER "g" BEFORE INSERT ON "T" FOR EACH ROW EXECUTE FUNCTION f();
  `,
    `
    DROP FUNCTION f();
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Fails with 2BP01: the trigger g of T depends on it",
  ]);
});
