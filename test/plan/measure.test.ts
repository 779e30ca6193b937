/** What nodes took by themselves: small plans with known answers, and recorded ones. */
import { describe, expect, test } from "vitest";
import { measure } from "../../src/core/plan/measure.ts";
import { addsUp, sum } from "./adds-up.ts";
import { recorded, recordedPlan, textPlan } from "./plans.ts";

const rounded = (numbers: readonly (number | undefined)[]) =>
  numbers.map((number) => (number === undefined ? undefined : Math.round(number * 1e3) / 1e3));
const ownTimes = (text: string) => rounded(measure(textPlan(text)).map(({ ownTime }) => ownTime));

test.each([
  [
    "loops: times are those of one",
    `Nested Loop  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..10.0 rows=9 loops=1)
  ->  Index Scan using i on b  (cost=1..2 rows=1 width=4) (actual time=0.1..3.0 rows=1 loops=9)`,
    [13, 10, 27],
  ],
  [
    "workers: they run at the same time, and the leader with them",
    `Gather  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  Workers Planned: 2
  Workers Launched: 2
  ->  Sort  (cost=1..2 rows=9 width=4) (actual time=0.1..40.0 rows=3 loops=3)
        ->  Parallel Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=3 loops=3)`,
    [10, 10, 30],
  ],
  [
    "a leader that did not take part",
    `Gather  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  ->  Parallel Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..40.0 rows=3 loops=2)`,
    [10, 40],
  ],
  [
    "a part that one of four processes did",
    `Gather  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  ->  Parallel Append  (cost=1..2 rows=9 width=4) (actual time=0.1..20.0 rows=3 loops=4)
        ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..40.0 rows=3 loops=1)
        ->  Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..5.0 rows=3 loops=2)`,
    [30, 7.5, 10, 2.5],
  ],
  [
    "a CTE runs in its scan, not where it hangs",
    `Limit  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  CTE c
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=9 loops=1)
  ->  CTE Scan on c  (cost=1..2 rows=9 width=4) (actual time=0.1..45.0 rows=9 loops=1)`,
    [5, 30, 15],
  ],
  [
    "of two scans the one that took longer filled the CTE",
    `Nested Loop  (cost=1..9 rows=9 width=4) (actual time=0.1..60.0 rows=9 loops=1)
  CTE c
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=9 loops=1)
  ->  CTE Scan on c x  (cost=1..2 rows=9 width=4) (actual time=0.1..33.0 rows=9 loops=1)
  ->  CTE Scan on c y  (cost=1..2 rows=9 width=4) (actual time=0.1..2.0 rows=9 loops=9)`,
    [9, 30, 3, 18],
  ],
  [
    "CTEs of the same name",
    `Nested Loop  (cost=1..9 rows=9 width=4) (actual time=0.1..60.0 rows=9 loops=1)
  CTE c
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..10.0 rows=9 loops=1)
  ->  CTE Scan on c x  (cost=1..2 rows=9 width=4) (actual time=0.1..11.0 rows=9 loops=1)
  ->  Limit  (cost=1..2 rows=9 width=4) (actual time=0.1..40.0 rows=9 loops=1)
        CTE c
          ->  Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=9 loops=1)
        ->  CTE Scan on c y  (cost=1..2 rows=9 width=4) (actual time=0.1..35.0 rows=9 loops=1)`,
    [9, 10, 1, 5, 30, 5],
  ],
  [
    "an InitPlan runs in the node that names it",
    `Limit  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  InitPlan 1 (returns $0)
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=1 loops=1)
  ->  Sort  (cost=1..2 rows=9 width=4) (actual time=0.1..48.0 rows=9 loops=1)
        ->  Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..45.0 rows=9 loops=1)
              Filter: (x = $0)`,
    [2, 30, 3, 15],
  ],
  [
    "an InitPlan of workers runs in the leader",
    `Gather  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  InitPlan 1
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=1 loops=1)
  ->  Parallel Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..15.0 rows=9 loops=3)
        Filter: (x = (InitPlan 1).col1)`,
    [5, 30, 15],
  ],
  [
    "an InitPlan that nobody names runs where there was time for it",
    `Limit  (cost=1..9 rows=9 width=4) (actual time=0.1..50.0 rows=9 loops=1)
  InitPlan 1
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=1 loops=1)
  ->  Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..45.0 rows=9 loops=1)`,
    [5, 30, 15],
  ],
  [
    "a SubPlan runs in its node",
    `Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..45.0 rows=9 loops=1)
  SubPlan 1
    ->  Index Scan using i on a  (cost=1..2 rows=9 width=4) (actual time=0.1..4.0 rows=1 loops=9)`,
    [9, 36],
  ],
  [
    "what was never executed took nothing",
    `Append  (cost=1..9 rows=9 width=4) (actual time=0.1..9.0 rows=9 loops=1)
  ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..8.0 rows=9 loops=1)
  ->  Seq Scan on b  (cost=1..2 rows=9 width=4) (never executed)`,
    [1, 8, 0],
  ],
  [
    "rounding of many loops is taken from those loops",
    `Nested Loop  (cost=1..9 rows=9 width=4) (actual time=0.1..100.0 rows=9 loops=1)
  ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..20.0 rows=9 loops=1)
  ->  Index Scan using i on b  (cost=1..2 rows=1 width=4) (actual time=0.001..0.001 rows=1 loops=100000)`,
    [0, 20, 80],
  ],
  [
    "a CTE that writes goes on after the rest",
    `Result  (cost=1..9 rows=1 width=4) (actual time=0.1..1.0 rows=1 loops=1)
  CTE w
    ->  Insert on a  (cost=1..2 rows=0 width=0) (actual time=5.0..5.0 rows=0 loops=1)
          ->  Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..2.0 rows=9 loops=1)`,
    [1, 3, 2],
  ],
])("%s", (_, text, expected) => {
  expect(ownTimes(text)).toEqual(expected);
});

