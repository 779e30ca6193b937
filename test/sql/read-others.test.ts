/** Indexes, types, views, functions, rows, sessions → steps. */
import { describe, expect, test } from "vitest";
import { stepIn, stepsIn } from "../support/sql.ts";

test("an index with everything", () => {
  expect(
    stepIn(`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "i" ON ONLY a."b" USING gin
      (lower(x) text_ops DESC, "y", (a ->> 'b,c')) INCLUDE (z) NULLS NOT DISTINCT
      WITH (fillfactor = 3) WHERE x IS NOT NULL AND lower(y) = 'é'`),
  ).toMatchObject({
    kind: "create-index",
    table: { schema: "a", name: "b" },
    index: "i",
    isUnique: true,
    method: "gin",
    parts: [
      { column: undefined, text: "lower(x) text_ops DESC" },
      { column: "y", text: '"y"' },
      { column: undefined, text: "(a ->> 'b,c')" },
    ],
    include: ["z"],
    where: { text: "x IS NOT NULL AND lower(y) = 'é'", columns: ["x", "y"], functions: ["lower"] },
    concurrently: true,
    ifNotExists: true,
    nullsNotDistinct: true,
  });
});

test("an index with hardly anything", () => {
  expect(stepIn("CREATE INDEX ON a (b)")).toMatchObject({
    index: undefined,
    isUnique: false,
    method: "btree",
    parts: [{ column: "b", text: "b" }],
    where: undefined,
    concurrently: false,
  });
});

const a = { schema: undefined, name: "a" };
const sb = { schema: "s", name: "b" };

