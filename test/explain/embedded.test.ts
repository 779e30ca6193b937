/** Explaining on the embedded databases: builds, statistics, reuse, limits, rows. */
import { afterAll, expect, test, vi } from "vitest";
import type { EmbeddedPostgres } from "../../src/engines/postgres.ts";
import type { Connection } from "../../src/engines/postgres-connection.ts";
import { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import type { EmbeddedWish, GivenStatistics } from "../../src/explain/embedded-wish.ts";
import { explainOn } from "../../src/explain/explain.ts";
import { measureEmbedded } from "../bench/embedded-measure.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const postgres = await startEmbeddedPostgres();
/** Counts what is opened, to see what is used again. */
let opened = 0;
const counting: EmbeddedPostgres = {
  ...postgres,
  open: (wish) => {
    opened += 1;
    return postgres.open(wish);
  },
};
const explainer = new EmbeddedExplainer(() => counting, { plan: 3000 });
afterAll(async () => {
  await explainer.stop();
  await postgres.stop();
});
vi.setConfig({ testTimeout: 90_000 });

const shop = `
  CREATE TYPE "State" AS ENUM ('open', 'paid', 'void');
  CREATE TABLE "Customer" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL UNIQUE);
  CREATE TABLE "Order" (
    "id" UUID PRIMARY KEY, "customerId" INTEGER NOT NULL REFERENCES "Customer", "state" "State" NOT NULL,
    "note" VARCHAR(20), "placedAt" TIMESTAMPTZ NOT NULL DEFAULT now(), "total" NUMERIC(10, 2) NOT NULL CHECK ("total" >= 0));
  CREATE INDEX "by_customer" ON "Order" ("customerId");
  CREATE INDEX "open_ones" ON "Order" ("placedAt") WHERE "state" = 'void';
`;
const assumed = (rows: Readonly<Record<string, number>> = {}): GivenStatistics => ({
  kind: "assumed",
  rows,
});
const wish = (sql: string, statistics = assumed()): EmbeddedWish => ({
  build: { kind: "script", sql },
  statistics,
});

async function open(asked: EmbeddedWish) {
  const answer = await explainer.open(asked);
  if (!answer.ok) throw new Error(answer.message);
  return answer;
}

async function planOf(connection: Connection, sql: string): Promise<string> {
  const answer = await connection.query(`EXPLAIN ${sql}`);
  if (!answer.ok) throw new Error(answer.message);
  return answer.rows.map(([line]) => line).join("\n");
}

test("an empty database plans as one with the rows that are assumed", async () => {
  const { connection, rows, left, remarks } = await open(wish(shop));
  expect({ rows, left, remarks }).toEqual({
    rows: { "public.Customer": 100_000, "public.Order": 100_000 },
    left: [],
    remarks: [],
  });
  expect(await planOf(connection, `SELECT * FROM "Order"`)).toMatch(/^Seq Scan .* rows=100000 /);
  expect(await planOf(connection, `SELECT * FROM "Customer" WHERE "id" = 5`)).toMatch(
    /^Index Scan using "Customer_pkey" .* rows=1 /,
  );
});

test("other rows are taken over by the same database, another schema makes another one", async () => {
  await open(wish(shop));
  const before = opened;
  const bigger = await open(wish(shop, assumed({ "public.Order": 50_000_000 })));
  expect(await planOf(bigger.connection, `SELECT count(*) FROM "Order"`)).toMatch(
    /Workers Planned/,
  );
  expect(bigger.rows["public.Order"]).toBe(50_000_000);
  const smaller = await open(wish(shop, assumed({ "public.Order": 10 })));
  expect(await planOf(smaller.connection, `SELECT * FROM "Order"`)).toMatch(/ rows=10 /);
  expect(await open(wish(shop, assumed({ "public.Order": 10 })))).toBe(smaller);
  expect(opened).toBe(before);
  const other = await open(wish(`${shop} CREATE TABLE "More" (id INT)`));
  expect(opened).toBeGreaterThan(before);
  expect(other.rows["public.More"]).toBe(100_000);
  // The old one was given back.
  expect(await smaller.connection.query("SELECT 1")).toMatchObject({ ok: false, code: "stopped" });
});

test("an index serves LIKE as the database sorts", async () => {
  const texts = `CREATE TABLE t (name TEXT NOT NULL); CREATE INDEX names ON t (name)`;
  const query = "SELECT * FROM t WHERE name LIKE 'abc%'";
  const usual = await open(wish(texts));
  expect(await planOf(usual.connection, query)).toContain("Seq Scan");
  const byBytes = await open(wish(texts, { kind: "assumed", rows: {}, collation: "C" }));
  expect(await planOf(byBytes.connection, query)).toMatch(/Index (Only )?Scan/);
});

test("a history is replayed; what cannot be had is left out by name", async () => {
  const first = {
    name: "1_first",
    text: `CREATE EXTENSION IF NOT EXISTS "postgis"; CREATE EXTENSION IF NOT EXISTS "citext";
      CREATE TABLE place (id TEXT PRIMARY KEY DEFAULT nanoid(), at geometry(Point, 4326), name CITEXT, parts geometry[]);
      CREATE INDEX on_map ON place USING gist (at)`,
  };
  const second = { name: "2_second", text: "ALTER TABLE place ADD COLUMN size INT NOT NULL" };
  const { connection, left } = await open({
    build: { kind: "history", migrations: [first, second] },
    statistics: assumed(),
  });
  expect(left).toEqual([
    'CREATE EXTENSION IF NOT EXISTS "postgis": extension "postgis" is not available',
    "The type geometry is taken for text",
    "The default nanoid() is left out",
    'CREATE INDEX on_map ON place USING gist: data type text has no default operator class for access method "gist"',
  ]);
  expect(await planOf(connection, "SELECT size FROM place WHERE name = 'x'")).toContain("rows=10 ");
});

test("statistics that are given are used, and what they speak of in vain is named", async () => {
  const relation = { schema: "public", kind: "table" as const, pages: 9000, rows: 1_000_000 };
  const { connection, rows, remarks } = await open(
    wish("CREATE TABLE big (x INT)", {
      kind: "given",
      statistics: {
        relations: [
          { ...relation, name: "big", allVisiblePages: 0 },
          { ...relation, name: "gone", allVisiblePages: 0 },
        ],
        columns: [],
        settings: { random_page_cost: "1.1", unheard_of: "1", max_connections: "7" },
      },
    }),
  );
  expect(rows).toEqual({ "public.big": 1_000_000 });
  expect(remarks).toEqual(["The statistics speak of what is not there: public.gone"]);
  expect(await planOf(connection, "SELECT * FROM big")).toMatch(/rows=1000000 /);
  const cost = await connection.query("SHOW random_page_cost");
  expect(cost.ok && cost.rows).toEqual([["1.1"]]);
});

test("what plans does not run, and what never ends is ended; the next question works", async () => {
  const { connection } = await open(wish(shop));
  for (const sql of ["EXPLAIN ANALYZE SELECT 1", "explain (format json, analyze true) SELECT 1"]) {
    expect(await connection.query(sql)).toMatchObject({ ok: false, code: "0A000" });
  }
  expect(await connection.query("EXPLAIN (ANALYZE false) SELECT 1")).toMatchObject({ ok: true });
  const begun = performance.now();
  const endless = await connection.exec("DO $$ BEGIN LOOP END LOOP; END $$");
  expect(endless).toEqual({
    ok: false,
    code: "57014",
    message:
      "The embedded PostgreSQL was ended after 3 seconds, because there was no plan; the next question starts it again",
  });
  expect(performance.now() - begun).toBeLessThan(8000);
  expect(await connection.query("SELECT 1")).toMatchObject({ ok: false, code: "stopped" });
  const next = await open(wish(shop));
  expect(await planOf(next.connection, `SELECT * FROM "Order"`)).toContain("rows=100000 ");
});

test("really made rows are scaled, and a query runs over them", async () => {
  const done: number[] = [];
  const filled = await explainer.openFilled({
    ...wish(shop, assumed({ "public.Order": 40_000, "public.Customer": 4000 })),
    tables: ["public.Order", "public.Customer"],
    scale: { total: 22_000, least: 1000, other: 10, others: 10 },
    onProgress: (rows) => done.push(rows),
  });
  if (!filled.ok) throw new Error(filled.message);
  expect(filled.assumed).toEqual({ "public.Order": 40_000, "public.Customer": 4000 });
  expect(filled.rows).toEqual({ "public.Order": 20_000, "public.Customer": 2000 });
  expect(done.at(-1)).toBe(22_000);
  const orphans = `SELECT count(*) FILTER (WHERE c."id" IS NULL), count(DISTINCT o."customerId") > 1900, count(*) FROM "Order" o LEFT JOIN "Customer" c ON c."id" = o."customerId"`;
  const answer = await filled.connection.query(orphans);
  expect(answer.ok && answer.rows).toEqual([["0", "t", "20000"]]);
  const explained = await explainOn(filled.connection, filled.server, {
    sql: `SELECT "state", count(*) FROM "Order" GROUP BY 1`,
    values: [],
    mode: "run",
  });
  if (!explained.ok) throw new Error(explained.message);
  const [{ Plan }] = JSON.parse(explained.json);
  expect(Plan["Actual Rows"]).toBe(3);
});

test("memory that runs out ends the database and says so; the next question works", async () => {
  const asked = { ...wish(shop), tables: [], scale: { total: 100, least: 1, other: 1, others: 1 } };
  const filled = await explainer.openFilled(asked);
  if (!filled.ok) throw new Error(filled.message);
  const answer = await filled.connection.query(
    "SELECT length(repeat('x', 1000000000) || repeat('y', 500000000))",
  );
  expect(answer).toMatchObject({ ok: false, code: "53200" });
  expect(answer).toMatchObject({ message: expect.stringContaining("ran out of memory") });
  expect(await filled.connection.query("SELECT 1")).toMatchObject({ ok: false, code: "stopped" });
  const again = await explainer.openFilled(asked);
  expect(again.ok && (await again.connection.query("SELECT 1"))).toMatchObject({ ok: true });
});

test("an idle database is given back, and opened again when it is asked for", async () => {
  const short = new EmbeddedExplainer(() => postgres, { idle: 50 });
  const first = await short.open(wish("CREATE TABLE t (x INT)"));
  if (!first.ok) throw new Error(first.message);
  await vi.waitFor(
    async () => expect(await first.connection.query("SELECT 1")).toMatchObject({ ok: false }),
    { timeout: 5000, interval: 200 },
  );
  expect(await short.open(wish("CREATE TABLE t (x INT)"))).toMatchObject({ ok: true });
  await short.stop();
});

test("a wish that is cancelled ends, and the database of another one does not", async () => {
  const aborted = new AbortController();
  const kept = await explainer.open({ ...wish(shop), signal: aborted.signal });
  if (!kept.ok) throw new Error(kept.message);
  aborted.abort();
  expect(await kept.connection.query("SELECT 1")).toMatchObject({ ok: true });
  expect(await explainer.open({ ...wish(shop), signal: aborted.signal })).toMatchObject({
    ok: false,
    message: "Cancelled",
  });
});

test("making rows can be cancelled on the way, and tells nothing of half of them", async () => {
  const aborted = new AbortController();
  const answer = await explainer.openFilled({
    ...wish(shop, assumed({ "public.Order": 100_000, "public.Customer": 60_000 })),
    tables: [],
    signal: aborted.signal,
    onProgress: () => aborted.abort(),
  });
  expect(answer).toMatchObject({ ok: false, message: "Cancelled" });
});

test("what is measured are plans that were made", async () => {
  const plain = wish("CREATE TABLE t (x INT)");
  const times = await measureEmbedded(() => postgres, plain, "SELECT * FROM t", 3);
  expect(times.warm).toHaveLength(3);
  expect(times.cold).toBeGreaterThan(Math.min(...times.warm));
  await expect(measureEmbedded(() => postgres, plain, "SELECT * FROM gone", 1)).rejects.toThrow();
});
