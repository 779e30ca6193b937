/**
 * Edges of the rules about a query as a whole: deep-offset, unbounded-result, wide-result, jit-dominates,
 * planning-outlasts-execution, workers-not-launched, disabled-plan-node, foreign-key-check-without-index.
 */
import { describe, expect, test } from "vitest";
import { rulesOf, saidOf, verdictsOf } from "../../support/plan-examples.ts";
import { shop } from "./shop.ts";

describe("deep-offset", () => {
  const skipping = (came: number, returned: number) => `
    Limit  (cost=9229.09..9230.01 rows=20 width=120) (actual time=29.717..29.721 rows=${returned} loops=1)
      ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..13843.42 rows=300000 width=120) (actual time=0.016..24.015 rows=${came} loops=1)
    Execution Time: 29.739 ms
  `;

  test("counts what was skipped, also past the end", () => {
    expect(saidOf(skipping(200_020, 20))[0]).toContain("OFFSET skips 200,000 rows to return 20 –");
    expect(rulesOf(skipping(5_000, 0))).toEqual(["deep-offset"]);
  });

  test("is quiet about the first pages, and about big ones", () => {
    expect(rulesOf(skipping(900, 20))).toEqual([]);
    expect(rulesOf(skipping(6_000, 1_000))).toEqual([]);
  });
});

describe("unbounded-result", () => {
  test("is bounded by a Limit below what hands its rows on", () => {
    expect(
      rulesOf(`
        Subquery Scan on page  (cost=0.00..387.00 rows=20000 width=43)
          ->  Limit  (cost=0.00..387.00 rows=20000 width=43)
                ->  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43)
      `),
    ).toEqual([]);
  });

  test("is not said of statements that write", () => {
    expect(
      rulesOf(`
        Update on "User"  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.008..91.018 rows=20000 loops=1)
          ->  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.008..1.018 rows=20000 loops=1)
        Execution Time: 92.018 ms
      `),
    ).toEqual([]);
  });

  test("takes the place of wide-result", () => {
    expect(rulesOf(`Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=4300)`)).toEqual([
      "unbounded-result",
    ]);
  });
});

test("wide-result names the fields that can be long", () => {
  expect(
    saidOf(
      `Index Scan using "Order_pkey" on "Order"  (cost=0.42..804.44 rows=1000 width=5400)
         Index Cond: (id < 1001)`,
      { schema: shop },
    ),
  ).toEqual([
    "wide-result: 1,000 rows of about 5 kB each are expected to be sent, about 5 MB in all – Select the fields that are used, without Order.data where they are not",
  ]);
});

describe("jit-dominates", () => {
  const compiled = (total: number, execution: number) => `
    Aggregate  (cost=119322.19..119322.20 rows=1 width=8) (actual time=${execution - 1}.882..${execution - 1}.882 rows=1 loops=1)
      ->  Seq Scan on "Item" i  (cost=0.00..117822.00 rows=600000 width=4) (actual time=0.007..${execution - 2}.787 rows=600000 loops=1)
    JIT:
      Functions: 14
      Options: Inlining false, Optimization false, Expressions true, Deforming true
      Timing: Generation 1.204 ms, Inlining 0.000 ms, Optimization 1.110 ms, Emission 1.412 ms, Total ${total}.726 ms
    Execution Time: ${execution}.201 ms
  `;

  test("from a fifth of the time, and five milliseconds", () => {
    expect(rulesOf(compiled(30, 140))).toEqual(["jit-dominates"]);
    expect(rulesOf(compiled(26, 140))).toEqual([]);
    expect(rulesOf(compiled(4, 10))).toEqual([]);
  });
});

describe("planning-outlasts-execution", () => {
  const planned = (planning: number, execution: number, buffers = "") => `
    Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.44 rows=1 width=120) (actual time=0.016..0.018 rows=1 loops=1)
      Index Cond: (id = 7)${buffers}
    Planning Time: ${planning} ms
    Execution Time: ${execution} ms
  `;

  test("only where it is felt, and the session was warm", () => {
    expect(saidOf(planned(38, 4.2))[0]).toContain("Planning took 38 ms, running 4.2 ms –");
    expect(rulesOf(planned(8, 4))).toEqual([]);
    expect(rulesOf(planned(38, 1))).toEqual(["planning-outlasts-execution"]);
    expect(rulesOf(planned(38, 40))).toEqual([]);
    const cold = "\n    Planning:\n      Buffers: shared hit=40 read=400";
    expect(rulesOf(planned(38, 4.2, cold))).toEqual([]);
  });
});

describe("workers-not-launched", () => {
  const gathered = (launched: number, time = 110) => `
    Aggregate  (cost=8764.25..8764.26 rows=1 width=8) (actual time=${time - 1}.919..${time - 1}.919 rows=1 loops=1)
      ->  Gather  (cost=1000.00..8763.25 rows=45 width=120) (actual time=4.423..${time - 2}.919 rows=60000 loops=1)
            Workers Planned: 3
            Workers Launched: ${launched}
            ->  Parallel Seq Scan on "Order"  (cost=0.00..7758.75 rows=60000 width=120) (actual time=3.486..${time - 4}.382 rows=60000 loops=1)
    Execution Time: ${time}.002 ms
  `;

  test("counts them", () => {
    const messages = [0, 1, 2].map((launched) => verdictsOf(gathered(launched))[0]?.message);
    expect(messages).toEqual([
      "None of 3 planned parallel workers was there",
      "1 of 3 planned parallel workers was there",
      "2 of 3 planned parallel workers were there",
    ]);
    expect(rulesOf(gathered(3))).toEqual([]);
    expect(rulesOf(gathered(0, 30))).toEqual([]);
  });
});

describe("disabled-plan-node", () => {
  test("by the cost that versions before 18 add", () => {
    const text = `
      Aggregate  (cost=10000009790.00..10000009790.01 rows=1 width=8)
        ->  Seq Scan on "Order"  (cost=10000000000.00..10000009790.00 rows=299 width=120)
    `;
    expect(saidOf(text, { postgres: 17 })).toEqual([
      "disabled-plan-node: Seq Scan of Order is used although enable_seqscan forbids it: there is no other way – RESET enable_seqscan, also where it may be set for the role or the database",
    ]);
    expect(rulesOf(text, { postgres: 18 })).toEqual([]);
  });
});

describe("foreign-key-check-without-index", () => {
  const deleting = (time: string, calls: number) => `
    Delete on "Order"  (cost=0.42..8.75 rows=0 width=0) (actual time=0.252..0.252 rows=0 loops=1)
      ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.75 rows=19 width=6) (actual time=0.009..0.013 rows=19 loops=1)
            Index Cond: (id < 20)
    Trigger for constraint Item_orderId_fkey: time=${time} calls=${calls}
    Execution Time: 1507.427 ms
  `;

  test("adds the index to the model that holds the key", () => {
    expect(verdictsOf(deleting("506.894", 19), { schema: shop })).toMatchObject([
      {
        message:
          "The foreign key Item_orderId_fkey was checked 19 times in 507 ms, 27 ms each: Item has no index that begins with it",
        addition: { model: "Item", attribute: "@@index([orderId])" },
      },
    ]);
  });

  test("is quiet where the key has an index, or the checks are fast", () => {
    const indexed = shop.replace("quantity Int", "quantity Int\n\n    @@index([orderId])");
    expect(rulesOf(deleting("506.894", 19), { schema: indexed })).toEqual([]);
    expect(rulesOf(deleting("506.894", 19_000))).toEqual([]);
    expect(rulesOf(deleting("4.894", 2))).toEqual([]);
  });
});
