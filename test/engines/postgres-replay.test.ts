/** Histories on the embedded server: transactions as Prisma has them, and what statements do. */
import { afterAll, describe, expect, test } from "vitest";
import { splitSql } from "../../src/core/sql/split.ts";
import type { Database } from "../../src/engines/postgres.ts";
import {
  needsOneTransaction,
  type ObservedStatement,
  observeMigration,
  replay,
  type Transactions,
} from "../../src/engines/postgres-replay.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());

const opened = await postgres.open();
if (!opened.ok) throw new Error(opened.message);
const { database } = opened;

/** The one database of this file, emptied: opening another takes longer than most tests. */
async function open(setup = ""): Promise<Database> {
  const fresh = "ROLLBACK; RESET ALL; DROP SCHEMA public CASCADE; CREATE SCHEMA public";
  for (const script of [fresh, setup]) {
    const answer = await database.exec(script);
    if (!answer.ok) throw new Error(answer.message);
  }
  return database;
}

const cut = (text: string) => ({ name: "m", text, statements: splitSql(text).statements });

/** One line for each statement: locks, then `rewrites`, then `scans`; `*` marks what is new. */
async function linesOf(database: Database, text: string, how: Transactions): Promise<string[]> {
  const results = await observeMigration(database, cut(text), how);
  if ("ok" in results) throw new Error(results.message);
  return results.map(line);
}

function line(result: ObservedStatement): string {
  if (result.kind === "refused") return `refused ${result.refusal.code}`;
  if (result.kind === "transaction") return "transaction";
  const { locks, rewrites, scans } = result.observation;
  const name = (one: { readonly name: string; readonly created: boolean }) =>
    one.name + (one.created ? "*" : "");
  return [
    ...(result.kind === "unseen" ? ["unseen"] : []),
    ...locks.map((lock) => `${name(lock)} ${lock.mode}`),
    ...rewrites.map((one) => `rewrites ${name(one)}`),
    ...scans.map((one) => `scans ${name(one)} ${one.rows}`),
  ].join(", ");
}

const world = `
  CREATE TABLE parent (id int PRIMARY KEY);
  CREATE TABLE child (id int PRIMARY KEY, parent_id int, name varchar(10));
  CREATE INDEX child_name ON child (name);
  INSERT INTO parent SELECT generate_series(1, 3);
  INSERT INTO child SELECT n, n, n FROM generate_series(1, 4) n;`;

describe("one statement", () => {
  test.each([
    ["ALTER TABLE child ADD COLUMN a int", "child ACCESS EXCLUSIVE"],
    [
      "ALTER TABLE child ADD COLUMN a uuid DEFAULT gen_random_uuid()",
      "child ACCESS EXCLUSIVE, child_name ACCESS EXCLUSIVE, child_pkey ACCESS EXCLUSIVE, rewrites child, rewrites child_name, rewrites child_pkey, scans child 12",
    ],
    [
      "ALTER TABLE child ALTER name TYPE varchar(20)",
      "child ACCESS EXCLUSIVE, child_name ACCESS EXCLUSIVE",
    ],
    [
      "ALTER TABLE child ALTER name TYPE varchar(5)",
      "child ACCESS EXCLUSIVE, child_name ACCESS EXCLUSIVE, child_pkey ACCESS EXCLUSIVE, rewrites child, rewrites child_name, rewrites child_pkey, scans child 12",
    ],
    ["ALTER TABLE child ALTER parent_id SET NOT NULL", "child ACCESS EXCLUSIVE, scans child 4"],
    [
      "ALTER TABLE child ADD FOREIGN KEY (parent_id) REFERENCES parent NOT VALID",
      "child SHARE ROW EXCLUSIVE, parent SHARE ROW EXCLUSIVE, parent_pkey ACCESS SHARE",
    ],
    [
      "CREATE INDEX child_parent ON child (parent_id)",
      "child SHARE, child_parent* ACCESS EXCLUSIVE, scans child 4",
    ],
    ["DROP INDEX child_name", "child ACCESS EXCLUSIVE, child_name ACCESS EXCLUSIVE"],
    [
      "DROP TABLE child",
      "child ACCESS EXCLUSIVE, child_name ACCESS EXCLUSIVE, child_pkey ACCESS EXCLUSIVE",
    ],
    ["ALTER TABLE child RENAME TO kid", "child ACCESS EXCLUSIVE"],
    [
      "CREATE TABLE other (id int REFERENCES parent)",
      "other* ACCESS EXCLUSIVE, parent SHARE ROW EXCLUSIVE, parent_pkey ACCESS SHARE",
    ],
    ["CREATE INDEX CONCURRENTLY child_parent ON child (parent_id)", "unseen"],
    ["REINDEX TABLE CONCURRENTLY child", "unseen, rewrites child_name, rewrites child_pkey"],
    ["CREATE TABLE other (id nothing)", "refused 42704"],
  ])("%s", async (sql, expected) => {
    const alone = await linesOf(await open(world), sql, "alone");
    expect(alone).toEqual([expected]);
    expect(await linesOf(await open(world), sql, "together")).toEqual(alone);
  });
});

