/** Edges of work-while-access-exclusive-held. */
import { expect, test } from "vitest";
import { workWhileAccessExclusiveHeld } from "../../../src/core/rules/migration/work-while-access-exclusive-held.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const tables = `
  CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);
  CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT, "userId" INT);
`;
const messages = (text: string) => messagesOf(workWhileAccessExclusiveHeld, text, tables);
const lock = `ALTER TABLE "User" ADD COLUMN "a" INT;`;
const held = "User stays blocked for reads and writes while this";
const why = "an earlier statement holds ACCESS EXCLUSIVE";

test.each([
  [`CREATE INDEX "i" ON "Post"("title");`, "builds an index on Post"],
  [`CREATE INDEX "i" ON "User"("name");`, "builds an index on User"],
  [`ALTER TABLE "Post" ALTER COLUMN "id" TYPE BIGINT;`, "rewrites Post"],
  [`ALTER TABLE "Post" ALTER COLUMN "title" SET NOT NULL;`, "scans Post"],
  [`DELETE FROM "Post" WHERE "id" < 0;`, "changes rows of Post"],
  [`INSERT INTO "Post" SELECT * FROM "Post";`, "changes rows of Post"],
])("%s", (text, doing) => {
  expect(messages(`${lock} ${text}`)).toEqual([`${held} ${doing}: ${why}`]);
});

test("what the statement locks as strongly itself is blocked in any file", () => {
  expect(messages(`${lock} ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;`)).toEqual([]);
});

test("rows under literal keys are changed at once, others are looked for", () => {
  expect(messages(`${lock} UPDATE "Post" SET "title" = '' WHERE id = 27;`)).toEqual([]);
  expect(messages(`${lock} DELETE FROM "Post" WHERE "id" IN (1, 2);`)).toEqual([]);
  expect(messages(`${lock} UPDATE "Post" SET "id" = 1 WHERE "title" = 'a';`)).toHaveLength(1);
  expect(messages(`${lock} UPDATE "Post" SET "id" = 1 WHERE "id" = "userId";`)).toHaveLength(1);
});

test("a view of this file is in nobody's use, an older one is", () => {
  const view = `CREATE MATERIALIZED VIEW "Top" AS SELECT * FROM "Post";`;
  const index = `CREATE INDEX ON "Top" ("id");`;
  expect(messages(`${view} ${lock} ${index}`)).toEqual([]);
  expect(messagesOf(workWhileAccessExclusiveHeld, `${lock} ${index}`, `${tables} ${view}`)).toEqual(
    [`${held} builds an index on Top: ${why}`],
  );
});

test("several tables, once per transaction", () => {
  const both = `${lock} ALTER TABLE "Post" ADD COLUMN "a" INT;`;
  const work = `UPDATE "Post" SET "title" = ''; UPDATE "User" SET "name" = '';`;
  expect(messages(`${both} ${work}`)).toEqual([
    `User and Post stay blocked for reads and writes while this changes rows of Post: ${why}`,
  ]);
  expect(messages(`${lock} COMMIT; ${work}`)).toEqual([]);
});

test("short statements, tables of this file, and work that comes first", () => {
  expect(messages(`${lock} INSERT INTO "Post" ("id") VALUES (1);`)).toEqual([]);
  expect(messages(`${lock} CREATE TABLE "Log" ("id" INT); CREATE INDEX ON "Log"("id");`)).toEqual(
    [],
  );
  expect(messages(`UPDATE "Post" SET "title" = ''; ${lock}`)).toEqual([]);
});
