/** Two plans of one query: which nodes belong together, what changed, what is said of it. */
import { describe, expect, test, vi } from "vitest";
import { comparePlans } from "../../src/core/plan/compare.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { planIn, randomFrom, randomPlan, recorded, recordedPlan, textPlan } from "./plans.ts";

// Very large plans take their time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const scanned =
  textPlan(`Limit  (cost=500.00..500.03 rows=10 width=44) (actual time=40.0..40.1 rows=10 loops=1)
  ->  Sort  (cost=500.00..510.00 rows=400 width=44) (actual time=40.0..40.0 rows=10 loops=1)
        ->  Hash Join  (cost=60.00..480.00 rows=400 width=44) (actual time=1.0..39.0 rows=400 loops=1)
              ->  Seq Scan on "Order" o  (cost=0.00..407.00 rows=400 width=44) (actual time=0.1..30.0 rows=400 loops=1)
              ->  Hash  (cost=35.00..35.00 rows=2000 width=12) (actual time=2.0..2.0 rows=2000 loops=1)
                    ->  Seq Scan on customer c  (cost=0.00..35.00 rows=2000 width=12) (actual time=0.1..1.0 rows=2000 loops=1)
Execution Time: 40.200 ms`);

const indexed =
  textPlan(`Limit  (cost=0.30..12.00 rows=10 width=44) (actual time=0.3..2.0 rows=10 loops=1)
  ->  Nested Loop  (cost=0.30..480.00 rows=400 width=44) (actual time=0.2..1.9 rows=10 loops=1)
        ->  Index Scan using o_created on "Order" o  (cost=0.20..80.00 rows=400 width=44) (actual time=0.1..0.5 rows=10 loops=1)
        ->  Index Scan using customer_pkey on customer c  (cost=0.10..1.00 rows=1 width=12) (actual time=0.1..0.1 rows=1 loops=10)
Execution Time: 2.010 ms`);

const types = (plan: Plan, indexes: readonly number[]) =>
  indexes.map((index) => plan.nodes[index]?.type);

test("scans are matched by what they read, joins by what is below them", () => {
  const { pairs, removed, added } = comparePlans(scanned, indexed);
  expect(
    pairs.map(({ before, after, isChanged }) => [
      scanned.nodes[before]?.type,
      indexed.nodes[after]?.type,
      isChanged,
    ]),
  ).toEqual([
    ["Limit", "Limit", false],
    ["Hash Join", "Nested Loop", true],
    ["Seq Scan", "Index Scan", true],
    ["Seq Scan", "Index Scan", true],
  ]);
  expect(types(scanned, removed)).toEqual(["Sort", "Hash"]);
  expect(added).toEqual([]);
});

test("numbers of a pair", () => {
  const order = comparePlans(scanned, indexed).pairs[2];
  expect(order?.cost).toEqual({ before: 407, after: 80, direction: "less" });
  expect(order?.rows).toEqual({ before: 400, after: 10, direction: "less" });
  expect(order?.time).toEqual({ before: 30, after: 0.5, direction: "less" });
  expect(order?.buffers).toBeUndefined();
});

test.each([
  [
    "faster",
    scanned,
    indexed,
    "time",
    "20 times faster: 40.2 ms became 2.0 ms; Seq Scan on Order o became Index Scan using o_created on Order o",
  ],
  [
    "slower",
    indexed,
    scanned,
    "time",
    "20 times slower: 2.0 ms became 40.2 ms; Index Scan using o_created on Order o became Seq Scan on Order o",
  ],
  ["same", scanned, scanned, "time", "About as fast: 40.2 ms became 40.2 ms"],
])("%s, where both were run", (verdict, before, after, basis, sentence) => {
  expect(comparePlans(before, after)).toMatchObject({ verdict, basis, sentence });
});

const cost = (text: string) => textPlan(`Seq Scan on t  (cost=0.00..${text} rows=1 width=4)`);
test.each([
  ["100.00", "100.00", "same", "About as dear by estimated cost: 100 became 100"],
  ["100.00", "95.00", "same", "About as dear by estimated cost: 100 became 95"],
  ["100.00", "94.00", "cheaper", "6 % cheaper by estimated cost: 100 became 94"],
  ["100.00", "150.00", "dearer", "50 % dearer by estimated cost: 100 became 150"],
  ["100.00", "400.00", "dearer", "4 times dearer by estimated cost: 100 became 400"],
  ["0.00", "4.00", "dearer", "Dearer by estimated cost: 0 became 4"],
])("cost %s and %s", (before, after, verdict, sentence) => {
  expect(comparePlans(cost(before), cost(after))).toMatchObject({
    basis: "cost",
    verdict,
    sentence,
  });
});

