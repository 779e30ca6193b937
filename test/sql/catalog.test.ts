/** What statements make of a catalog, where no server is needed to know it. */
import { expect, test } from "vitest";
import {
  afterTransaction,
  applyStatement,
  applyStatements,
  emptyCatalog,
} from "../../src/core/sql/apply.ts";
import type { Catalog } from "../../src/core/sql/catalog.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

const parse = await loadPgParser();

const fold = (sql: string, start: Catalog = emptyCatalog): Catalog =>
  readSql(sql, parse).statements.reduce(applyStatement, start);

const shop = fold(`
  CREATE TYPE role AS ENUM ('a', 'b');
  CREATE TABLE users (id serial PRIMARY KEY, role role NOT NULL, email text UNIQUE);
  CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users, title text);
  CREATE INDEX posts_title ON posts (lower(title)) WHERE author IS NOT NULL;
`);

test("what a statement does not touch is the very same object", () => {
  const after = fold("ALTER TABLE posts ADD COLUMN body text", shop);
  expect(after).not.toBe(shop);
  expect(after.tables.get("public.users")).toBe(shop.tables.get("public.users"));
  expect(after.indexes).toBe(shop.indexes);
  expect(after.enums).toBe(shop.enums);
  expect(shop.tables.get("public.posts")?.columns.has("body")).toBe(false);
});

test.each([
  "SELECT 1",
  "INSERT INTO posts VALUES (1)",
  "UPDATE posts SET title = 'x'",
  "CREATE TABLE IF NOT EXISTS posts (other int)",
  "CREATE INDEX IF NOT EXISTS posts_title ON posts (id)",
  "DROP TABLE IF EXISTS nothing",
  "DROP INDEX IF EXISTS nothing",
  "ALTER TABLE posts ADD COLUMN IF NOT EXISTS title int",
  "ALTER TYPE role ADD VALUE IF NOT EXISTS 'a'",
  "DO $$ BEGIN RAISE NOTICE 'no table posts'; END $$",
  "VACUUM posts",
  "this is no SQL",
])("%s leaves the catalog as it is", (sql) => {
  expect(fold(sql, shop)).toBe(shop);
});

test("statements at once make the same as one after the other", () => {
  const { statements } = readSql(
    `CREATE TABLE t (id int PRIMARY KEY, a int); BEGIN; DROP TABLE posts; ROLLBACK;
     ALTER TABLE t RENAME TO u; CREATE INDEX ON u (a)`,
    parse,
  );
  const slowly = statements.reduce(applyStatement, shop);
  expect(applyStatements(shop, statements)).toEqual(slowly);
  expect(slowly.tables.has("public.posts")).toBe(true);
  expect([...slowly.indexes.keys()]).toContain("public.u_a_idx");
});

test("a serial column is an integer that draws from a sequence of its own", () => {
  const column = shop.tables.get("public.users")?.columns.get("id");
  expect(column?.type.name).toBe("int4");
  expect(column?.isNotNull).toBe(true);
  expect(column?.default?.text).toBe(`nextval('"public"."users_id_seq"'::regclass)`);
  expect(shop.sequences.get("public.users_id_seq")?.ownedBy).toEqual({
    table: "public.users",
    column: "id",
  });
});

test("a column's enum has its schema, and an index what its expressions read", () => {
  const column = shop.tables.get("public.users")?.columns.get("role");
  expect(column?.type).toEqual({ schema: "public", name: "role", modifiers: [], isArray: false });
  const index = shop.indexes.get("public.posts_title");
  expect(index?.columns).toEqual([undefined]);
  expect([...(index?.alsoReads ?? [])].sort()).toEqual(["author", "title"]);
  expect(index?.definition).toBe(
    "CREATE INDEX posts_title ON posts (lower(title)) WHERE author IS NOT NULL",
  );
});

test("a foreign key without columns points at the primary key", () => {
  const key = shop.tables.get("public.posts")?.constraints.get("posts_author_fkey");
  expect(key).toMatchObject({
    kind: "foreign-key",
    target: "public.users",
    targetColumns: ["id"],
    onDelete: "no action",
    isValid: true,
  });
});

test("a generated column keeps what it is computed from, and follows a renamed one", () => {
  const before = fold("CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a * 2) STORED)");
  expect(before.tables.get("public.g")?.columns.get("b")?.generatedAs?.columns).toEqual(["a"]);
  const renamed = fold("ALTER TABLE g RENAME a TO c", before);
  expect(renamed.tables.get("public.g")?.columns.get("b")?.generatedAs?.columns).toEqual(["c"]);
  const gone = fold("ALTER TABLE g DROP COLUMN c CASCADE", renamed);
  expect(gone.tables.get("public.g")?.columns.size).toBe(0);
});

test("a table that nothing created is doubtful, until it is created or dropped", () => {
  const guessed = fold("ALTER TABLE far ADD COLUMN a int");
  expect([...guessed.doubtful]).toEqual(["public.far"]);
  expect([...(guessed.tables.get("public.far")?.columns.keys() ?? [])]).toEqual(["a"]);
  expect(fold("DROP TABLE far", guessed).doubtful.size).toBe(0);
  const renamed = fold("ALTER TABLE far RENAME TO near", guessed);
  expect([...renamed.doubtful]).toEqual(["public.near"]);
  const created = fold("CREATE TABLE far (b int)", guessed);
  expect(created.doubtful.size).toBe(0);
  expect([...(created.tables.get("public.far")?.columns.keys() ?? [])]).toEqual(["b"]);
});

