/** Edges of probable-column-rename that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { probableColumnRename } from "../../../src/core/rules/migration/probable-column-rename.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "one that is alike among several": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "fullName",
      --              ^^^^^^^^^^^^^^^^^^^^^^
        DROP COLUMN "nick",
        ADD COLUMN "wholeName" TEXT,
        ADD COLUMN "x" DATE;
    `,
    fixed: `
      ALTER TABLE "T" RENAME COLUMN "fullName" TO "wholeName";
      ALTER TABLE "T" DROP COLUMN "nick",
      ADD COLUMN "x" DATE;
    `,
  },
  "only upper and lower case differ": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "own",
      --              ^^^^^^^^^^^^^^^^^
        ADD COLUMN "OWN" TEXT,
        ADD COLUMN "x" TEXT;
    `,
    fixed: `
      ALTER TABLE "T" RENAME COLUMN "own" TO "OWN";
      ALTER TABLE "T" ADD COLUMN "x" TEXT;
    `,
  },
  "none is alike and there are several to come": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "nick", ADD COLUMN "x" TEXT, ADD COLUMN "y" INTEGER;`,
  },
  "none is alike and there are several to go": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "nick", DROP COLUMN "q", ADD COLUMN "x" TEXT;`,
  },
  "two are alike that come": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "fullName", ADD COLUMN "firstName" TEXT, ADD COLUMN "lastName" TEXT;`,
  },
  "two are alike that go": {
    before: `CREATE TABLE "T" ("firstName" TEXT, "lastName" TEXT);`,
    good: `ALTER TABLE "T" DROP COLUMN "firstName", DROP COLUMN "lastName", ADD COLUMN "name" TEXT;`,
  },
  "a word that says nothing makes none alike": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "noOwnId", DROP COLUMN "q", ADD COLUMN "someId" TEXT;`,
  },
  "another type": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "nick", ADD COLUMN "nickName" INTEGER;`,
  },
  "a foreign key to another table": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "ref", ADD COLUMN "refId" TEXT;`,
  },
  "a foreign key to the same table": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "ref",
      --              ^^^^^^^^^^^^^^^^^
        ADD COLUMN "refId" TEXT;
      ALTER TABLE "T" ADD FOREIGN KEY ("refId") REFERENCES "S"("id");
    `,
    fixed: `
      ALTER TABLE "T" RENAME COLUMN "ref" TO "refId";
      ALTER TABLE "T" ADD FOREIGN KEY ("refId") REFERENCES "S"("id");
    `,
  },
  "a primary key and a plain column": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "id", ADD COLUMN "idText" TEXT;`,
  },
  "in two statements it is said and not fixed": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" ADD COLUMN "nickName" TEXT;
      ALTER TABLE "T" DROP COLUMN "nick";
      --              ^^^^^^^^^^^^^^^^^^
    `,
  },
  "the file copies the values": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `
      ALTER TABLE "T" ADD COLUMN "nickName" TEXT;
      UPDATE "T" SET "nickName" = "nick";
      ALTER TABLE "T" DROP COLUMN "nick";
    `,
  },
  "a DO block may copy the values": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `
      ALTER TABLE "T" ADD COLUMN "nickName" TEXT;
      DO $$ BEGIN UPDATE "T" SET "nickName" = "nick"; END $$;
      ALTER TABLE "T" DROP COLUMN "nick";
    `,
  },
  "another default is not fixed": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "n",
      --              ^^^^^^^^^^^^^^^
        ADD COLUMN "m" INTEGER NOT NULL DEFAULT 1;
    `,
  },
  "the same default is": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "n",
      --              ^^^^^^^^^^^^^^^
        ADD COLUMN "m" INTEGER NOT NULL DEFAULT 0;
    `,
    fixed: `ALTER TABLE "T" RENAME COLUMN "n" TO "m";`,
  },
  "an optional column that becomes required is not fixed": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "nick",
      --              ^^^^^^^^^^^^^^^^^^
        ADD COLUMN "nickName" TEXT NOT NULL;
    `,
  },
  "a new constraint is not lost by a fix": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "nick",
      --              ^^^^^^^^^^^^^^^^^^
        ADD COLUMN "nickName" TEXT UNIQUE;
    `,
  },
  "a comment between the steps is not lost by a fix": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    bad: `
      ALTER TABLE "T" DROP COLUMN "nick", -- gone
      --              ^^^^^^^^^^^^^^^^^^
        ADD COLUMN "nickName" TEXT,
        DROP COLUMN "q";
    `,
  },
  "what comes back under its own name is no rename": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `ALTER TABLE "T" DROP COLUMN "nick", ADD COLUMN "nick" INTEGER, ADD COLUMN "x" TEXT;`,
  },
  "a table without rows": {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    good: `
      TRUNCATE "T";
      ALTER TABLE "T" DROP COLUMN "nick", ADD COLUMN "nickName" TEXT;
    `,
  },
  "a table that is not known": {
    good: `ALTER TABLE "legacy" DROP COLUMN "nick", ADD COLUMN "nickName" TEXT;`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(probableColumnRename, example),
);

test.each([
  {
    before: `
      CREATE TABLE "T" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "nick" TEXT, "n" INTEGER NOT NULL DEFAULT 0, "q" INTEGER NOT NULL, "ref" TEXT, "own" TEXT, "noOwnId" TEXT);
      CREATE TABLE "S" ("id" TEXT PRIMARY KEY);
      ALTER TABLE "T" ADD FOREIGN KEY ("ref") REFERENCES "S"("id");
    `,
    text: `
      ALTER TABLE "T" DROP COLUMN "fullName",
        DROP COLUMN "nick",
        ADD COLUMN "wholeName" TEXT,
        ADD COLUMN "x" DATE;
    `,
    says: [
      "T.fullName is dropped and wholeName of the same type added: if that is a new name, every value is lost",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(probableColumnRename.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
