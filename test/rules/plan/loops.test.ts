/**
 * Edges of the rules about what runs very often: correlated-subplan, relation-joined-row-by-row,
 * nested-loop-over-many-rows, join-filter-discards-rows, kept-rows-read-over-and-over, row-estimate-off.
 */
import { describe, expect, test } from "vitest";
import { rulesOf, saidOf } from "../../support/plan-examples.ts";

describe("correlated-subplan", () => {
  const subplan = (loops: number, name = "SubPlan 1") => `
    Seq Scan on "User" u  (cost=0.00..41672.00 rows=${loops} width=12) (actual time=0.060..43.783 rows=${loops} loops=1)
      ${name}
        ->  Index Only Scan using "Order_customerId_idx" on "Order" o  (cost=0.42..8.26 rows=15 width=0) (actual time=0.004..0.008 rows=15 loops=${loops})
              Index Cond: ("customerId" = u.id)
    Execution Time: 44.819 ms
  `;

  test("counts its runs", () => {
    expect(saidOf(subplan(5000))[0]).toMatch(
      /^correlated-subplan: The subquery on Order runs 5,000 times, once per row around it, \d+ % of the time – Group Order/,
    );
  });

  test("is quiet about few runs, and about what is hashed or runs once", () => {
    expect(rulesOf(subplan(99))).toEqual([]);
    expect(rulesOf(subplan(5000, "InitPlan 1 (returns $0)"))).toEqual([]);
  });

  test("expects them where it was not run", () => {
    expect(
      saidOf(`
        Seq Scan on "User" u  (cost=0.00..41672.00 rows=5000 width=12)
          SubPlan 1
            ->  Index Only Scan using "Order_customerId_idx" on "Order" o  (cost=0.42..8.26 rows=15 width=0)
                  Index Cond: ("customerId" = u.id)
      `)[0],
    ).toContain("is expected to run 5,000 times");
  });
});

describe("relation-joined-row-by-row", () => {
  const plan = `
    Nested Loop Left Join  (cost=8.30..41702.54 rows=5000 width=36)
      ->  Seq Scan on "User" t0  (cost=0.00..387.00 rows=5000 width=4)
      ->  Aggregate  (cost=8.30..8.31 rows=1 width=32)
            ->  Index Scan using "Order_customerId_idx" on "Order" t1  (cost=0.42..8.26 rows=15 width=4)
                  Index Cond: (t0.id = t1."customerId")
  `;

  test("knows Prisma's statement where the plan does not show its output", () => {
    const sql = "SELECT … LEFT JOIN LATERAL (SELECT COALESCE(JSONB_AGG(\"__prisma_data__\"), '[]')";
    expect(saidOf(plan, { sql })).toEqual([
      'relation-joined-row-by-row: Order is expected to be fetched 5,000 times, once per parent, over 99 % of the expected cost – Take fewer parents, or load this relation with relationLoadStrategy: "query"',
    ]);
  });

  test("says nothing of other aggregates", () => {
    expect(rulesOf(plan, { sql: "SELECT max(total) …" })).toEqual([]);
  });
});

describe("nested-loop-over-many-rows", () => {
  const loop = (expected: number, inner = 'Index Scan using "Order_pkey" on "Order" o') => `
    Aggregate  (cost=4697.98..4697.99 rows=1 width=8) (actual time=513.228..513.228 rows=1 loops=1)
      ->  Nested Loop  (cost=0.42..4696.98 rows=1200 width=138) (actual time=0.071..512.228 rows=200000 loops=1)
            ->  Seq Scan on "Item" i  (cost=0.00..3322.00 rows=${expected} width=18) (actual time=0.013..26.034 rows=200000 loops=1)
            ->  ${inner}  (cost=0.42..0.45 rows=1 width=120) (actual time=0.002..0.002 rows=1 loops=200000)
    Execution Time: 540.035 ms
  `;

  test("names the wrong estimate, once", () => {
    expect(saidOf(loop(1200))).toEqual([
      expect.stringMatching(
        /^nested-loop-over-many-rows: The nested loop runs Index Scan of Order 200,000 times, 167 times as often as expected, \d+ % of the time – Run ANALYZE on Item/,
      ),
    ]);
  });

  test("says what to do where the estimate is right", () => {
    expect(saidOf(loop(190_000))[0]).toMatch(/– Let Seq Scan of Item bring fewer rows/);
    expect(rulesOf(loop(19_000).replaceAll("200000", "20000"))).toEqual([]);
  });

  test("leaves lookups that are remembered alone", () => {
    expect(rulesOf(loop(190_000, "Memoize"))).toEqual([]);
  });
});