test("where only one was run, costs decide, and it says so", () => {
  const { basis, sentence } = comparePlans(scanned, cost("10.00"));
  expect(basis).toBe("cost");
  expect(sentence).toContain(
    "cheaper by estimated cost, since only one of them was run: 500 became 10",
  );
});

test("what the clock cannot tell apart is the same", () => {
  const run = (time: string) =>
    textPlan(`Result  (cost=0.00..0.01 rows=1 width=4) (actual time=0.001..${time} rows=1 loops=1)
Execution Time: ${time} ms`);
  expect(comparePlans(run("0.004"), run("0.010")).verdict).toBe("same");
  expect(comparePlans(run("0.004"), run("0.100")).verdict).toBe("slower");
});

test.each([
  [
    "joins in another order",
    `Hash Join  (cost=0..9 rows=1 width=4)
  ->  Nested Loop  (cost=0..5 rows=1 width=4)
        ->  Seq Scan on a  (cost=0..1 rows=1 width=4)
        ->  Seq Scan on b  (cost=0..1 rows=1 width=4)
  ->  Seq Scan on c  (cost=0..1 rows=1 width=4)`,
    `Merge Join  (cost=0..9 rows=1 width=4)
  ->  Seq Scan on a  (cost=0..1 rows=1 width=4)
  ->  Hash Join  (cost=0..5 rows=1 width=4)
        ->  Seq Scan on b  (cost=0..1 rows=1 width=4)
        ->  Seq Scan on c  (cost=0..1 rows=1 width=4)`,
    ["Hash Join → Merge Join", "a → a", "b → b", "c → c"],
  ],
  [
    "the same table twice",
    `Hash Join  (cost=0..9 rows=1 width=4)
  ->  Seq Scan on a x  (cost=0..1 rows=1 width=4)
  ->  Seq Scan on a y  (cost=0..1 rows=1 width=4)`,
    `Hash Join  (cost=0..9 rows=1 width=4)
  ->  Seq Scan on a y  (cost=0..1 rows=1 width=4)
  ->  Index Scan using i on a x  (cost=0..1 rows=1 width=4)`,
    ["Hash Join → Hash Join", "y → y", "x → x"],
  ],
  [
    "workers come in between",
    `Aggregate  (cost=0..9 rows=1 width=4)
  ->  Seq Scan on a  (cost=0..1 rows=1 width=4)`,
    `Finalize Aggregate  (cost=0..9 rows=1 width=4)
  ->  Gather  (cost=0..9 rows=1 width=4)
        ->  Partial Aggregate  (cost=0..9 rows=1 width=4)
              ->  Parallel Seq Scan on a  (cost=0..1 rows=1 width=4)`,
    ["Aggregate → Aggregate", "a → a"],
  ],
])("%s", (_, before, after, expected) => {
  const [first, second] = [textPlan(before), textPlan(after)];
  const name = (plan: Plan, index: number) => plan.nodes[index]?.alias ?? plan.nodes[index]?.type;
  const found = comparePlans(first, second).pairs.map(
    (pair) => `${name(first, pair.before)} → ${name(second, pair.after)}`,
  );
  expect(found).toEqual(expected);
});

describe("with itself", () => {
  test.each(recorded)("%s is the same in every node", (name) => {
    const plan = recordedPlan(name);
    const { pairs, removed, added, verdict } = comparePlans(plan, plan);
    expect(pairs.every(({ before, after, isChanged }) => before === after && !isChanged)).toBe(
      true,
    );
    expect({ removed, added, verdict }).toEqual({ removed: [], added: [], verdict: "same" });
  });
});

test("15 and 18 run the same query in nearly the same way", () => {
  const { pairs, removed, added } = comparePlans(
    recordedPlan("15-lateral"),
    recordedPlan("18-lateral"),
  );
  expect(pairs.length).toBeGreaterThanOrEqual(4);
  expect(removed.length + added.length).toBeLessThanOrEqual(2);
});

test("each node of random plans is in one place only", () => {
  const random = randomFrom(5);
  for (let round = 0; round < 200; round++) {
    const [before, after] = [
      planIn(readPlan(randomPlan(random))),
      planIn(readPlan(randomPlan(random))),
    ];
    const { pairs, removed, added } = comparePlans(before, after);
    const inBefore = [...pairs.map((pair) => pair.before), ...removed].sort((a, b) => a - b);
    const inAfter = [...pairs.map((pair) => pair.after), ...added].sort((a, b) => a - b);
    expect(inBefore).toEqual(before.nodes.map(({ index }) => index));
    expect(inAfter).toEqual(after.nodes.map(({ index }) => index));
  }
});

test("ten thousand levels", () => {
  const level = '{"Node Type":"Limit","Plans":[';
  const plan = planIn(
    readPlan(`{"Plan":${level.repeat(10_000)}{"Node Type":"Result"}${"]}".repeat(10_000)}}`),
  );
  expect(comparePlans(plan, plan).pairs).toHaveLength(10_001);
});