test("a scan of an empty table is seen as one", async () => {
  const database = await open("CREATE TABLE t (x int)");
  expect(
    await linesOf(
      database,
      "ALTER TABLE t ADD CHECK (x > 0); CREATE INDEX i ON t (x); ALTER TABLE t ADD y int",
      "alone",
    ),
  ).toEqual([
    "t ACCESS EXCLUSIVE, scans t 0",
    "i* ACCESS EXCLUSIVE, t SHARE, scans t 0",
    "t ACCESS EXCLUSIVE",
  ]);
});

test("alone, each statement shows its locks; together, the first that takes them", async () => {
  const text = `ALTER TABLE child ADD COLUMN a int;
    CREATE INDEX child_a ON child (a);
    ALTER TABLE child ADD COLUMN b int;
    ALTER TABLE child ADD FOREIGN KEY (a) REFERENCES parent`;
  expect(await linesOf(await open(world), text, "alone")).toEqual([
    "child ACCESS EXCLUSIVE",
    "child SHARE, child_a* ACCESS EXCLUSIVE, scans child 4",
    "child ACCESS EXCLUSIVE",
    "child SHARE ROW EXCLUSIVE, child_a* ACCESS SHARE, child_name ACCESS SHARE, child_pkey ACCESS SHARE, parent SHARE ROW EXCLUSIVE, parent_pkey ACCESS SHARE, scans child 4",
  ]);
  expect(await linesOf(await open(world), text, "together")).toEqual([
    "child ACCESS EXCLUSIVE",
    "child SHARE, child_a* ACCESS EXCLUSIVE, scans child 4",
    "",
    "child SHARE ROW EXCLUSIVE, child_a* ACCESS SHARE, child_name ACCESS SHARE, child_pkey ACCESS SHARE, parent SHARE ROW EXCLUSIVE, parent_pkey ACCESS SHARE, scans child 4",
  ]);
});

test("together, BEGIN and COMMIT cut the file where they stand", async () => {
  const database = await open(world);
  const text = `ALTER TABLE child ADD COLUMN a int; BEGIN; ALTER TABLE parent ADD COLUMN a int;
    COMMIT; ALTER TABLE child ADD COLUMN b int; SELECT 1/0`;
  expect(await linesOf(database, text, "together")).toEqual([
    "child ACCESS EXCLUSIVE",
    "transaction",
    "parent ACCESS EXCLUSIVE",
    "transaction",
    "child ACCESS EXCLUSIVE",
    "refused 22012",
  ]);
  const { rows } = await columns(database);
  expect(rows).toEqual([
    ["child", "a"],
    ["parent", "a"],
  ]);
});

async function columns(database: Database) {
  const answer = await database.query(
    `SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('a', 'b') ORDER BY 1, 2`,
  );
  if (!answer.ok) throw new Error(answer.message);
  return answer;
}

test("together, what cannot run in a transaction is refused beside other statements", async () => {
  const text = "CREATE INDEX CONCURRENTLY i ON child (name); SELECT 1";
  expect(await linesOf(await open(world), text, "together")).toEqual(["refused 25001"]);
});

test("a constraint that is checked at the end is refused at the end", async () => {
  const text = `ALTER TABLE child ADD FOREIGN KEY (parent_id) REFERENCES parent
      DEFERRABLE INITIALLY DEFERRED NOT VALID;
    UPDATE child SET parent_id = 99`;
  const lines = await linesOf(await open(world), text, "together");
  expect(lines[1]).toBe("refused 23503");
});

test("a refused statement may be tried again", async () => {
  const database = await open(world);
  const results = await observeMigration(
    database,
    cut("ALTER TABLE child ADD COLUMN a int NOT NULL; SELECT 1"),
    "alone",
    async (refusal) => refusal.code === "23502" && (await database.exec("TRUNCATE child")).ok,
  );
  expect("ok" in results ? results : results.map(({ kind }) => kind)).toEqual([
    "observed",
    "observed",
  ]);
});

test.each([
  ["SET LOCAL lock_timeout = '1s'", true],
  ["CREATE TEMP TABLE t (x int) ON COMMIT DROP", true],
  ["SET lock_timeout = '1s'; ALTER TABLE t ADD x int", false],
])("%s needs one transaction: %s", (text, expected) => {
  expect(needsOneTransaction(text)).toBe(expected);
});

test("a history is applied file by file, up to the first that is refused", async () => {
  const database = await open();
  const progress: number[] = [];
  const text = "CREATE TABLE a (x int); ALTER TABLE nothing ADD y int";
  const bad = { name: "2", text };
  const end = await replay(
    database,
    [{ name: "1", text: "CREATE TABLE t (x int)" }, bad, { name: "3", text: "" }],
    { onProgress: (done) => progress.push(done) },
  );
  expect(end).toMatchObject({
    ok: false,
    done: 1,
    migration: bad,
    refusal: { code: "42P01", completed: 1 },
  });
  expect(progress).toEqual([0, 1]);
  expect(await replay(database, [bad], { signal: AbortSignal.abort() })).toMatchObject({
    done: 0,
    migration: undefined,
  });
});
