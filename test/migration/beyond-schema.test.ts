/** What migrations made that Prisma would not make of the schema, and what it would. */
import { expect, test } from "vitest";
import { analyseMigration } from "../../src/core/migration/analyse.ts";
import { beyondSchema } from "../../src/core/migration/beyond-schema.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import { sql } from "../support/sql.ts";

function catalogOf(text: string): Catalog {
  const migration = { name: "", path: undefined, file: sql(text) };
  return analyseMigration(migration, emptyCatalog, {
    postgres: 17,
    prisma: undefined,
    rows: new Map(),
  }).after;
}

const table = `CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "title" TEXT, "score" INTEGER, "at" TIMESTAMPTZ);`;

const afterOf = (history: string, made = table) =>
  beyondSchema(catalogOf(`${table} ${history}`), catalogOf(made)).after.map((statement) =>
    statement.replace(/;$/, "").replace(/\s+/g, " "),
  );

test.each([
  [`CREATE INDEX "by_lower" ON "Post" (lower("title"))`],
  [`CREATE INDEX "Post_score_idx" ON "Post" ("score") WHERE "at" IS NULL`],
  [`CREATE INDEX "by_hand" ON "Post" ("score", "at")`],
  [`CREATE INDEX "Post_score_idx" ON "Post" ("score") INCLUDE ("title")`],
])("%s stays", (index) => {
  expect(afterOf(index)).toEqual([index]);
});

test("what was made without locking is made in an empty database at once", () => {
  expect(afterOf(`CREATE INDEX CONCURRENTLY "by_hand" ON "Post" ("score")`)).toEqual([
    `CREATE INDEX "by_hand" ON "Post" ("score")`,
  ]);
});

test("what was made of a line that is gone, goes with it", () => {
  expect(afterOf(`CREATE INDEX "Post_score_at_idx" ON "Post" ("score", "at")`)).toEqual([]);
  expect(afterOf(`CREATE UNIQUE INDEX "Post_title_key" ON "Post" ("title")`)).toEqual([]);
});

test("what reads a column or a table that the schema no longer has, is left out", () => {
  const narrow = `CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "title" TEXT);`;
  expect(afterOf(`CREATE INDEX "by_hand" ON "Post" ("score")`, narrow)).toEqual([]);
  expect(afterOf(`CREATE INDEX "by_hand" ON "Post" ((score + 1))`, narrow)).toEqual([]);
  expect(afterOf(`CREATE INDEX "by_hand" ON "Post" ("score")`, "SELECT 1;")).toEqual([]);
  const renamed = `CREATE INDEX "by_hand" ON "Post" ("score"); ALTER TABLE "Post" RENAME "score" TO "points";`;
  expect(afterOf(renamed, table.replace("score", "points"))).toEqual([]);
});

test("of an index with a line, the migration knows more than the line", () => {
  const made = `${table} CREATE INDEX "Post_at_idx" ON "Post" ("at" DESC);`;
  const written = `CREATE INDEX "Post_at_idx" ON "Post" ("at" DESC NULLS LAST)`;
  expect(afterOf(written, made)).toEqual([`DROP INDEX "public"."Post_at_idx"`, written]);
  expect(afterOf(`CREATE INDEX "Post_at_idx" ON "Post" ("at" DESC)`, made)).toEqual([]);
});

test("a function comes before the tables, unless it takes or returns what they are made of", () => {
  const plain = `CREATE FUNCTION "next_id"() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM "Post" $$`;
  const late = `CREATE FUNCTION "best"() RETURNS SETOF "Post" LANGUAGE sql AS $$ SELECT * FROM "Post" $$`;
  const kept = beyondSchema(catalogOf(`${table} ${plain}; ${late};`), catalogOf(table));
  expect(kept.before).toEqual([plain]);
  expect(kept.after).toEqual([late]);
});

test("a view that the schema has as a model stays a table", () => {
  const view = `CREATE VIEW "Best" AS SELECT * FROM "Post"`;
  const model = `${table} CREATE TABLE "Best" ("id" INTEGER PRIMARY KEY);`;
  expect(afterOf(view)).toEqual([view]);
  expect(afterOf(view, model)).toEqual([]);
});
