/** A subquery that runs once per row. */
import type { PlanNode } from "../../plan/plan.ts";
import { isHashedSubplan, nodeAt } from "../../plan/plan.ts";
import type { PlanFinding, PlanRule, PlanSubject } from "../plan-rule.ts";
import { counted } from "../plan-words/numbers.ts";
import { relationsBelow } from "../plan-words/places.ts";
import { expectedLoops, shareWords, wholeShare, wholeTime } from "../plan-words/work.ts";

/** For a page of rows it is as good as a join. */
const leastLoops = 100;
const leastShare = 0.2;
/** Milliseconds. */
const leastTime = 5;
/** Of the planner: a few ten thousand rows, some milliseconds. */
const leastCost = 1_000;

export const correlatedSubplan: PlanRule = {
  name: "correlated-subplan",
  severity: "warning",
  language: "plan",
  summary: "A subquery runs again for each row of the query around it",
  why: `A subquery that names a column of the query around it cannot be run once: PostgreSQL runs it again for each row. For the twenty rows of a page nobody notices. For all rows of a table it is a loop that the planner cannot turn into another kind of join, however many rows there are.

Instead, join what the subquery finds: group it by the column it is correlated by, and LEFT JOIN the result; for "is there any", EXISTS becomes a join by itself as long as it stands under AND. Where only one row in many needs the answer, filter first.`,
  examples: [
    {
      bad: `
        Seq Scan on "User" u  (cost=0.00..41672.00 rows=5000 width=12) (actual time=0.060..43.783 rows=5000 loops=1)
          SubPlan 1
            ->  Aggregate  (cost=8.30..8.31 rows=1 width=8) (actual time=0.008..0.008 rows=1 loops=5000)
                  ->  Index Only Scan using "Order_customerId_idx" on "Order" o  (cost=0.42..8.26 rows=15 width=0) (actual time=0.004..0.006 rows=15 loops=5000)
                        Index Cond: ("customerId" = u.id)
                        Heap Fetches: 0
        Planning Time: 0.093 ms
        Execution Time: 44.819 ms
      `,
    },
    {
      good: `
        Limit  (cost=0.00..166.69 rows=20 width=12) (actual time=0.060..0.283 rows=20 loops=1)
          ->  Seq Scan on "User" u  (cost=0.00..166687.00 rows=20000 width=12) (actual time=0.060..0.183 rows=20 loops=1)
                SubPlan 1
                  ->  Aggregate  (cost=8.30..8.31 rows=1 width=8) (actual time=0.008..0.008 rows=1 loops=20)
                        ->  Index Only Scan using "Order_customerId_idx" on "Order" o  (cost=0.42..8.26 rows=15 width=0) (actual time=0.004..0.006 rows=15 loops=20)
                              Index Cond: ("customerId" = u.id)
                              Heap Fetches: 0
        Planning Time: 0.093 ms
        Execution Time: 0.319 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      const parent = nodeAt(subject.plan, node.parent);
      if (node.relationship !== "SubPlan" || parent === undefined) continue;
      if (isHashedSubplan(parent, node) || !isSlow(subject)) continue;
      const found = findingFor(subject, node);
      if (found !== undefined) yield found;
    }
  },
};

function findingFor(subject: PlanSubject, node: PlanNode): PlanFinding | undefined {
  const { plan } = subject;
  const loops = plan.isAnalyzed ? (node.actual?.loops ?? 0) : expectedLoops(plan, node);
  const share = wholeShare(subject, node);
  if (loops < leastLoops || share < leastShare) return undefined;
  const tables = relationsBelow(plan, node).join(", ");
  const runs = plan.isAnalyzed ? "runs" : "is expected to run";
  return {
    node: node.index,
    message: `The subquery${tables && ` on ${tables}`} ${runs} ${counted(loops, "time")}, once per row around it${shareWords(subject, share)}`,
    advice: `Group ${tables || "it"} by the column it is compared by and LEFT JOIN the result, or take a page of the rows around it first`,
    weight: share,
  };
}

function isSlow(subject: PlanSubject): boolean {
  if (subject.plan.isAnalyzed) return (wholeTime(subject) ?? 0) >= leastTime;
  return (nodeAt(subject.plan, 0)?.totalCost ?? 0) >= leastCost;
}