describe("one statement, one step", () => {
  test.each([
    // Indexes
    ["DROP INDEX CONCURRENTLY IF EXISTS a, s.b", { kind: "drop-index", indexes: [a, sb], concurrently: true, ifExists: true }],
    ["ALTER INDEX a RENAME TO b", { kind: "rename-index", index: a, to: "b" }],
    ["REINDEX INDEX CONCURRENTLY s.b", { kind: "reindex", target: "index", name: sb, concurrently: true }],
    ["REINDEX (CONCURRENTLY) TABLE a", { kind: "reindex", target: "table", concurrently: true }],
    ["REINDEX SCHEMA a", { kind: "reindex", target: "schema", name: a, concurrently: false }],
    ["REINDEX DATABASE a", { kind: "reindex", target: "database", name: a }],
    ["CREATE STATISTICS x ON b, c FROM a", { kind: "create-statistics", tables: [a] }],
    // Types
    ["CREATE TYPE s.b AS ENUM ('x', '')", { kind: "create-enum", type: sb, values: ["x", ""] }],
    ["ALTER TYPE a ADD VALUE 'x'", { kind: "add-enum-value", value: "x", place: undefined, ifNotExists: false }],
    ["ALTER TYPE a ADD VALUE IF NOT EXISTS 'x' BEFORE 'y'", { kind: "add-enum-value", ifNotExists: true, place: { side: "before", value: "y" } }],
    ["ALTER TYPE a ADD VALUE 'x' AFTER 'y'", { kind: "add-enum-value", place: { side: "after", value: "y" } }],
    ["ALTER TYPE a RENAME VALUE 'x' TO 'y'", { kind: "rename-enum-value", value: "x", to: "y" }],
    ["ALTER TYPE s.b RENAME TO c", { kind: "rename-type", type: sb, to: "c" }],
    ["ALTER DOMAIN a RENAME TO c", { kind: "rename-type", type: a, to: "c" }],
    ["DROP TYPE IF EXISTS a, s.b CASCADE", { kind: "drop-type", types: [a, sb], ifExists: true, cascade: true }],
    ["DROP DOMAIN a", { kind: "drop-type", types: [a], cascade: false }],
    ["CREATE DOMAIN a AS varchar(3) NOT NULL", { kind: "create-domain", base: { name: "varchar", modifiers: [3] }, isConstrained: true }],
    ["CREATE DOMAIN a AS text DEFAULT 'x'", { kind: "create-domain", isConstrained: false }],
    ["ALTER DOMAIN a ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID", { kind: "alter-domain", domain: a, adds: { kind: "check", name: "c", isNotValid: true } }],
    ["ALTER DOMAIN a DROP NOT NULL", { kind: "alter-domain", domain: a, adds: undefined }],
    // Views
    ["DROP TABLE IF EXISTS a, s.b CASCADE", { kind: "drop-table", tables: [a, sb], ifExists: true, cascade: true }],
    ["DROP VIEW a", { kind: "drop-view", views: [a], isMaterialized: false }],
    ["DROP MATERIALIZED VIEW s.b", { kind: "drop-view", views: [sb], isMaterialized: true }],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY a", { kind: "refresh-view", view: a, concurrently: true }],
    ["ALTER VIEW a RENAME TO b", { kind: "rename-table", table: a, to: "b" }],
    // Triggers, policies, functions
    ["CREATE OR REPLACE TRIGGER x AFTER INSERT ON a EXECUTE FUNCTION s.b()", { kind: "create-trigger", table: a, trigger: "x", orReplace: true, function: sb }],
    ["DROP TRIGGER IF EXISTS x ON s.b", { kind: "drop-trigger", table: sb, trigger: "x", ifExists: true }],
    ["CREATE POLICY x ON a USING (true)", { kind: "create-policy", table: a, policy: "x" }],
    ["ALTER POLICY x ON a USING (true)", { kind: "alter-policy", table: a, policy: "x" }],
    ["DROP POLICY x ON s.b", { kind: "drop-policy", table: sb, policy: "x" }],
    ["CREATE FUNCTION a() RETURNS int LANGUAGE sql STABLE AS 'x'", { kind: "create-function", function: a, isProcedure: false, volatility: "stable" }],
    ["CREATE OR REPLACE PROCEDURE a() LANGUAGE sql AS 'x'", { kind: "create-function", orReplace: true, isProcedure: true, volatility: "volatile" }],
    ["DROP FUNCTION a(int), s.b", { kind: "drop-function", functions: [a, sb] }],
    // Schemas, extensions, sequences
    ["CREATE SCHEMA IF NOT EXISTS a", { kind: "create-schema", schema: "a", ifNotExists: true }],
    ["DROP SCHEMA a, b CASCADE", { kind: "drop-schema", schemas: ["a", "b"], cascade: true }],
    ["ALTER SCHEMA a RENAME TO b", { kind: "rename-schema", schema: "a", to: "b" }],
    ['CREATE EXTENSION IF NOT EXISTS "uuid-ossp" CASCADE', { kind: "create-extension", extensions: ["uuid-ossp"], cascade: true }],
    ["DROP EXTENSION a, b", { kind: "drop-extension", extensions: ["a", "b"], cascade: false }],
    ["CREATE SEQUENCE a OWNED BY s.b.c", { kind: "create-sequence", sequences: [a], ownedBy: { table: sb, column: "c" } }],
    ["ALTER SEQUENCE a OWNED BY NONE", { kind: "alter-sequence", ownedBy: undefined }],
    ["ALTER SEQUENCE a RENAME TO b", { kind: "alter-sequence", renamedTo: "b" }],
    ["DROP SEQUENCE a, s.b", { kind: "drop-sequence", sequences: [a, sb] }],
    ["CREATE DATABASE a", { kind: "create-database", name: "a" }],
    ["DROP DATABASE a", { kind: "drop-database", name: "a" }],
    ["ALTER SYSTEM SET a = 1", { kind: "alter-system", name: "a" }],
    ["CREATE TABLESPACE a LOCATION '/x'", { kind: "create-tablespace", name: "a" }],
    ["COMMENT ON TABLE s.b IS 'x'", { kind: "comment", on: "table", name: sb }],
    ["COMMENT ON COLUMN s.b.c IS 'x'", { kind: "comment", on: "column", name: sb }],
    ["COMMENT ON INDEX a IS 'x'", { kind: "comment", on: "other", name: undefined }],
    ["GRANT SELECT ON a, s.b TO c", { kind: "grant", tables: [a, sb] }],
    ["REVOKE ALL ON a FROM c", { kind: "grant", tables: [a] }],
    ["GRANT USAGE ON SCHEMA x TO c", { kind: "grant", tables: [] }],
    // Rows
    ["INSERT INTO a VALUES (1)", { kind: "insert", table: a, fromQuery: false, reads: [] }],
    ["INSERT INTO a SELECT * FROM s.b", { kind: "insert", fromQuery: true, reads: [sb] }],
    ["INSERT INTO a DEFAULT VALUES", { kind: "insert", fromQuery: false }],
    ["UPDATE a x SET c = 1, d = (SELECT 1 FROM s.b)", { kind: "update", hasWhere: false, columns: ["c", "d"], reads: [sb] }],
    ["UPDATE a SET c = 1 FROM s.b WHERE true", { kind: "update", hasWhere: true, reads: [sb] }],
    ["DELETE FROM a USING s.b WHERE x", { kind: "delete", table: a, hasWhere: true, reads: [sb] }],
    ["MERGE INTO a USING s.b ON true WHEN MATCHED THEN DELETE", { kind: "merge", table: a, reads: [sb] }],
    ["TRUNCATE a, s.b CASCADE", { kind: "truncate", tables: [a, sb], cascade: true }],
    ["COPY a FROM STDIN", { kind: "copy", table: a, direction: "from" }],
    ["COPY (SELECT * FROM a) TO '/x'", { kind: "select", reads: [a] }],
    ["SELECT now(), x.f() FROM a FOR UPDATE OF y", { kind: "select", reads: [a], functions: ["now", "x.f"], locksRows: true }],
    ["LOCK a, s.b IN SHARE ROW EXCLUSIVE MODE", { kind: "lock-table", tables: [a, sb], mode: "SHARE ROW EXCLUSIVE" }],
    ["LOCK a", { kind: "lock-table", mode: "ACCESS EXCLUSIVE" }],
    // Maintenance and sessions
    ["VACUUM FULL a (x)", { kind: "vacuum", tables: [a], full: true }],
    ["VACUUM (FULL false) a", { kind: "vacuum", full: false }],
    ["VACUUM", { kind: "vacuum", tables: [], full: false }],
    ["ANALYZE a", { kind: "analyze", tables: [a] }],
    ["CLUSTER a USING i", { kind: "cluster", table: a }],
    ["START TRANSACTION", { kind: "transaction", command: "begin" }],
    ["END", { kind: "transaction", command: "commit" }],
    ["ABORT", { kind: "transaction", command: "rollback" }],
    ["SAVEPOINT a", { kind: "transaction", command: "savepoint" }],
    ["RELEASE a", { kind: "transaction", command: "release" }],
    ["ROLLBACK TO a", { kind: "transaction", command: "rollback to" }],
    ["SET LOCAL lock_timeout = '2s'", { kind: "set", setting: "lock_timeout", value: "2s", isLocal: true, isReset: false }],
    ['SET search_path TO a, "B"', { kind: "set", setting: "search_path", value: "a, B", isLocal: false }],
    ["SET TIME ZONE 'UTC'", { kind: "set", setting: "timezone", value: "UTC" }],
    ["SET x TO DEFAULT", { kind: "set", setting: "x", value: undefined, isReset: true }],
    ["RESET ALL", { kind: "set", setting: "all", isReset: true }],
    ["SELECT pg_catalog.set_config('search_path', '', false)", { kind: "set", setting: "search_path", value: "", isLocal: false }],
    ["DO LANGUAGE plpgsql $$ BEGIN a; END $$", { kind: "dynamic", command: "do", body: " BEGIN a; END " }],
    ["CALL a(1)", { kind: "dynamic", command: "call", body: "CALL a(1)" }],
    ["EXECUTE a", { kind: "dynamic", command: "execute" }],
    ["ALTER INDEX a SET (fillfactor = 3)", { kind: "other", tag: "AlterTableStmt OBJECT_INDEX" }],
    ["CREATE TYPE a AS (x int)", { kind: "other", tag: "CompositeTypeStmt" }],
    ["CREATE RULE x AS ON INSERT TO a DO NOTHING", { kind: "other", tag: "RuleStmt" }],
  ])("%s", (text, expected) => {
    expect(stepIn(text)).toMatchObject({ at: text, ...expected });
  });
}); // biome-ignore format: a table, a line for each statement

