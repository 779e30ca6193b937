/** Files of tables and indexes that are as long as they would be with many rows. */
import { afterAll, expect, test, vi } from "vitest";
import type {
  ColumnStatistics,
  RelationStatistics,
  Statistics,
} from "../../src/core/statistics/statistics.ts";
import type { Database } from "../../src/engines/postgres.ts";
import { deepTree } from "../../src/engines/postgres-btree.ts";
import { applyStatistics } from "../../src/explain/apply-statistics.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());
vi.setConfig({ testTimeout: 60_000 });

async function open(extensions: readonly string[] = []): Promise<Database> {
  const opened = await postgres.open({ extensions });
  if (!opened.ok) throw new Error(opened.message);
  await opened.database.exec("CREATE TABLE t (id INT PRIMARY KEY, x INT)");
  return opened.database;
}

async function one(database: Database, sql: string): Promise<string> {
  const answer = await database.query(sql);
  if (!answer.ok) throw new Error(answer.message);
  return answer.rows[0]?.[0] ?? "";
}

function statistics(pages: number, rows: number, indexPages = 2): Statistics {
  const relation = { schema: "public", allVisiblePages: 0, rows };
  const relations: RelationStatistics[] = [
    { ...relation, name: "t", kind: "table", pages },
    { ...relation, name: "t_pkey", kind: "index", pages: indexPages },
  ];
  return { relations, columns: [], settings: {} };
}

const upTo = (rows: number): ColumnStatistics => ({
  ...{ schema: "public", table: "t", column: "id", isInherited: false, nullFraction: 0 },
  ...{ averageWidth: 4, distinct: -1, mostCommonValues: undefined, correlation: 1 },
  ...{ mostCommonFrequencies: undefined, histogramBounds: `{1,${rows / 2},${rows}}` },
});

test("a table is longer than its bytes, past 1 GiB too, and shorter again", async () => {
  const database = await open();
  const path = await one(database, "SELECT pg_relation_filepath('t')");
  for (const pages of [5, 300_000, 131_072, 131_073, 0, 7]) {
    expect(await database.stretch([{ path, pages }])).toBe(true);
    expect(await one(database, "SELECT pg_relation_size('t') / 8192")).toBe(`${pages}`);
  }
  expect(await one(database, "SELECT count(*) FROM pg_class WHERE relname ~ 'stretched'")).toBe(
    "0",
  );
  await database.close();
});

test("a file that is not there is refused, and a stretched database gives no copy", async () => {
  const database = await open();
  expect(await database.stretch([{ path: "nowhere/1", pages: 3 }])).toBe(false);
  expect(await database.snapshot()).toBeDefined();
  const path = await one(database, "SELECT pg_relation_filepath('t')");
  expect(await database.stretch([{ path, pages: 3 }])).toBe(true);
  expect(await database.snapshot()).toBeUndefined();
  await database.close();
  expect(await database.stretch([{ path, pages: 3 }])).toBe(false);
});

test("the planner believes each length that it is given, one after the other", async () => {
  const database = await open(["pg_buffercache"]);
  for (const pages of [100, 400_000, 10, 300_000, 5]) {
    expect(await applyStatistics(database, statistics(pages, pages * 100))).toMatchObject({
      ok: true,
    });
    expect(await one(database, "EXPLAIN SELECT * FROM t")).toContain(` rows=${pages * 100} `);
  }
  await database.close();
});

test("an index is as deep as its pages say, again and again, and has no rows to find", async () => {
  const database = await open(["pg_buffercache"]);
  const startup: string[] = [];
  for (const [rows, pages] of [
    [1000, 2],
    [20_000, 60],
    [1_000_000, 2745],
    [200_000_000, 548_000],
    [1_000_000, 2745],
  ] as const) {
    await applyStatistics(database, {
      ...statistics(rows / 100, rows, pages),
      columns: [upTo(rows)],
    });
    // A condition at the end of the values lets the planner look into the index.
    const plan = await one(database, "EXPLAIN SELECT id FROM t WHERE id = 1");
    startup.push(/cost=([\d.]+)\.\./.exec(plan)?.[1] ?? plan);
    const join = `EXPLAIN SELECT * FROM t a JOIN t b ON b.id = a.x WHERE a.id > ${rows - 1}`;
    expect(await one(database, join)).toMatch(/Join|Loop/);
  }
  // A real index of 1,000,000 numbers has a startup cost of 0.42: two levels above its leaves.
  expect(startup).toEqual(["0.15", "0.29", "0.42", "0.57", "0.42"]);
  await database.close();
});

test("a first page that is none of a b-tree is left as it is", () => {
  expect(deepTree(new Uint8Array(8192), 2)).toBeUndefined();
  expect(deepTree(new Uint8Array(10), 2)).toBeUndefined();
  const almost = new Uint8Array(8192);
  new DataView(almost.buffer).setUint32(24, 0x053162, true);
  expect(deepTree(almost, 2)).toBeUndefined();
});

test("a value that cannot be read spoils itself only", async () => {
  const database = await open(["pg_buffercache"]);
  const column = {
    ...{ schema: "public", table: "t", isInherited: false, nullFraction: 0.5, averageWidth: 4 },
    ...{ distinct: 7, mostCommonValues: undefined, mostCommonFrequencies: undefined },
    ...{ correlation: 0, histogramBounds: undefined },
  };
  const given = {
    ...statistics(100, 10_000),
    columns: [
      { ...column, column: "x", histogramBounds: "{no,number}" },
      { ...column, column: "id" },
      { ...column, column: "gone" },
    ],
  };
  const applied = await applyStatistics(database, given);
  expect(applied).toMatchObject({ ok: true, skipped: ["public.t.gone"] });
  expect(applied.ok && applied.remarks.join()).toContain("no");
  const kept = await one(
    database,
    "SELECT string_agg(attname || ' ' || null_frac, ', ' ORDER BY attname) FROM pg_stats WHERE tablename = 't'",
  );
  expect(kept).toContain("id 0.5");
  await database.close();
});

test("where the server does not take lengths, that is said and nothing is applied", async () => {
  const database = await open();
  const refused = await applyStatistics(
    { ...database, stretch: async () => false },
    statistics(100, 10_000),
  );
  expect(refused).toMatchObject({ ok: false, code: "0A000" });
  expect(await one(database, "SELECT relpages FROM pg_class WHERE relname = 't'")).toBe("0");
  await database.close();
});
