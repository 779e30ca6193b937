/** Rows for empty tables: valid, with NULLs and repeated values where they may be. */
import { afterAll, expect, test } from "vitest";
import type { Connection } from "../../src/engines/postgres-connection.ts";
import { seedRows } from "../../src/engines/postgres-seed.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());
const opened = await postgres.open({ extensions: ["citext", "hstore", "ltree"] });
if (!opened.ok) throw new Error(opened.message);
const { database } = opened;

/** The one database of this file, emptied: opening another takes longer than most tests. */
async function open(setup: string): Promise<Connection> {
  const fresh = "ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public";
  for (const script of [fresh, setup]) {
    const answer = await database.exec(script);
    if (!answer.ok) throw new Error(answer.message);
  }
  return database;
}

async function rows(sql: string) {
  const answer = await database.query(sql);
  return answer.ok ? answer.rows : answer;
}

test("rows refer to each other, differ where they must, repeat where they may", async () => {
  await open(`
    CREATE TYPE role AS ENUM ('ADMIN', 'USER');
    CREATE TABLE "User" (
      id serial PRIMARY KEY, email varchar(5) NOT NULL UNIQUE, name text, role role NOT NULL,
      tags text[] NOT NULL, money numeric(3, 1) NOT NULL, twice int GENERATED ALWAYS AS (id * 2) STORED);
    CREATE TABLE "Post" (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author int NOT NULL REFERENCES "User",
      reviewer int REFERENCES "User", title text NOT NULL);`);
  expect(await seedRows(database)).toEqual({ ok: true, filled: 2, empty: [] });
  expect(await rows('SELECT * FROM "User" ORDER BY id')).toEqual([
    ["1", "r1", null, "ADMIN", "{r1}", "1.0", "2"],
    ["2", "r2", "r2", "USER", "{r2}", "2.0", "4"],
    ["3", "r3", "r2", "USER", "{r2}", "2.0", "6"],
  ]);
  expect(await rows('SELECT * FROM "Post" ORDER BY id')).toEqual([
    ["1", "1", null, "r1"],
    ["2", "2", "2", "r2"],
    ["3", "2", "2", "r2"],
  ]);
  expect(
    await rows(
      `INSERT INTO "User" (email, role, tags, money) VALUES ('x', 'USER', '{}', 1) RETURNING id`,
    ),
  ).toEqual([["4"]]);
});

test("tables that refer to themselves, in a ring and by several columns", async () => {
  await open(`
    CREATE TABLE tree (id uuid PRIMARY KEY, up uuid NOT NULL REFERENCES tree);
    CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL);
    CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);
    ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
    CREATE TABLE pair (x int, y text, UNIQUE (x, y));
    CREATE TABLE of_pair (x int NOT NULL, y text NOT NULL, FOREIGN KEY (x, y) REFERENCES pair (x, y))`);
  expect(await seedRows(database)).toEqual({ ok: true, filled: 5, empty: [] });
  // A new constraint looks at every row.
  expect(
    await database.exec(`
      ALTER TABLE tree ADD FOREIGN KEY (up) REFERENCES tree;
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
      ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a;
      ALTER TABLE of_pair ADD FOREIGN KEY (x, y) REFERENCES pair (x, y)`),
  ).toMatchObject({ ok: true });
});

test("every type that PostgreSQL brings, and those of extensions", async () => {
  await open(`CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree;
    CREATE DOMAIN short AS varchar(3); CREATE DOMAIN shorter AS short NOT NULL`);
  const types = await rows(`
    SELECT DISTINCT format_type(oid, NULL) FROM pg_type
    WHERE typtype IN ('b', 'r') AND typcategory NOT IN ('A', 'Z') AND typname !~ '^(reg|_|gtsvector|aclitem|refcursor|tid|xid|cid|txid|oidvector|int2vector|pg_|ghstore|lquery|ltxtquery|ltree_gist)'
      AND (typnamespace IN ('pg_catalog'::regnamespace, 'public'::regnamespace)) ORDER BY 1`);
  if ("ok" in types) throw new Error(types.message);
  const names = types.map(([name]) => name).concat(["shorter", "bit(3)", "varchar(1)", "short[]"]);
  expect(names.length).toBeGreaterThan(50);
  const columns = names.map((name, at) => `c${at} ${name} NOT NULL`);
  const made = await database.exec(`CREATE TABLE every (${columns.join(", ")})`);
  expect(made).toMatchObject({ ok: true });
  expect(await seedRows(database, 12)).toEqual({ ok: true, filled: 1, empty: [] });
});

test("tells which tables stay empty, and takes out what refers to them", async () => {
  await open(`
    CREATE TYPE pair AS (a int, b int);
    CREATE TABLE picky (id int PRIMARY KEY, name text CHECK (name LIKE 'x%') NOT NULL);
    CREATE TABLE child (id int PRIMARY KEY, picky int NOT NULL REFERENCES picky);
    CREATE TABLE grandchild (id int PRIMARY KEY, child int REFERENCES child);
    CREATE TABLE composite (p pair NOT NULL);
    CREATE TABLE one (is_on boolean PRIMARY KEY)`);
  expect(await seedRows(database)).toEqual({
    ok: true,
    filled: 1,
    empty: [
      { table: "public.composite", reason: "no value is known for p (pair)" },
      { table: "public.one", reason: 'duplicate key value violates unique constraint "one_pkey"' },
      {
        table: "public.picky",
        reason: 'new row for relation "picky" violates check constraint "picky_name_check"',
      },
      { table: "public.child", reason: "its rows of public.picky are not there" },
    ],
  });
  expect(await rows("SELECT * FROM grandchild")).toEqual([["1", null]]);
});

test("tables with rows are left alone, and rows that would refer to others are not made", async () => {
  await open(`
    CREATE TABLE parent (id int PRIMARY KEY);
    INSERT INTO parent VALUES (2), (70);
    CREATE TABLE child (id int PRIMARY KEY, parent int NOT NULL REFERENCES parent)`);
  expect(await seedRows(database)).toEqual({ ok: true, filled: 1, empty: [] });
  expect(await rows("SELECT * FROM parent")).toEqual([["2"], ["70"]]);
  expect(await rows("SELECT * FROM child")).toEqual([
    ["2", "2"],
    ["3", "2"],
  ]);
  expect(await seedRows(database)).toEqual({ ok: true, filled: 0, empty: [] });
});