test("a view: its query and what it reads", () => {
  const query =
    "WITH c AS (SELECT * FROM d) SELECT * FROM c JOIN s.b ON true WHERE EXISTS (SELECT 1 FROM a)";
  const step = stepIn(`CREATE OR REPLACE VIEW v (x) WITH (security_barrier) AS ${query}`);
  expect(step).toMatchObject({ kind: "create-view", view: { name: "v" }, orReplace: true, query });
  const names = (step.reads as { name: string }[]).map(({ name }) => name);
  expect(names.sort()).toEqual(["a", "b", "d"]);
  expect(stepIn("CREATE MATERIALIZED VIEW v AS SELECT 1")).toMatchObject({ isMaterialized: true });
});

test("rows that WITH changes come first", () => {
  expect(
    stepsIn(
      "WITH x AS (DELETE FROM a WHERE b RETURNING *), y AS (SELECT 1) INSERT INTO z SELECT * FROM x",
    ),
  ).toMatchObject([
    { kind: "delete", table: { name: "a" }, hasWhere: true, reads: [] },
    { kind: "insert", table: { name: "z" }, fromQuery: true, reads: [] },
  ]);
});

test("what is created with a schema is created in it", () => {
  expect(
    stepsIn("CREATE SCHEMA s CREATE TABLE b (x int) CREATE VIEW t.v AS SELECT 1"),
  ).toMatchObject([
    { kind: "create-schema", schema: "s" },
    { kind: "create-table", table: sb },
    { kind: "create-view", view: { schema: "t", name: "v" } },
  ]);
});

