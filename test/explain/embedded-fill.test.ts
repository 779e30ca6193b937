/** Rows that are made: of every type, with keys that fit, alike each time and as is assumed of them. */
import { afterAll, expect, test, vi } from "vitest";
import { assumeStatistics } from "../../src/core/statistics/assume.ts";
import type { Database } from "../../src/engines/postgres.ts";
import { fillRows } from "../../src/explain/fill-rows.ts";
import { readFacts } from "../../src/explain/read-facts.ts";
import { readStatistics } from "../../src/explain/read-statistics.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());
vi.setConfig({ testTimeout: 90_000 });

/** 2026-11-21 */
const today = 20_778;

async function filled(sql: string, rows: Readonly<Record<string, number>>) {
  const opened = await postgres.open();
  if (!opened.ok) throw new Error(opened.message);
  const { database } = opened;
  const made = await database.exec(sql);
  if (!made.ok) throw new Error(made.message);
  const facts = await readFacts(database);
  if (!facts.ok) throw new Error(facts.message);
  const answer = await fillRows(database, facts.tables, { rows, today });
  if (!answer.ok) throw new Error(answer.message);
  return { database, facts: facts.tables, answer };
}

async function rowsOf(database: Database, sql: string) {
  const answer = await database.query(sql);
  if (!answer.ok) throw new Error(answer.message);
  return answer.rows;
}

test("keys of several columns, of themselves, one to one and in partitions fit", async () => {
  const { database, answer } = await filled(
    `CREATE TABLE tenant (id INT PRIMARY KEY);
     CREATE TABLE member (tenant_id INT REFERENCES tenant, no INT, boss INT, PRIMARY KEY (tenant_id, no), FOREIGN KEY (tenant_id, boss) REFERENCES member);
     CREATE TABLE profile (tenant_id INT NOT NULL, no INT NOT NULL, bio TEXT, FOREIGN KEY (tenant_id, no) REFERENCES member);
     CREATE TABLE "user" (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), parent UUID REFERENCES "user");
     CREATE TABLE account (id UUID PRIMARY KEY REFERENCES "user", number BIGINT GENERATED ALWAYS AS IDENTITY);
     CREATE TABLE _likes ("A" UUID REFERENCES "user", "B" UUID REFERENCES account, PRIMARY KEY ("A", "B"));
     CREATE TABLE log (at TIMESTAMPTZ NOT NULL DEFAULT now(), text TEXT) PARTITION BY RANGE (at);
     CREATE TABLE log_old PARTITION OF log FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
     CREATE TABLE log_new PARTITION OF log FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);`,
    Object.fromEntries(
      [
        "tenant:20",
        "member:3000",
        "profile:2000",
        "user:3000",
        "account:1000",
        "_likes:5000",
        "log:4000",
      ].map((each) => [`public.${each.split(":")[0]}`, Number(each.split(":")[1])]),
    ),
  );
  expect(answer.remarks).toEqual([]);
  expect(answer.rows["public.account"]).toBe(1000);
  expect(answer.rows["public._likes"]).toBeGreaterThan(4900);
  const orphans = await rowsOf(
    database,
    `SELECT count(*) FROM profile p LEFT JOIN member m USING (tenant_id, no) WHERE m.no IS NULL
     UNION ALL SELECT count(*) FROM account a LEFT JOIN "user" u ON u.id = a.id WHERE u.id IS NULL
     UNION ALL SELECT count(*) FROM "user" c LEFT JOIN "user" p ON p.id = c.parent WHERE c.parent IS NOT NULL AND p.id IS NULL
     UNION ALL SELECT count(*) FROM _likes l LEFT JOIN account a ON a.id = l."B" WHERE a.id IS NULL
     UNION ALL SELECT count(*) FROM log_old WHERE at >= '2026-01-01'`,
  );
  expect(orphans.map(([count]) => count)).toEqual(["0", "0", "0", "0", "0"]);
  const numbers = await rowsOf(
    database,
    `INSERT INTO account (id) SELECT id FROM "user" EXCEPT SELECT id FROM account LIMIT 1 RETURNING number`,
  );
  expect(numbers).toEqual([["1001"]]);
  await database.close();
});

test("every type that the embedded server has gets rows, in arrays too", async () => {
  const opened = await postgres.open();
  if (!opened.ok) throw new Error(opened.message);
  const types = await rowsOf(
    opened.database,
    `SELECT pg_catalog.format_type(oid, NULL) FROM pg_type
     WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r') AND typcategory <> 'A' AND typcategory <> 'Z'
       AND typname !~ '^(reg|pg_|gtsvector|refcursor|aclitem|txid|xid|cid|tid|xml)' ORDER BY 1`,
  );
  await opened.database.close();
  const columns = types.flatMap(([type], at) => [
    `a${at} ${type} NOT NULL`,
    `b${at} ${type}[] NOT NULL`,
  ]);
  const { database, answer } = await filled(
    `CREATE TYPE mood AS ENUM ('a', 'b "c"', 'd''e'); CREATE DOMAIN short AS VARCHAR(3);
     CREATE TABLE everything (${columns.join(", ")}, m mood NOT NULL, ms mood[] NOT NULL, s short NOT NULL, c CHAR(2) NOT NULL, n NUMERIC(4, 2) NOT NULL, g INT GENERATED ALWAYS AS (1) STORED)`,
    { "public.everything": 200 },
  );
  expect(types.length).toBeGreaterThan(40);
  expect(answer.remarks).toEqual([]);
  expect(answer.rows).toEqual({ "public.everything": 200 });
  await database.close();
});

