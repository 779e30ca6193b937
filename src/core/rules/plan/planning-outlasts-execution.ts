/** Finding a plan takes longer than running it. */
import type { PlanRule } from "../plan-rule.ts";
import { duration } from "../plan-words/numbers.ts";

/** Milliseconds of planning. A session that has just begun reads the catalog first, which takes some. */
const leastPlanning = 10;

/** Blocks read from the catalog: then it is the session that is cold, not the query that is hard. */
const coldBlocks = 100;

export const planningOutlastsExecution: PlanRule = {
  name: "planning-outlasts-execution",
  severity: "info",
  language: "plan",
  summary: "Planning the query takes longer than running it",
  why: `The planner weighs all ways of joining the tables, all their indexes and all partitions. With many of each that takes longer than the query itself, and it is done anew each time the statement is sent, unless it is prepared and PostgreSQL settles on one plan for all values.

Instead, join fewer tables in one statement, name the partition key in the filter so that partitions are left out before they are planned, drop indexes that nobody uses, and keep connections open: a session that has just begun has to read the catalog first.`,
  examples: [
    {
      bad: `
        Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.44 rows=1 width=120) (actual time=4.016..4.018 rows=1 loops=1)
          Index Cond: (id = 7)
        Planning Time: 38.081 ms
        Execution Time: 4.239 ms
      `,
    },
    {
      good: `
        Index Scan using "Order_pkey" on "Order"  (cost=0.42..8.44 rows=1 width=120) (actual time=0.016..0.018 rows=1 loops=1)
          Index Cond: (id = 7)
        Planning Time: 0.281 ms
        Execution Time: 0.039 ms
      `,
    },
  ],
  *check({ plan: { planningTime = 0, executionTime = 0, planningBuffers } }) {
    if (planningTime < leastPlanning) return;
    if (planningTime <= executionTime || (planningBuffers?.sharedRead ?? 0) >= coldBlocks) return;
    yield {
      node: 0,
      message: `Planning took ${duration(planningTime)}, running ${duration(executionTime)}`,
      advice:
        "Explain it once more in the same session; if it stays so, join fewer tables or partitions in one statement",
      weight: planningTime / (planningTime + executionTime),
    };
  },
};
