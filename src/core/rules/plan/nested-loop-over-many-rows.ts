/** A nested loop whose inner side runs very often. */
import type { PlanNode } from "../../plan/plan.ts";
import type { PlanFinding, PlanRule, PlanSubject } from "../plan-rule.ts";
import { estimateCure } from "../plan-words/estimate-cure.ts";
import { counted, factor } from "../plan-words/numbers.ts";
import { innerOf, nodeWords, outerOf, sourceOf } from "../plan-words/places.ts";
import { shareWords, wholeShare, wholeTime } from "../plan-words/work.ts";

/** An index lookup takes about 2 µs from memory (600,000 of them took 1.2 s of processor time). */
const leastLoops = 10_000;

/** Where the planner knew how many rows there are, it has weighed a hash join too; up to here. */
const leastWeighed = 100_000;

/** Of the query's time: else the loops are not what it waits for. */
const leastShare = 0.3;

/** Milliseconds; what takes less is fast enough however it is joined. */
const leastTime = 20;

/** Times more rows than expected, from which on the planner chose for another query than this. */
const wrong = 10;

export const nestedLoopOverManyRows: PlanRule = {
  name: "nested-loop-over-many-rows",
  severity: "info",
  language: "plan",
  summary: "A nested loop runs its inner side far more often than expected, or very often",
  why: `A nested loop looks the rows of one table up for each row of the other. For a few hundred rows that is the fastest join there is; for many it walks down an index again and again, where a hash join would read the table once. The planner chooses it when it expects few rows, so it is mostly a wrong estimate that is behind it. Where the pages are not in memory, each lookup waits for the disk.

Instead, let the outer side bring fewer rows (a filter, \`take\`), and where the estimate is wrong, ANALYZE the table, raise its statistics target or create extended statistics over the columns of the filter.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=4697.98..4697.99 rows=1 width=8) (actual time=513.228..513.228 rows=1 loops=1)
          ->  Nested Loop  (cost=0.42..4696.98 rows=1200 width=138) (actual time=0.071..512.228 rows=200000 loops=1)
                ->  Seq Scan on "Item" i  (cost=0.00..3322.00 rows=1200 width=18) (actual time=0.013..26.034 rows=200000 loops=1)
                ->  Index Scan using "Order_pkey" on "Order" o  (cost=0.42..0.45 rows=1 width=120) (actual time=0.002..0.002 rows=1 loops=200000)
                      Index Cond: (id = i."orderId")
        Planning Time: 0.092 ms
        Execution Time: 540.035 ms
      `,
    },
    {
      good: `
        Nested Loop  (cost=0.42..446.98 rows=900 width=138) (actual time=0.071..12.228 rows=910 loops=1)
          ->  Index Scan using "Item_sku_idx" on "Item" i  (cost=0.42..32.00 rows=900 width=18) (actual time=0.013..1.034 rows=910 loops=1)
                Index Cond: (sku = 'sku7'::text)
          ->  Index Scan using "Order_pkey" on "Order" o  (cost=0.42..0.45 rows=1 width=120) (actual time=0.010..0.011 rows=1 loops=910)
                Index Cond: (id = i."orderId")
        Planning Time: 0.092 ms
        Execution Time: 14.035 ms
      `,
    },
  ],
  *check(subject) {
    const { plan } = subject;
    if ((wholeTime(subject) ?? 0) < leastTime) return;
    for (const node of plan.nodes) {
      const inner = innerOf(plan, node);
      const outer = outerOf(plan, node);
      if (node.type !== "Nested Loop" || inner === undefined || outer === undefined) continue;
      // What is kept is not looked up again: another rule tells of rows that are read over and over.
      if (inner.type === "Materialize" || inner.type === "Memoize") continue;
      // How far a recursion goes, nobody can estimate.
      if (outer.type === "WorkTable Scan") continue;
      const found = findingFor(subject, node, outer, inner);
      if (found !== undefined) yield found;
    }
  },
};

function findingFor(
  subject: PlanSubject,
  node: PlanNode,
  outer: PlanNode,
  inner: PlanNode,
): PlanFinding | undefined {
  const loops = inner.actual?.loops ?? 0;
  const share = wholeShare(subject, inner);
  if (loops < leastLoops || share < leastShare) return undefined;
  const { error = 1, isUnderestimated = false } = subject.measured[outer.index] ?? {};
  const isWrong = isUnderestimated && error >= wrong;
  if (!isWrong && loops < leastWeighed) return undefined;
  const expected = isWrong ? `, ${factor(error)} times as often as expected` : "";
  return {
    node: node.index,
    message: `The nested loop runs ${nodeWords(inner)} ${counted(loops, "time")}${expected}${shareWords(subject, share)}`,
    advice: isWrong ? estimateAdvice(subject, outer) : fewerRowsAdvice(outer),
    weight: share,
  };
}

/** Where several columns go together, ANALYZE alone would find the same numbers again. */
function estimateAdvice(subject: PlanSubject, outer: PlanNode): string {
  const source = sourceOf(subject.plan, outer);
  return `${estimateCure(subject, source)}; see whether it joins by hash then`;
}

function fewerRowsAdvice(outer: PlanNode): string {
  return `Let ${nodeWords(outer)} bring fewer rows: filter before the join, or take a page of them`;
}
