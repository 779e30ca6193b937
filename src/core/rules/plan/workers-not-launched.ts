/** A parallel plan that did not get its processes. */
import type { PlanRule } from "../plan-rule.ts";
import { counted } from "../plan-words/numbers.ts";
import { wholeShare, wholeTime } from "../plan-words/work.ts";

/** Milliseconds: what takes less needs no workers. */
const leastTime = 50;

export const workersNotLaunched: PlanRule = {
  name: "workers-not-launched",
  severity: "info",
  language: "plan",
  summary: "A parallel query got fewer workers than it was planned for",
  why: `The planner chose this plan because several processes would share the work. When it ran, the pool of \`max_parallel_workers\` was taken by others, or \`max_worker_processes\` was reached, so it ran with fewer or with none. It then takes longer than the plan without workers would have, and longer when the server is busy than when it is not.

Instead, look at whether many such queries run at once. Either let the query need no workers, by an index that leads to its rows, or give the server more of them: \`max_parallel_workers\` up to the number of its cores.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=8764.25..8764.26 rows=1 width=8) (actual time=100.919..100.919 rows=1 loops=1)
          ->  Gather  (cost=1000.00..8763.25 rows=45 width=120) (actual time=4.423..99.919 rows=60000 loops=1)
                Workers Planned: 2
                Workers Launched: 0
                ->  Parallel Seq Scan on "Order"  (cost=0.00..7758.75 rows=60000 width=120) (actual time=3.486..83.382 rows=60000 loops=1)
                      Filter: (total > '5'::numeric)
                      Rows Removed by Filter: 240000
        Planning Time: 0.747 ms
        Execution Time: 110.002 ms
      `,
    },
    {
      good: `
        Gather  (cost=1000.00..8763.25 rows=60000 width=120) (actual time=4.423..59.919 rows=60000 loops=1)
          Workers Planned: 2
          Workers Launched: 2
          ->  Parallel Seq Scan on "Order"  (cost=0.00..7758.75 rows=25000 width=120) (actual time=3.486..43.382 rows=20000 loops=3)
                Filter: (total > '5'::numeric)
                Rows Removed by Filter: 80000
        Planning Time: 0.747 ms
        Execution Time: 66.002 ms
      `,
    },
  ],
  *check(subject) {
    if ((wholeTime(subject) ?? 0) < leastTime) return;
    for (const node of subject.plan.nodes) {
      const { workersPlanned: planned = 0, workersLaunched: launched = planned } = node;
      if (launched >= planned || (node.actual?.loops ?? 0) === 0) continue;
      yield {
        node: node.index,
        message: `${launched === 0 ? "None" : counted(launched)} of ${counted(planned)} planned parallel workers ${launched > 1 ? "were" : "was"} there`,
        advice:
          "See what else runs in parallel at that time; raise max_parallel_workers up to the number of cores, or let an index make the workers unnecessary",
        weight: wholeShare(subject, node),
      };
    }
  },
};