describe("kept-rows-read-over-and-over", () => {
  const joined = (removed: number, rows: number, loops: number) => `
    Aggregate  (cost=9000.00..9000.01 rows=1 width=8) (actual time=830.000..830.000 rows=1 loops=1)
      ->  Nested Loop  (cost=387.00..8000.00 rows=100000 width=50) (actual time=1.074..819.752 rows=${rows * loops - removed} loops=1)
            Join Filter: (o.total > u.id)
            Rows Removed by Join Filter: ${removed}
            ->  Seq Scan on "Order" o  (cost=0.00..740.00 rows=${loops} width=40) (actual time=0.009..1.827 rows=${loops} loops=1)
            ->  Materialize  (cost=0.00..20.00 rows=${rows} width=4) (actual time=0.000..0.093 rows=${rows} loops=${loops})
                  ->  Seq Scan on "User" u  (cost=0.00..20.00 rows=${rows} width=4) (actual time=0.010..0.400 rows=${rows} loops=1)
    Execution Time: 844.476 ms
  `;

  test("gives way to the filter of the join that throws the pairs away", () => {
    expect(rulesOf(joined(2_900_000, 1000, 3000))).toEqual(["join-filter-discards-rows"]);
    expect(rulesOf(joined(1_500_000, 1000, 3000))).toEqual(["kept-rows-read-over-and-over"]);
  });

  test("is quiet about few rows or few loops", () => {
    expect(rulesOf(joined(1000, 10, 3000))).toEqual([]);
    expect(rulesOf(joined(1000, 20_000, 60))).toEqual([]);
  });
});

describe("row-estimate-off", () => {
  const joined = (expected: number, come: number, time = 128) => `
    Aggregate  (cost=12134.00..12134.01 rows=1 width=8) (actual time=${time}.140..${time}.140 rows=1 loops=1)
      ->  Hash Join  (cost=3337.00..12134.00 rows=${expected * 2} width=138) (actual time=7.411..${time}.040 rows=${come * 2} loops=1)
            Hash Cond: (i."orderId" = o.id)
            ->  Seq Scan on "Item" i  (cost=0.00..9040.00 rows=60000 width=18) (actual time=0.004..4.469 rows=60000 loops=1)
            ->  Hash  (cost=9087.00..9087.00 rows=${expected} width=120) (actual time=6.386..6.387 rows=${come} loops=1)
                  Buckets: 16384  Batches: 1  Memory Usage: 1701kB
                  ->  Index Scan using "Order_status_idx" on "Order" o  (cost=12.00..9087.00 rows=${expected} width=120) (actual time=0.904..5.469 rows=${come} loops=1)
                        Index Cond: ((status = 'OPEN'::"Status") AND (total = '5'::numeric))
    Execution Time: ${time}.790 ms
  `;

  test("names the node where it begins, once", () => {
    expect(saidOf(joined(150, 15_000))).toEqual([
      "row-estimate-off: Index Scan of Order: 100 times more rows than expected, 15,000 instead of 150 – Run ANALYZE on Order, and CREATE STATISTICS over the columns of its filter if they go together",
    ]);
    expect(saidOf(joined(40_000, 400))[0]).toContain("100 times fewer rows than expected");
  });

  test("is quiet about small errors, few rows and fast queries", () => {
    expect(rulesOf(joined(5_000, 15_000))).toEqual([]);
    expect(rulesOf(joined(5, 500))).toEqual([]);
    expect(rulesOf(joined(150, 15_000, 8))).toEqual([]);
  });
});
