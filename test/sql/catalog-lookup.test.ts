/** What a catalog answers when it is asked: keys, indexes, views and types that belong together. */
import { describe, expect, test } from "vitest";
import { applyStatements, emptyCatalog } from "../../src/core/sql/apply.ts";
import {
  childrenOf,
  columnsOfType,
  constraintOf,
  constraintsOn,
  foreignKeysOf,
  foreignKeysTo,
  indexesOf,
  indexesOn,
  indexServing,
  primaryKeyOf,
  sequencesOf,
  tableNamed,
  viewsNaming,
  viewsOver,
} from "../../src/core/sql/lookup.ts";
import { makeObjectName, qualify, resolveType } from "../../src/core/sql/names.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

const parse = await loadPgParser();
const fold = (sql: string) => applyStatements(emptyCatalog, readSql(sql, parse).statements);

const shop = fold(`
  CREATE TYPE role AS ENUM ('a');
  CREATE TABLE users (id serial PRIMARY KEY, role role, roles role[], boss int REFERENCES users);
  CREATE TABLE posts (id int, author int REFERENCES users, title text, a int, b int, c int);
  CREATE INDEX by_title ON posts (title);
  CREATE INDEX by_ab ON posts (b, a, c);
  CREATE INDEX by_c ON posts (c) WHERE a IS NOT NULL;
  CREATE INDEX by_author ON posts (author) WHERE author IS NOT NULL;
  CREATE INDEX by_hash ON posts USING hash (id);
  CREATE INDEX by_both ON posts USING gin (to_tsvector('simple', title));
  CREATE VIEW titles AS SELECT title FROM posts;
  CREATE VIEW over_titles AS SELECT * FROM titles;
  CREATE MATERIALIZED VIEW counts AS SELECT author, count(id) FROM posts GROUP BY author;
  CREATE UNIQUE INDEX counts_author ON counts (author);
  CREATE TABLE parted (id int) PARTITION BY HASH (id);
  CREATE TABLE part PARTITION OF parted FOR VALUES WITH (MODULUS 1, REMAINDER 0);
`);

test("foreign keys that point at a table", () => {
  const found = foreignKeysTo(shop, "public.users").map(({ table, foreignKey }) => [
    table,
    foreignKey.name,
  ]);
  expect(found).toEqual([
    ["public.users", "users_boss_fkey"],
    ["public.posts", "posts_author_fkey"],
  ]);
  expect(foreignKeysTo(shop, "public.posts")).toEqual([]);
  const posts = shop.tables.get("public.posts");
  expect(posts && foreignKeysOf(posts).map(({ name }) => name)).toEqual(["posts_author_fkey"]);
});

test("answers are kept for as long as nothing changes them", () => {
  expect(indexesOf(shop, "public.posts")).toBe(indexesOf(shop, "public.posts"));
  const after = applyStatements(shop, readSql("ALTER TABLE users ADD x int", parse).statements);
  expect(indexesOf(after, "public.posts")).toBe(indexesOf(shop, "public.posts"));
  expect(foreignKeysTo(after, "public.users")).toEqual(foreignKeysTo(shop, "public.users"));
});

describe("an index that serves", () => {
  test.each([
    ["its first column", ["b"], "by_ab"],
    ["its first columns in another order", ["a", "b"], "by_ab"],
    ["not a column in the middle", ["a"], undefined],
    ["not when rows are missing from it", ["c"], undefined],
    ["when only rows without a value are missing", ["author"], "by_author"],
    ["one column by hash", ["id"], "by_hash"],
    ["not by an expression", ["title"], "by_title"],
  ])("%s", (_, columns, index) => {
    expect(indexServing(shop, "public.posts", columns)?.name).toBe(index);
  });
});

test("indexes of a table, a materialized view and a column", () => {
  expect(indexesOf(shop, "public.users").map(({ name }) => name)).toEqual(["users_pkey"]);
  expect(indexesOf(shop, "public.counts").map(({ name }) => name)).toEqual(["counts_author"]);
  expect(indexesOn(shop, "public.posts", "title").map(({ name }) => name)).toEqual([
    "by_title",
    "by_both",
  ]);
});

test("views over a relation, and those that may name a column", () => {
  expect(viewsOver(shop, "public.posts")).toEqual([
    "public.titles",
    "public.counts",
    "public.over_titles",
  ]);
  expect(viewsNaming(shop, "public.posts", "title").map(({ name }) => name)).toEqual(["titles"]);
});

test("the constraint of an index, the primary key, constraints on a column", () => {
  const users = shop.tables.get("public.users");
  expect(constraintOf(shop, "public.users_pkey")).toMatchObject({
    table: "public.users",
    constraint: { name: "users_pkey", kind: "primary-key" },
  });
  expect(constraintOf(shop, "public.by_title")).toBeUndefined();
  expect(users && primaryKeyOf(users)?.columns).toEqual(["id"]);
  expect(users && constraintsOn(users, "boss").map(({ name }) => name)).toEqual([
    "users_boss_fkey",
  ]);
});

test("columns of an enum, partitions, sequences, tables by name", () => {
  const uses = columnsOfType(shop, "public.role").map(({ column }) => column.name);
  expect(uses).toEqual(["role", "roles"]);
  expect(childrenOf(shop, "public.parted")).toEqual(["public.part"]);
  expect(sequencesOf(shop, "public.users")).toEqual(["public.users_id_seq"]);
  expect(tableNamed(shop, { schema: undefined, name: "users" })?.key).toBe("public.users");
  expect(tableNamed(shop, { schema: "other", name: "users" })).toBeUndefined();
});

test("a name means the first of its kind along the search path, or what would be made", () => {
  const sales = fold(
    "CREATE SCHEMA sales; CREATE TABLE a (); CREATE TABLE sales.a (); CREATE TABLE b (); SET search_path = gone, sales, public",
  );
  const at = (name: string) => qualify(sales, { schema: undefined, name });
  expect([at("a"), at("b"), at("c")]).toEqual(["sales.a", "public.b", "sales.c"]);
  const type = { schema: undefined, name: "role", modifiers: [], isArray: true };
  expect(resolveType(shop, type)).toEqual({ ...type, schema: "public" });
  expect(resolveType(shop, { ...type, name: "citext" }).schema).toBeUndefined();
});

test("made-up names are cut to 63 bytes, never inside a character", () => {
  expect(makeObjectName("a", "b", "key")).toBe("a_b_key");
  expect(makeObjectName("a", undefined, "pkey")).toBe("a_pkey");
  expect(makeObjectName("t".repeat(63), "c".repeat(63), "fkey")).toBe(
    `${"t".repeat(29)}_${"c".repeat(28)}_fkey`,
  );
  expect(makeObjectName("ä".repeat(31), undefined, "pkey")).toBe(`${"ä".repeat(29)}_pkey`);
});