test("EXPLAIN reads, EXPLAIN ANALYZE does", () => {
  expect(stepIn("EXPLAIN DELETE FROM a")).toMatchObject({ kind: "select" });
  expect(stepIn("EXPLAIN ANALYZE DELETE FROM a")).toMatchObject({ kind: "delete", table: a });
});

test("several triggers and policies are several steps; what only asks is none", () => {
  expect(stepsIn("SHOW a; NOTIFY a; LISTEN a; DEALLOCATE ALL; CHECKPOINT")).toEqual([]);
  expect(stepsIn("DROP MATERIALIZED VIEW a, s.b")).toMatchObject([{ views: [a, sb] }]);
});

test("one expression of WITH that reads another reads no table", () => {
  expect(
    stepsIn(
      "WITH x AS (DELETE FROM a RETURNING id), y AS (DELETE FROM b USING x, c) SELECT * FROM x",
    ),
  ).toMatchObject([
    { kind: "delete", table: { name: "a" } },
    { kind: "delete", table: { name: "b" }, reads: [{ name: "c" }] },
    { kind: "select", reads: [{ name: "c" }] },
  ]);
});

test("an index on ONLY a table is none on those below it", () => {
  expect(stepIn("CREATE INDEX i ON ONLY a (x)")).toMatchObject({ only: true });
  expect(stepIn("CREATE INDEX i ON a (x)")).not.toHaveProperty("only");
});