test("without times there are none; what was not run has no rows", () => {
  const untimed = textPlan("Seq Scan on a  (cost=0..9 rows=10 width=4) (actual rows=30 loops=1)");
  expect(measure(untimed)[0]).toMatchObject({
    time: undefined,
    ownTime: undefined,
    share: undefined,
    rows: 30,
    error: 3,
    isUnderestimated: true,
  });
  const unrun = textPlan("Seq Scan on a  (cost=0..9 rows=10 width=4)");
  expect(measure(unrun)[0]).toMatchObject({
    rows: undefined,
    expectedRows: 10,
    error: undefined,
    ownCost: 9,
  });
});

describe("rows", () => {
  const errors = (text: string) =>
    measure(textPlan(text)).map(({ error, isCutShort }) =>
      isCutShort ? "cut" : (error ?? "none"),
    );
  const limited = (
    rows: number,
    came: number,
  ) => `Limit  (cost=0..9 rows=${rows} width=4) (actual rows=${came} loops=1)
  ->  Sort  (cost=0..9 rows=1000 width=4) (actual rows=${came} loops=1)
        ->  Seq Scan on a  (cost=0..9 rows=1000 width=4) (actual rows=100 loops=1)`;
  test.each([
    ["under a limit that was reached, to what reads all", limited(10, 10), [1, "cut", 10]],
    ["under a limit that was not", limited(10, 5), [2, 200, 10]],
    ["under a limit that was not known", limited(100, 5), [20, "cut", 10]],
    [
      "more than expected is an error under a limit too",
      `Limit  (cost=0..9 rows=50 width=4) (actual rows=50 loops=1)
  ->  Seq Scan on a  (cost=0..9 rows=10 width=4) (actual rows=50 loops=1)`,
      [1, "cut"],
    ],
    [
      "the inner side of a semi join, and of a merge join",
      `Nested Loop Semi Join  (cost=0..9 rows=9 width=4) (actual rows=9 loops=1)
  ->  Merge Join  (cost=0..9 rows=9 width=4) (actual rows=9 loops=1)
        ->  Sort  (cost=0..9 rows=90 width=4) (actual rows=9 loops=1)
        ->  Sort  (cost=0..9 rows=9 width=4) (actual rows=90 loops=1)
  ->  Index Scan using i on b  (cost=0..9 rows=100 width=4) (actual rows=1 loops=9)`,
      [1, 1, "cut", "cut", "cut"],
    ],
    [
      "by the loop, rows of less than one",
      `Nested Loop  (cost=0..9 rows=100 width=4) (actual rows=2 loops=1)
  ->  Seq Scan on a  (cost=0..9 rows=100 width=4) (actual rows=100 loops=1)
  ->  Index Scan using i on b  (cost=0..9 rows=1 width=4) (actual rows=0.02 loops=100)`,
      [50, 1, 1],
    ],
    [
      "shared by workers, and of each worker",
      `Gather  (cost=0..9 rows=2400 width=4) (actual rows=2400 loops=1)
  Workers Planned: 2
  ->  Hash Join  (cost=0..9 rows=1000 width=4) (actual rows=800 loops=3)
        ->  Parallel Seq Scan on a  (cost=0..9 rows=1000 width=4) (actual rows=800 loops=3)
        ->  Hash  (cost=0..9 rows=50 width=4) (actual rows=50 loops=3)
              ->  Seq Scan on b  (cost=0..9 rows=50 width=4) (actual rows=50 loops=3)`,
      [1, 1, 1, 1, 1],
    ],
    [
      "groups of a partial aggregate are not shared",
      `Gather  (cost=0..9 rows=4 width=4) (actual rows=12 loops=1)
  Workers Planned: 2
  ->  Partial HashAggregate  (cost=0..9 rows=4 width=4) (actual rows=4 loops=3)
        ->  Parallel Seq Scan on a  (cost=0..9 rows=1000 width=4) (actual rows=800 loops=3)`,
      [3, 1, 1],
    ],
    [
      "never executed, and modified",
      `Insert on a  (cost=0..9 rows=0 width=0) (actual rows=0 loops=1)
  ->  Append  (cost=0..9 rows=9 width=4) (actual rows=9 loops=1)
        ->  Seq Scan on b  (cost=0..9 rows=9 width=4) (actual rows=9 loops=1)
        ->  Seq Scan on c  (cost=0..9 rows=9 width=4) (never executed)`,
      ["none", 1, 1, "none"],
    ],
    [
      "a side that was not read since the other is empty",
      `Hash Join  (cost=0..9 rows=1 width=4) (actual rows=0 loops=1)
  ->  Seq Scan on a  (cost=0..9 rows=900 width=4) (actual rows=1 loops=1)
  ->  Hash  (cost=0..9 rows=1 width=4) (actual rows=0 loops=1)`,
      [1, "cut", 1],
    ],
    [
      "EXISTS, and a CTE whose only scan is cut",
      `Limit  (cost=0..9 rows=3 width=4) (actual rows=3 loops=1)
  CTE c
    ->  Seq Scan on a  (cost=0..9 rows=900 width=4) (actual rows=3 loops=1)
  ->  CTE Scan on c  (cost=0..9 rows=900 width=4) (actual rows=3 loops=1)
        SubPlan 1
          ->  Seq Scan on b  (cost=0..9 rows=900 width=4) (actual rows=1 loops=3)`,
      [1, "cut", "cut", "cut"],
    ],
  ])("%s", (_, text, expected) => {
    expect(errors(text)).toEqual(expected);
  });

  test("an underestimate under a limit is told, an overestimate is not", () => {
    const plan = (rows: number, came: number) =>
      measure(
        textPlan(`Limit  (cost=0..9 rows=50 width=4) (actual rows=50 loops=1)
  ->  Seq Scan on a  (cost=0..9 rows=${rows} width=4) (actual rows=${came} loops=1)`),
      )[1];
    expect(plan(10, 50)).toMatchObject({ error: 5, isUnderestimated: true });
    expect(plan(1000, 50)).toMatchObject({ error: undefined, isUnderestimated: false });
  });

  test("all rows of all loops", () => {
    const [, scan] = measure(
      textPlan(`Gather  (cost=0..9 rows=240 width=4) (actual rows=300 loops=1)
  Workers Planned: 2
  ->  Parallel Seq Scan on a  (cost=0..9 rows=100 width=4) (actual rows=100 loops=3)`),
    );
    expect(scan).toMatchObject({ rows: 300, expectedRows: 240, error: 1.25, processes: 3 });
  });
});

