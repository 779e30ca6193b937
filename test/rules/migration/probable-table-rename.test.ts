/** Edges of probable-table-rename that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { probableTableRename } from "../../../src/core/rules/migration/probable-table-rename.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "some columns may differ": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
    bad: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "path" TEXT);
        DROP TABLE "Article";
      --^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "half of them may not": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
    good: `
      DROP TABLE "Article";
      CREATE TABLE "Post" ("id" INT, "title" TEXT, "x" INT, "y" INT);
    `,
  },
  "columns of another type are other columns": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
    good: `
      DROP TABLE "Article";
      CREATE TABLE "Post" ("id" INT, "title" INT, "body" INT, "slug" INT);
    `,
  },
  "what all tables have says nothing": {
    before: `
      CREATE TABLE "A" ("id" INT, "name" TEXT, "userId" INT, "createdAt" DATE);
    `,
    good: `
      DROP TABLE "A";
      CREATE TABLE "B" ("id" INT, "name" TEXT, "userId" INT, "createdAt" DATE);
    `,
  },
  "the rows are copied": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
    good: `
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
      INSERT INTO "Post" SELECT * FROM "Article";
      DROP TABLE "Article";
    `,
  },
  "a function that names it may copy them": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
    good: `
      CREATE FUNCTION copy() RETURNS void LANGUAGE sql AS $$ SELECT * FROM "Article" $$;
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
      DROP TABLE "Article";
    `,
  },
  "the new table is gone again at the end": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
    good: `
      DROP TABLE "Article";
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
      DROP TABLE "Post";
    `,
  },
  "both are of the same file": {
    good: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
      DROP TABLE "Article";
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
  },
  "a table of which nothing is known": {
    good: `
      DROP TABLE "Article";
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
  },
  "of two that go, the one most like it": {
    before: `
      CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
      CREATE TABLE "Draft" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT);
    `,
    bad: `
        DROP TABLE "Article";
      --^^^^^^^^^^^^^^^^^^^^
      DROP TABLE "Draft";
      CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
    `,
  },
  "the table behind a relation without a model": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Team" ("id" INT PRIMARY KEY);
      CREATE TABLE "_TeamToUser" ("A" INT REFERENCES "Team"("id"), "B" INT REFERENCES "User"("id"));
    `,
    bad: `
      CREATE TABLE "_members" ("A" INT NOT NULL, "B" INT NOT NULL);
        DROP TABLE "_TeamToUser";
      --^^^^^^^^^^^^^^^^^^^^^^^^
      ALTER TABLE "_members" ADD FOREIGN KEY ("A") REFERENCES "Team"("id");
      ALTER TABLE "_members" ADD FOREIGN KEY ("B") REFERENCES "User"("id");
    `,
  },
  "one between other models": {
    before: `
      CREATE TABLE "User" ("id" INT PRIMARY KEY);
      CREATE TABLE "Team" ("id" INT PRIMARY KEY);
      CREATE TABLE "_TeamToUser" ("A" INT REFERENCES "Team"("id"), "B" INT REFERENCES "User"("id"));
    `,
    good: `
      CREATE TABLE "_other" ("A" INT NOT NULL, "B" INT NOT NULL);
      DROP TABLE "_TeamToUser";
      ALTER TABLE "_other" ADD FOREIGN KEY ("A") REFERENCES "Team"("id");
      ALTER TABLE "_other" ADD FOREIGN KEY ("B") REFERENCES "Team"("id");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(probableTableRename, example),
);

test("says which, and how alike", () => {
  const found = findingsOf(
    "probable-table-rename",
    `
    CREATE TABLE "Article" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "slug" TEXT);
  `,
    `
    DROP TABLE "Article";
    CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "body" TEXT, "path" TEXT);
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Drops the rows of Article while Post is created with 3 of its 4 columns: probably a rename",
  ]);
});