test("a check that does not hold is taken away and named; what cannot be filled is named", async () => {
  const { database, answer } = await filled(
    `CREATE TABLE odd (x INT NOT NULL CHECK (x > 5000), state TEXT NOT NULL CHECK (state IN ('a', 'b')));
     CREATE DOMAIN even AS INT CHECK (VALUE % 2 = 0);
     CREATE TABLE strict (y even NOT NULL)`,
    { "public.odd": 50, "public.strict": 50 },
  );
  expect(answer).toEqual({
    ok: true,
    rows: { "public.odd": 50, "public.strict": 0 },
    remarks: [
      "The check odd_x_check does not hold for the rows that were made",
      'strict has no rows: value for domain even violates check constraint "even_check"',
    ],
  });
  const states = await rowsOf(
    database,
    "SELECT state, count(*) FROM odd GROUP BY 1 ORDER BY 2 DESC",
  );
  expect(states.map(([state]) => state)).toEqual(["a", "b"]);
  await database.close();
});

const blog = `
  CREATE TYPE state AS ENUM ('draft', 'live', 'gone');
  CREATE TABLE author (id SERIAL PRIMARY KEY, email TEXT NOT NULL UNIQUE, nick VARCHAR(40), born DATE);
  CREATE TABLE post (id UUID PRIMARY KEY, author_id INT NOT NULL REFERENCES author, state state NOT NULL DEFAULT 'live', title TEXT NOT NULL,
    is_pinned BOOLEAN NOT NULL DEFAULT false, score INT NOT NULL, created_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, deleted_at TIMESTAMP(3));
  CREATE INDEX post_author ON post (author_id);
  CREATE INDEX post_score ON post (score, created_at);
  CREATE INDEX post_title ON post USING hash (title);
`;

test("what is assumed of tables is what PostgreSQL finds in rows that are made so", async () => {
  const rows = { "public.author": 5000, "public.post": 40_000 };
  const { database, facts } = await filled(blog, rows);
  const found = await readStatistics(database);
  if (!found.ok) throw new Error(found.message);
  const assumed = assumeStatistics(facts, (table) => (rows as Record<string, number>)[table], {
    today,
  });
  for (const relation of assumed.relations) {
    const real = found.statistics.relations.find(({ name }) => name === relation.name);
    const off = relation.pages / Math.max(real?.pages ?? 0, 1);
    expect(off, `${relation.name}: ${relation.pages} pages, really ${real?.pages}`).toBeGreaterThan(
      0.7,
    );
    expect(off, `${relation.name}: ${relation.pages} pages, really ${real?.pages}`).toBeLessThan(
      1.4,
    );
  }
  const countOf = (distinct: number, table: string) =>
    distinct < 0 ? -distinct * (table === "post" ? 40_000 : 5000) : distinct;
  for (const column of assumed.columns) {
    const real = found.statistics.columns.find(
      (one) => one.table === column.table && one.column === column.column,
    );
    if (real === undefined) throw new Error(`${column.column} was not analyzed`);
    const name = `${column.table}.${column.column}`;
    expect(Math.abs(column.nullFraction - real.nullFraction), name).toBeLessThan(0.03);
    expect(column.averageWidth / real.averageWidth, name).toBeGreaterThan(0.6);
    expect(column.averageWidth / real.averageWidth, name).toBeLessThan(1.5);
    const distinct = countOf(column.distinct, column.table) / countOf(real.distinct, column.table);
    expect(distinct, `${name}: ${column.distinct}, really ${real.distinct}`).toBeGreaterThan(0.7);
    expect(distinct, `${name}: ${column.distinct}, really ${real.distinct}`).toBeLessThan(1.4);
  }
  await database.close();
});

test("the same rows each time", async () => {
  const sums: unknown[] = [];
  for (let time = 0; time < 2; time++) {
    const { database } = await filled(blog, { "public.author": 100, "public.post": 500 });
    sums.push(
      await rowsOf(
        database,
        "SELECT md5(string_agg(p::text || a::text, '' ORDER BY p.id)) FROM post p JOIN author a ON a.id = p.author_id",
      ),
    );
    await database.close();
  }
  expect(sums[0]).toEqual(sums[1]);
});
