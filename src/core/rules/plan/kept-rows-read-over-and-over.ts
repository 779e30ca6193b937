/** Rows of a CTE or of a materialized side that are gone through once per row of something else. */
import type { PlanNode } from "../../plan/plan.ts";
import type { PlanRule } from "../plan-rule.ts";
import { counted } from "../plan-words/numbers.ts";
import { nodeWords } from "../plan-words/places.ts";
import { shareWords, wholeShare, wholeTime } from "../plan-words/work.ts";

/** Rows handed on in all; a million take some ten milliseconds. */
const leastRows = 1_000_000;
const leastLoops = 100;
const leastShare = 0.1;
/** Milliseconds. */
const leastTime = 20;

export const keptRowsReadOverAndOver: PlanRule = {
  name: "kept-rows-read-over-and-over",
  severity: "warning",
  language: "plan",
  summary:
    "The rows of a CTE or of one side of a join are gone through again for each row of another",
  why: `What a \`WITH\` has found, and what a Materialize node keeps, has no index. In a loop it is read from its first row to its last each time, so that the rows that are looked at are the product of both sides.

Instead, join by an equality, which PostgreSQL can hash; write the subquery where it is used, or \`AS NOT MATERIALIZED\`, so that the planner may use the indexes of its tables; or filter inside of the WITH, so that it holds few rows.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=452388.00..452388.01 rows=1 width=8) (actual time=820.752..820.752 rows=1 loops=1)
          ->  Nested Loop  (cost=387.00..452387.00 rows=100000 width=50) (actual time=1.074..819.752 rows=1500000 loops=1)
                Join Filter: (o.total > big.id)
                Rows Removed by Join Filter: 1500000
                CTE big
                  ->  Seq Scan on "User"  (cost=0.00..387.00 rows=1000 width=4) (actual time=0.010..0.400 rows=1000 loops=1)
                ->  Seq Scan on "Order" o  (cost=0.00..740.00 rows=3000 width=40) (actual time=0.009..1.827 rows=3000 loops=1)
                ->  CTE Scan on big  (cost=0.00..20.00 rows=1000 width=4) (actual time=0.000..0.093 rows=1000 loops=3000)
        Planning Time: 0.265 ms
        Execution Time: 844.476 ms
      `,
    },
    {
      good: `
        Hash Join  (cost=387.00..2387.00 rows=3000 width=50) (actual time=1.074..9.752 rows=2900 loops=1)
          Hash Cond: (o."customerId" = big.id)
          CTE big
            ->  Seq Scan on "User"  (cost=0.00..387.00 rows=1000 width=4) (actual time=0.010..0.400 rows=1000 loops=1)
          ->  Seq Scan on "Order" o  (cost=0.00..740.00 rows=3000 width=40) (actual time=0.009..1.827 rows=3000 loops=1)
          ->  Hash  (cost=20.00..20.00 rows=1000 width=4) (actual time=0.500..0.500 rows=1000 loops=1)
                Buckets: 1024  Batches: 1  Memory Usage: 44kB
                ->  CTE Scan on big  (cost=0.00..20.00 rows=1000 width=4) (actual time=0.000..0.093 rows=1000 loops=1)
        Planning Time: 0.265 ms
        Execution Time: 10.476 ms
      `,
    },
  ],
  *check(subject) {
    if ((wholeTime(subject) ?? 0) < leastTime) return;
    for (const node of subject.plan.nodes) {
      if (node.type !== "Materialize" && node.type !== "CTE Scan") continue;
      const { loops = 0, rows = 0 } = node.actual ?? {};
      // A CTE Scan throws away by a filter what it has gone through.
      const passed = (rows + node.removedByFilter) * loops;
      const share = wholeShare(subject, node);
      if (loops < leastLoops || passed < leastRows || share < leastShare) continue;
      yield {
        node: node.index,
        message: `${nodeWords(node)} goes through ${counted(rows + node.removedByFilter, "row")} ${counted(loops, "time")}${shareWords(subject, share)}`,
        advice: cure(node),
        weight: share,
      };
    }
  },
};

function cure({ type, cteName = "" }: PlanNode): string {
  return type === "CTE Scan"
    ? `Join ${cteName} by an equality of columns, write WITH ${cteName} AS NOT MATERIALIZED, or filter inside of it`
    : "Join both sides by an equality of columns, which can be hashed, or let the outer side bring fewer rows";
}