test("a change of an unknown column makes a table doubtful", () => {
  expect([...fold("ALTER TABLE posts ALTER nothing SET NOT NULL", shop).doubtful]).toEqual([
    "public.posts",
  ]);
});

test.each([
  ["DO $$ BEGIN ALTER TABLE posts ADD x int; END $$", ["public.posts"]],
  ["DO $$ BEGIN CREATE TABLE brand_new (id int); END $$", ["public.brand_new"]],
  ["DO $$ BEGIN DROP INDEX posts_title; END $$", ["public.posts"]],
  ["DO $$ BEGIN CREATE UNIQUE INDEX n ON posts (id); END $$", ["public.posts"]],
  ["DO $$ BEGIN DROP SEQUENCE users_id_seq; END $$", ["public.users"]],
  ["DO $$ BEGIN ALTER TYPE role ADD VALUE 'c'; END $$", ["public.role"]],
  [
    "DO $$ BEGIN CREATE TRIGGER t AFTER INSERT ON posts FOR EACH ROW EXECUTE FUNCTION f(); END $$",
    ["public.posts"],
  ],
  ["DO $$ BEGIN UPDATE posts SET title = 'DROP'; END $$", []],
  ["DO $$ BEGIN EXECUTE 'DROP ' || 'TABLE ' || 'users'; END $$", ["public.users"]],
  ['DO $$ BEGIN ALTER TABLE sales."Order" ADD x int; END $$', ["sales.Order"]],
])("%s", (sql, doubtful) => {
  expect([...fold(sql, shop).doubtful]).toEqual(doubtful);
});

test("columns of CREATE TABLE … AS are not known", () => {
  const after = fold("CREATE TABLE copy AS SELECT * FROM posts", shop);
  expect(after.tables.get("public.copy")?.columns.size).toBe(0);
  expect(after.doubtful.has("public.copy")).toBe(true);
});

test("a temporary table stands before one of the same name, and goes alone", () => {
  const both = fold("CREATE TEMP TABLE posts (x int); ALTER TABLE posts ADD y int", shop);
  expect([...(both.tables.get("pg_temp.posts")?.columns.keys() ?? [])]).toEqual(["x", "y"]);
  expect(both.tables.get("public.posts")).toBe(shop.tables.get("public.posts"));
  const after = fold("DROP TABLE posts", both);
  expect(after.tables.has("pg_temp.posts")).toBe(false);
  expect(after.tables.has("public.posts")).toBe(true);
});

test("SET LOCAL ends with the transaction, also with one that is not written", () => {
  const inside = fold("CREATE SCHEMA s; SET LOCAL search_path = s, public; CREATE TABLE t ()");
  expect(inside.tables.has("s.t")).toBe(true);
  expect(inside.searchPath).toEqual(["s", "public"]);
  expect(afterTransaction(inside).searchPath).toEqual(["public"]);
  expect(afterTransaction(shop)).toBe(shop);
  const committed = fold("BEGIN; SET LOCAL search_path = s; COMMIT;", inside);
  expect(committed.searchPath).toEqual(["public"]);
});

test("a view is no table: changes of its columns come to nothing", () => {
  const before = fold("CREATE VIEW v AS SELECT id FROM posts", shop);
  expect(fold("ALTER VIEW v RENAME COLUMN id TO post_id", before)).toBe(before);
  expect(fold("ALTER VIEW v ALTER COLUMN id SET DEFAULT 1", before)).toBe(before);
});

test("statements that PostgreSQL refuses do not make it fail", () => {
  const odd = `
    DROP TABLE nothing; DROP COLUMN x; ALTER TABLE a DROP COLUMN b, RENAME CONSTRAINT c TO d;
    ALTER TABLE posts DROP CONSTRAINT nothing; ALTER INDEX nothing RENAME TO other;
    ALTER TYPE nothing ADD VALUE 'x'; ALTER TYPE nothing RENAME VALUE 'x' TO 'y'; DROP TYPE nothing;
    ALTER TABLE nothing2 VALIDATE CONSTRAINT x; ALTER TABLE nothing3 ATTACH PARTITION nothing4 DEFAULT;
    CREATE INDEX ON nothing5 (a); ALTER SCHEMA nothing RENAME TO more; DROP SCHEMA nothing2 CASCADE;
    ALTER TABLE posts ADD FOREIGN KEY (x, y) REFERENCES nothing6; CREATE TABLE self PARTITION OF self DEFAULT;
    CREATE TABLE loop1 () INHERITS (loop2); CREATE TABLE loop2 () INHERITS (loop1);
    ALTER TABLE loop1 ADD a int, ALTER a SET NOT NULL, ADD CHECK (a > 0), DROP a; DROP TABLE loop1 CASCADE;
    ALTER TABLE posts ADD UNIQUE USING INDEX nothing; ALTER SEQUENCE nothing OWNED BY a.b; ROLLBACK; COMMIT;
  `;
  expect(() => fold(odd, shop)).not.toThrow();
});