describe("cost", () => {
  const ownCosts = (text: string) => rounded(measure(textPlan(text)).map(({ ownCost }) => ownCost));
  test.each([
    [
      "the inner side of a nested loop, as often as it is expected",
      `Nested Loop  (cost=0..1000 rows=9 width=4)
  ->  Seq Scan on a  (cost=0..100 rows=80 width=4)
  ->  Index Scan using i on b  (cost=0..10 rows=1 width=4)`,
      [100, 100, 800],
    ],
    [
      "what Memoize saves is its own",
      `Nested Loop  (cost=0..300 rows=9 width=4)
  ->  Seq Scan on a  (cost=0..100 rows=80 width=4)
  ->  Memoize  (cost=0..10 rows=1 width=4)
        ->  Index Scan using i on b  (cost=0..9 rows=1 width=4)`,
      [0, 100, 20, 180],
    ],
    [
      "under a limit, as far as it goes",
      `Limit  (cost=0..10 rows=10 width=4)
  ->  Seq Scan on a  (cost=0..1000 rows=1000 width=4)`,
      [0, 10],
    ],
  ])("%s", (_, text, expected) => {
    expect(ownCosts(text)).toEqual(expected);
  });
});

test("blocks of an InitPlan are not its node's", () => {
  const plan =
    textPlan(`Seq Scan on b  (cost=1..2 rows=9 width=4) (actual time=0.1..45.0 rows=9 loops=1)
  Filter: (x = $0)
  Buffers: shared hit=10 read=5, temp read=1 written=2
  InitPlan 1 (returns $0)
    ->  Seq Scan on a  (cost=1..2 rows=9 width=4) (actual time=0.1..30.0 rows=1 loops=1)
          Buffers: shared hit=4 read=5`);
  expect(measure(plan).map(({ ownBuffers }) => ownBuffers)).toEqual([
    { hit: 6, read: 0, temp: 3 },
    { hit: 4, read: 5, temp: 0 },
  ]);
});

describe.each(recorded)("recorded %s", (name) => {
  test("adds up", () => {
    const plan = recordedPlan(name);
    addsUp(plan, measure(plan), !name.endsWith("cte-writes"));
  });
});

test("a recorded InitPlan in what is selected is charged to the scan, whose time it is", () => {
  const measured = measure(recordedPlan("18-initplan"));
  const [scan, initPlan] = measured;
  expect(scan?.ownTime).toBeLessThan((initPlan?.time ?? 0) / 10);
  expect(sum(rounded(measured.map(({ share }) => share)).map((share) => share ?? 0))).toBeCloseTo(
    1,
    1,
  );
});
