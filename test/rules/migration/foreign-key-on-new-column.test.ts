/** Edges of foreign-key-on-new-column that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { foreignKeyOnNewColumn } from "../../../src/core/rules/migration/foreign-key-on-new-column.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "both in one ALTER TABLE": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT,
        ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "Post" ADD COLUMN "uid" TEXT CONSTRAINT "Post_uid_fkey" REFERENCES "User"("id");`,
  },
  "a table that points at itself": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "pid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("pid") REFERENCES "Post"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "Post" ADD COLUMN "pid" TEXT CONSTRAINT "f" REFERENCES "Post"("id");`,
  },
  "a foreign key without a name": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Post" ADD FOREIGN KEY ("uid") REFERENCES "User";
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `ALTER TABLE "Post" ADD COLUMN "uid" TEXT REFERENCES "User";`,
  },
  "the table it points at only comes later, so it cannot be written with the column": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "tid" TEXT;
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("tid") REFERENCES "Tag"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "the table it points at came before the column in the same file": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "Post" ADD COLUMN "tid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("tid") REFERENCES "Tag"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `
      CREATE TABLE "Tag" ("id" TEXT NOT NULL PRIMARY KEY);
      ALTER TABLE "Post" ADD COLUMN "tid" TEXT CONSTRAINT "f" REFERENCES "Tag"("id");
    `,
  },
  "the unique it points at only comes later": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "mail" TEXT;
      CREATE UNIQUE INDEX "u" ON "User"("email");
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("mail") REFERENCES "User"("email");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "an index with a condition is no key to point at": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE UNIQUE INDEX "u" ON "User"("email") WHERE "email" > '';
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "mail" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("mail") REFERENCES "User"("email");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a renaming in between would be reached into": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "User" RENAME COLUMN "email" TO "mail";
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a renaming of a third table does not matter": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE TABLE "Tag" ("a" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Tag" RENAME COLUMN "a" TO "b";
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT CONSTRAINT "Post_uid_fkey" REFERENCES "User"("id");
      ALTER TABLE "Tag" RENAME COLUMN "a" TO "b";
    `,
  },
  "the first of several steps is left where it is": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id"),
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        ADD COLUMN "n" TEXT;
    `,
  },
  "a comment inside is not carried along": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Post" ADD FOREIGN KEY ("uid") -- owner
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        REFERENCES "User";
    `,
  },
  "the column has a value": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT DEFAULT '1';
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
  "the column is required, so there are no rows": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT NOT NULL;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
  "serial, identity and generated columns have values": {
    before: `
      CREATE TABLE "User" ("id" INTEGER NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" SERIAL, ADD COLUMN "b" INTEGER GENERATED ALWAYS AS IDENTITY, ADD COLUMN "c" INTEGER GENERATED ALWAYS AS (length("old")) STORED;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
      ALTER TABLE "Post" ADD FOREIGN KEY ("b") REFERENCES "User";
      ALTER TABLE "Post" ADD FOREIGN KEY ("c") REFERENCES "User";
    `,
  },
  "the rows have been changed in between": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      UPDATE "Post" SET "uid" = '1';
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
  "a DO block that names the table may have changed the rows": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      DO $$ BEGIN UPDATE "Post" SET "uid" = '1'; END $$;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
  "rows of another table do not matter": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    bad: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      UPDATE "User" SET "email" = '1';
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
      --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
    fixed: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT CONSTRAINT "Post_uid_fkey" REFERENCES "User"("id");
      UPDATE "User" SET "email" = '1';
    `,
  },
  "NOT VALID reads nothing": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id") NOT VALID;
    `,
  },
  "IF NOT EXISTS may find it there with values": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN IF NOT EXISTS "uid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
  "an old column": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("old") REFERENCES "User"("id");`,
  },
  "a key of two columns": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
      CREATE UNIQUE INDEX "u" ON "User"("id", "email");
    `,
    good: `
      ALTER TABLE "Post" ADD COLUMN "a" TEXT, ADD COLUMN "b" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("a", "b") REFERENCES "User"("id", "email");
    `,
  },
  "a new table": {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    good: `
      CREATE TABLE "Tag" ("id" TEXT);
      ALTER TABLE "Tag" ADD COLUMN "uid" TEXT;
      ALTER TABLE "Tag" ADD CONSTRAINT "f" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(foreignKeyOnNewColumn, example),
);

test.each([
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `
      ALTER TABLE "Post" ADD COLUMN "uid" TEXT,
        ADD CONSTRAINT "Post_uid_fkey" FOREIGN KEY ("uid") REFERENCES "User"("id");
    `,
    says: [
      "uid is new, yet ADD CONSTRAINT reads every row of Post to check it, and with SHARE ROW EXCLUSIVE blocks writes to it and User",
    ],
  },
  {
    before: `
      CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
      CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "old" TEXT);
    `,
    text: `
      ALTER TABLE "Post" ADD COLUMN "pid" TEXT;
      ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("pid") REFERENCES "Post"("id");
    `,
    says: [
      "pid is new, yet ADD CONSTRAINT reads every row of Post to check it, and with SHARE ROW EXCLUSIVE blocks writes to it",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(foreignKeyOnNewColumn.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
