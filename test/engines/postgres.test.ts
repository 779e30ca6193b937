/** The embedded PostgreSQL: starting, scripts as Prisma sends them, refusals, ending. */
import { afterAll, expect, test, vi } from "vitest";
import { extensionsNamedIn } from "../../src/engines/postgres.ts";
import type { Done, Refusal, Rows } from "../../src/engines/postgres-connection.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const said: string[] = [];
const postgres = await startEmbeddedPostgres((message) => said.push(message));
afterAll(() => postgres.stop());
// Most of them open a database, which takes its time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

async function open(extensions: readonly string[] = []) {
  const opened = await postgres.open({ extensions });
  if (!opened.ok) throw new Error(opened.message);
  return opened.database;
}

const shared = await open();

/** One database for most tests, emptied: opening another takes longer than they do. */
async function emptied() {
  const answer = await shared.exec("ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  if (!answer.ok) throw new Error(answer.message);
  return shared;
}

const codeOf = (answer: Done | Refusal) => (answer.ok ? "ok" : answer.code);
const rowsOf = (answer: Rows | Refusal) => (answer.ok ? answer.rows : answer);

test("a database is a PostgreSQL 18 with the usual settings, and each is its own", async () => {
  const [one, two] = await Promise.all([open(), open()]);
  expect(one.version).toMatch(/^18\./);
  expect(
    rowsOf(await one.query("SELECT current_user, current_schema, current_setting('TimeZone')")),
  ).toEqual([["postgres", "public", "UTC"]]);
  expect(await one.exec("CREATE TABLE only_here (x int)")).toEqual({
    ok: true,
    rows: [],
    columns: [],
    notices: [],
  });
  expect(rowsOf(await two.query("SELECT to_regclass('only_here')"))).toEqual([[null]]);
  await Promise.all([one.close(), two.close()]);
});

test("several statements are one transaction: the failing one takes all back", async () => {
  const database = await emptied();
  const refused = await database.exec("CREATE TABLE a (x int); CREATE TABLE b (x int); SELECT 1/0");
  expect(refused).toMatchObject({ ok: false, code: "22012", completed: 2 });
  expect(rowsOf(await database.query("SELECT to_regclass('a'), to_regclass('b')"))).toEqual([
    [null, null],
  ]);
});

test("what a script commits itself survives its failure", async () => {
  const database = await emptied();
  await database.exec("CREATE TABLE a (x int); BEGIN; CREATE TABLE b (x int); COMMIT; SELECT 1/0");
  expect(rowsOf(await database.query("SELECT to_regclass('a'), to_regclass('b')"))).toEqual([
    ["a", "b"],
  ]);
});

test.each([
  ["CREATE INDEX CONCURRENTLY i ON t (x)", "ok"],
  ["CREATE INDEX CONCURRENTLY i ON t (x);", "ok"],
  ["CREATE INDEX CONCURRENTLY i ON t (x); CREATE INDEX CONCURRENTLY j ON t (x)", "25001"],
  ["SET lock_timeout = '1s'; CREATE INDEX CONCURRENTLY i ON t (x)", "25001"],
  ["CREATE TYPE mood AS ENUM ('a'); ALTER TYPE mood ADD VALUE 'b'", "ok"],
  ["ALTER TYPE old ADD VALUE 'b'; ALTER TABLE t ALTER m SET DEFAULT 'b'", "55P04"],
  ["VACUUM t", "ok"],
  ["VACUUM t; SELECT 1", "25001"],
])("%s → %s", async (script, code) => {
  const database = await emptied();
  await database.exec("CREATE TYPE old AS ENUM ('a'); CREATE TABLE t (x int, m old)");
  expect(codeOf(await database.exec(script))).toBe(code);
});

test("a refusal tells its place in UTF-16 units", async () => {
  const database = await emptied();
  const script = "SELECT '🐘🐘'; SELECT nothing";
  expect(await database.exec(script)).toMatchObject({
    code: "42703",
    message: 'column "nothing" does not exist',
    offset: script.indexOf("nothing"),
  });
  expect(await database.query("SELECT $1::int + nothing", ["1"])).toMatchObject({
    code: "42703",
    offset: 17,
  });
});

test("values go in and come out as text", async () => {
  const database = await emptied();
  const answer = await database.query("SELECT $1::int + 1, $2::text, true, ARRAY[1, 2]", [
    "41",
    null,
  ]);
  expect(rowsOf(answer)).toEqual([["42", null, "t", "{1,2}"]]);
  const types = answer.ok ? answer.columns.map(({ type }) => type) : [];
  expect(types).toEqual([23, 25, 16, 1007]);
});

test("notices come along", async () => {
  const database = await emptied();
  expect(await database.exec("COMMIT")).toMatchObject({
    notices: ["there is no transaction in progress"],
  });
});

test("a statement that never ends is ended with its database; others can be opened", async () => {
  const aborted = new AbortController();
  const opened = await postgres.open({ signal: aborted.signal });
  if (!opened.ok) throw new Error(opened.message);
  await opened.database.exec("SELECT 1");
  const endless = opened.database.exec("DO $$ BEGIN LOOP END LOOP; END $$");
  aborted.abort();
  expect(codeOf(await endless)).toBe("stopped");
  expect(codeOf(await opened.database.exec("SELECT 1"))).toBe("stopped");
  const next = await open();
  expect(codeOf(await next.exec("SELECT 1"))).toBe("ok");
  await next.close();
});

test("an open that is cancelled says so", async () => {
  const aborted = new AbortController();
  const opening = postgres.open({ signal: aborted.signal });
  aborted.abort();
  expect(await opening).toEqual({ ok: false, message: "Cancelled" });
  expect(await postgres.open({ signal: aborted.signal })).toMatchObject({ ok: false });
  expect(said).toEqual([]);
});

test("a snapshot goes on where its database was, extensions too", async () => {
  const first = await open(["citext"]);
  await first.exec(
    "CREATE EXTENSION citext; CREATE TABLE t (x citext); INSERT INTO t VALUES ('A')",
  );
  const from = await first.snapshot();
  if (from === undefined) throw new Error("There is no snapshot");
  await first.close();
  expect(await first.snapshot()).toBeUndefined();
  const opened = await postgres.open({ from });
  if (!opened.ok) throw new Error(opened.message);
  expect(rowsOf(await opened.database.query("SELECT count(*) FROM t WHERE x = 'a'"))).toEqual([
    ["1"],
  ]);
  await opened.database.close();
});

test("extensions are there when asked for, and refused when the server has none", async () => {
  const names = ["citext", "pg_trgm", "uuid-ossp", "earthdistance", "moddatetime", "vector"];
  const database = await open(names);
  const answers = [];
  for (const name of names) {
    answers.push([name, codeOf(await database.exec(`CREATE EXTENSION "${name}" CASCADE`))]);
  }
  expect(Object.fromEntries(answers)).toEqual({
    citext: "ok",
    pg_trgm: "ok",
    "uuid-ossp": "ok",
    earthdistance: "ok",
    moddatetime: "ok",
    vector: "0A000",
  });
});

test("the list of extensions is what the server says it has", async () => {
  const database = await open(postgres.extensions());
  const rows = rowsOf(
    await database.query('SELECT name FROM pg_available_extensions ORDER BY name COLLATE "C"'),
  );
  expect(rows).toEqual(postgres.extensions().map((name) => [name]));
});

test("extensions are found in a script", () => {
  const script = `CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
    -- Create extension
    create extension Citext WITH SCHEMA public; /* create extension hstore */`;
  expect(extensionsNamedIn(script)).toEqual(["citext", "uuid-ossp"]);
});
