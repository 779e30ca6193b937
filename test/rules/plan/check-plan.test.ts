/** One finding for one problem, the worst first, as loud as the configuration says. */
import { describe, expect, test } from "vitest";
import { defaults } from "../../../src/core/lint/config.ts";
import { checkPlan } from "../../../src/core/rules/check-plan.ts";
import { unboundedResult } from "../../../src/core/rules/plan/unbounded-result.ts";
import type { PlanRule } from "../../../src/core/rules/plan-rule.ts";
import { rulesOf, subjectOf, verdictsOf } from "../../support/plan-examples.ts";
import { shop } from "./shop.ts";

const everything = `
  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.008..1.018 rows=20000 loops=1)
  Execution Time: 1.587 ms
`;

test("severities are those of the configuration", () => {
  const config = { ...defaults, rules: { "unbounded-result": "error" as const } };
  expect(checkPlan(subjectOf(everything), config).verdicts).toMatchObject([
    { rule: "unbounded-result", severity: "error" },
  ]);
  const off = { ...defaults, rules: { "unbounded-result": "off" as const } };
  expect(checkPlan(subjectOf(everything), off).verdicts).toEqual([]);
  expect(checkPlan(subjectOf(everything), { ...defaults, preset: "off" }).verdicts).toEqual([]);
});

test("a rule that breaks leaves the others", () => {
  const broken: PlanRule = {
    ...unboundedResult,
    name: "broken-rule",
    check: () => {
      throw new Error("it broke");
    },
  };
  const { verdicts, crashes } = checkPlan(subjectOf(everything), defaults, [
    broken,
    unboundedResult,
  ]);
  expect(verdicts.map(({ rule }) => rule)).toEqual(["unbounded-result"]);
  expect(crashes).toMatchObject([{ rule: "broken-rule" }]);
  expect(crashes[0]?.detail).toContain("it broke");
});

test("the worst is first: by severity, then by share", () => {
  const found = verdictsOf(`
    Gather  (cost=1000.00..50000.25 rows=60000 width=120) (actual time=4.423..199.919 rows=60000 loops=1)
      Workers Planned: 2
      Workers Launched: 0
      ->  Sort  (cost=20000.34..20200.34 rows=60000 width=120) (actual time=128.311..150.402 rows=60000 loops=1)
            Sort Key: note
            Sort Method: external merge  Disk: 40800kB
            ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=60000 width=120) (actual time=0.010..24.100 rows=60000 loops=1)
    Execution Time: 208.205 ms
  `);
  expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
    ["sort-spilled-to-disk", "warning"],
    ["unbounded-result", "warning"],
    ["workers-not-launched", "info"],
  ]);
});

describe("one finding for one problem", () => {
  test("a loop is not told of beside the scan that it runs without an index", () => {
    const loop = (kind: "SubPlan 1" | "InitPlan 1 (returns $0)") => `
      Seq Scan on "User" u  (cost=0.00..881148.70 rows=500 width=12) (actual time=20.760..1726.783 rows=500 loops=1)
        ${kind}
          ->  Aggregate  (cost=9790.04..9790.05 rows=1 width=8) (actual time=3.183..3.183 rows=1 loops=500)
                ->  Seq Scan on "Order" o  (cost=0.00..9790.00 rows=15 width=0) (actual time=0.730..3.162 rows=15 loops=500)
                      Filter: ("customerId" = u.id)
                      Rows Removed by Filter: 29985
      Execution Time: 1727.819 ms
    `;
    expect(rulesOf(loop("SubPlan 1"), { schema: shop })).toEqual([
      "foreign-key-lookup-without-index",
    ]);
  });

  test("a table that is read twice for want of one index is told of once", () => {
    const found = verdictsOf(
      `
      Append  (cost=0.00..19580.00 rows=60 width=120) (actual time=0.020..70.402 rows=60 loops=1)
        ->  Seq Scan on "Order"  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..31.402 rows=30 loops=1)
              Filter: (note = 'x'::text)
              Rows Removed by Filter: 299970
        ->  Seq Scan on "Order" "Order_1"  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..37.402 rows=30 loops=1)
              Filter: (note = 'y'::text)
              Rows Removed by Filter: 299970
      Execution Time: 70.539 ms
    `,
      { schema: shop },
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.node).toBe(2);
    expect(found[0]?.weight).toBeGreaterThan(0.9);
  });

  test("so are the partitions of a table, by the model that they are parts of", () => {
    const found = verdictsOf(
      `
      Append  (cost=0.00..19580.00 rows=60 width=120) (actual time=0.020..70.402 rows=60 loops=1)
        ->  Seq Scan on order_2024 "Order_1"  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..31.402 rows=30 loops=1)
              Filter: (note = 'x'::text)
              Rows Removed by Filter: 299970
        ->  Seq Scan on order_2025 "Order_2"  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..37.402 rows=30 loops=1)
              Filter: (note = 'x'::text)
              Rows Removed by Filter: 299970
      Execution Time: 70.539 ms
    `,
      { schema: shop },
    );
    expect(found.map(({ advice }) => advice)).toEqual(["Add @@index([note]) to model Order"]);
  });

  test("and where no model is known", () => {
    expect(
      rulesOf(`
        Append  (cost=0.00..19580.00 rows=60 width=120) (actual time=0.020..70.402 rows=60 loops=1)
          ->  Seq Scan on order_2024 orders_1  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..31.402 rows=30 loops=1)
                Filter: (note = 'x'::text)
                Rows Removed by Filter: 299970
          ->  Seq Scan on order_2025 orders_2  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..37.402 rows=30 loops=1)
                Filter: (note = 'x'::text)
                Rows Removed by Filter: 299970
        Execution Time: 70.539 ms
      `),
    ).toEqual(["sequential-scan-for-few-rows"]);
  });
});

test("a plan of one scan by primary key says nothing", () => {
  expect(
    rulesOf(`
      Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.44 rows=1 width=120)
        Index Cond: (id = 7)
    `),
  ).toEqual([]);
});
