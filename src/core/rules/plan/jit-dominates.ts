/** Compiling the query takes a good part of running it. */
import type { PlanRule } from "../plan-rule.ts";
import { counted, duration, percent } from "../plan-words/numbers.ts";

/** Of the execution time: compiling was meant to be repaid by it. */
const leastShare = 0.2;

/** Milliseconds. */
const leastTime = 5;

export const jitDominates: PlanRule = {
  name: "jit-dominates",
  severity: "warning",
  language: "plan",
  summary: "More than a fifth of the time is spent on compiling the query",
  why: `When the estimated cost of a query is over \`jit_above_cost\` (100,000), PostgreSQL compiles its expressions to machine code before it begins. That is repaid by queries that run for seconds over millions of rows. The estimate is often too high for what a query really does, and then compiling takes longer than the work itself, at each execution again: nothing of it is kept. Every partition and every joined table makes it longer.

Instead, switch it off for what is no report: \`ALTER ROLE app SET jit = off\`, or raise \`jit_above_cost\`. Queries of an application that answer in milliseconds lose nothing by it.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=119322.19..119322.20 rows=1 width=8) (actual time=139.882..139.882 rows=1 loops=1)
          ->  Seq Scan on "Item" i  (cost=0.00..117822.00 rows=600000 width=4) (actual time=0.007..57.787 rows=60000 loops=1)
        Planning Time: 0.265 ms
        JIT:
          Functions: 14
          Options: Inlining false, Optimization false, Expressions true, Deforming true
          Timing: Generation 1.204 ms, Inlining 0.000 ms, Optimization 41.110 ms, Emission 30.412 ms, Total 72.726 ms
        Execution Time: 141.201 ms
      `,
    },
    {
      good: `
        Aggregate  (cost=119322.19..119322.20 rows=1 width=8) (actual time=1639.882..1639.882 rows=1 loops=1)
          ->  Seq Scan on "Item" i  (cost=0.00..117822.00 rows=6000000 width=4) (actual time=0.007..957.787 rows=6000000 loops=1)
        Planning Time: 0.265 ms
        JIT:
          Functions: 14
          Options: Inlining false, Optimization false, Expressions true, Deforming true
          Timing: Generation 1.204 ms, Inlining 0.000 ms, Optimization 41.110 ms, Emission 30.412 ms, Total 72.726 ms
        Execution Time: 1641.201 ms
      `,
    },
  ],
  *check({ plan: { jit, executionTime } }) {
    const total = jit?.total ?? 0;
    if (executionTime === undefined || total < leastTime) return;
    // Workers compile for themselves, and their times are added up.
    const share = Math.min(1, total / executionTime);
    if (share < leastShare) return;
    yield {
      node: 0,
      message: `Compiling ${counted(jit?.functions ?? 0, "function")} took ${duration(total)}, ${percent(share)} of the execution time`,
      advice:
        "Switch it off for the application: ALTER ROLE … SET jit = off, or raise jit_above_cost",
      weight: share,
    };
  },
};
