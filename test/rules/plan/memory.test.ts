/**
 * Edges of the rules about memory and disk: sort-spilled-to-disk, hash-spilled-to-disk,
 * aggregate-spilled-to-disk, temp-file-traffic, lossy-bitmap, heap-fetches-in-index-only-scan.
 */
import { describe, expect, test } from "vitest";
import { rulesOf, saidOf } from "../../support/plan-examples.ts";

describe("sort-spilled-to-disk", () => {
  const expected = (rows: number) => `
    GroupAggregate  (cost=48395.34..49145.34 rows=10 width=120)
      Group Key: note
      ->  Sort  (cost=48395.34..49145.34 rows=${rows} width=120)
            Sort Key: note
            ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=${rows} width=120)
  `;

  test("expects it by rows and width, and by the memory that is set", () => {
    expect(saidOf(expected(300_000))).toEqual([
      "sort-spilled-to-disk: Sorting 300,000 rows by note is expected to need 41 MB and to write to disk: work_mem is 4 MB – Sort fewer rows (take, where) or fewer columns (select); or SET LOCAL work_mem = '64MB' in a transaction of this query (it is 4 MB now)",
    ]);
    expect(rulesOf(expected(20_000))).toEqual([]);
    expect(rulesOf(expected(300_000), { settings: { work_mem: "64MB" } })).toEqual([]);
  });

  test("does not expect it under a LIMIT", () => {
    expect(
      rulesOf(`
        Limit  (cost=48395.34..48395.84 rows=200000 width=120)
          ->  Sort  (cost=48395.34..49145.34 rows=300000 width=120)
                Sort Key: (lower(note))
                ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=120)
      `),
    ).toEqual([]);
  });
});

describe("hash-spilled-to-disk", () => {
  const join = (batches: string) => `
    Aggregate  (cost=41768.02..41768.03 rows=1 width=8) (actual time=469.040..469.040 rows=1 loops=1)
      ->  Hash Join  (cost=18064.00..41767.02 rows=600000 width=138) (actual time=97.411..468.040 rows=600000 loops=1)
            Hash Cond: (i."orderId" = o.id)
            ->  Seq Scan on "Item" i  (cost=0.00..9822.00 rows=600000 width=18) (actual time=0.007..37.787 rows=600000 loops=1)
            ->  Hash  (cost=9040.00..9040.00 rows=300000 width=120) (actual time=96.386..96.387 rows=300000 loops=1)
                  Buckets: 65536  Batches: ${batches}  Memory Usage: 6404kB
                  ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.004..21.469 rows=300000 loops=1)
    Execution Time: 485.790 ms
  `;

  test("tells of batches that were not planned, and of the memory of the version", () => {
    const [found] = saidOf(join("8 (originally 2)"), { postgres: 14 });
    expect(found).toContain("does not fit into 4 MB and goes to disk in 8 batches, 2 were planned");
    expect(saidOf(join("8"), { postgres: 15 })[0]).toContain(
      "The hash of 300,000 rows of Order does not fit into 8 MB and goes to disk in 8 batches,",
    );
    const settings = { work_mem: "1MB", hash_mem_multiplier: "3" };
    expect(saidOf(join("8"), { settings })[0]).toContain("does not fit into 3 MB");
  });

  test("is quiet about one batch", () => {
    expect(rulesOf(join("1"))).toEqual([]);
  });
});

describe("aggregate-spilled-to-disk", () => {
  const grouped = (disk: string, time: string) => `
    Aggregate  (cost=9.00..9.01 rows=1 width=8) (actual time=190.402..190.500 rows=1 loops=1)
      ->  HashAggregate  (cost=26602.50..29743.75 rows=300000 width=40) (actual time=120.111..${time} rows=300000 loops=1)
            Group Key: token
            Batches: 5  Memory Usage: 8241kB${disk}
            ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=16) (actual time=0.010..24.100 rows=300000 loops=1)
    Execution Time: 210.205 ms
  `;

  test("counts what is on disk", () => {
    expect(saidOf(grouped("  Disk Usage: 9656kB", "190.402"))[0]).toMatch(
      /^aggregate-spilled-to-disk: Grouping by token writes 9 MB to disk: the groups may take 8 MB/,
    );
    expect(rulesOf(grouped("", "190.402"))).toEqual([]);
    expect(rulesOf(grouped("  Disk Usage: 9656kB", "24.200"))).toEqual([]);
  });
});

describe("temp-file-traffic", () => {
  test("is quiet about a few blocks", () => {
    expect(
      rulesOf(`
        Aggregate  (cost=9.00..9.01 rows=1 width=8) (actual time=480.402..480.500 rows=1 loops=1)
          Buffers: shared hit=6040, temp read=100 written=100
          ->  CTE Scan on big  (cost=9040.00..15040.00 rows=300000 width=104) (actual time=0.011..470.402 rows=300000 loops=1)
                Buffers: shared hit=6040, temp read=100 written=100
                CTE big
                  ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.010..84.100 rows=300000 loops=1)
                        Buffers: shared hit=6040
        Execution Time: 510.205 ms
      `),
    ).toEqual([]);
  });
});

describe("lossy-bitmap", () => {
  const bitmap = (blocks: string) => `
    Aggregate  (cost=9.00..9.01 rows=1 width=8) (actual time=84.402..84.500 rows=1 loops=1)
      ->  Bitmap Heap Scan on "Order"  (cost=987.43..9486.44 rows=88130 width=120) (actual time=12.077..83.548 rows=88200 loops=1)
            Recheck Cond: (status = 'PAID'::"Status")
            Rows Removed by Index Recheck: 140311
            Heap Blocks: ${blocks}
            ->  Bitmap Index Scan on "Order_status_idx"  (cost=0.00..965.40 rows=88130 width=0) (actual time=11.492..11.492 rows=88200 loops=1)
                  Index Cond: (status = 'PAID'::"Status")
    Execution Time: 89.251 ms
  `;

  test("tells of the rows that are compared in vain", () => {
    expect(saidOf(bitmap("exact=712 lossy=4105"))[0]).toMatch(
      /^lossy-bitmap: The bitmap of Order remembers 85 % of 4,817 pages only as a whole, and 140,311 rows are compared in vain/,
    );
  });

  test("is quiet about a few lossy pages", () => {
    expect(rulesOf(bitmap("exact=4712 lossy=105"))).toEqual([]);
    expect(rulesOf(bitmap("exact=12 lossy=55"))).toEqual([]);
  });
});

describe("heap-fetches-in-index-only-scan", () => {
  const scan = (fetches: number) => `
    Aggregate  (cost=9.00..9.01 rows=1 width=8) (actual time=311.402..311.500 rows=1 loops=1)
      ->  Index Only Scan using "Item_orderId_idx" on "Item"  (cost=0.42..15900.42 rows=600000 width=4) (actual time=0.030..310.402 rows=600000 loops=1)
            Heap Fetches: ${fetches}
    Execution Time: 350.205 ms
  `;

  test("advises by version", () => {
    expect(saidOf(scan(100_000), { postgres: 12 })[0]).toMatch(
      /– VACUUM "Item"; if it comes back, lower autovacuum_vacuum_scale_factor of that table$/,
    );
    expect(saidOf(scan(100_000))[0]).toContain("and autovacuum_vacuum_insert_scale_factor");
    expect(rulesOf(scan(50_000))).toEqual([]);
  });
});
