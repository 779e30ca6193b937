/** The place where the planner was most wrong about the number of rows. */
import { nodeAt, type PlanNode } from "../../plan/plan.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { estimateCure } from "../plan-words/estimate-cure.ts";
import { counted, factor } from "../plan-words/numbers.ts";
import { above, isJoin, nodeWords } from "../plan-words/places.ts";
import { wholeShare, wholeTime } from "../plan-words/work.ts";

/** Times: the first step that other readers of plans warn at. */
const leastError = 10;

/** Rows, expected or come: below it no plan is better than another. */
const leastRows = 1_000;

/** Milliseconds. */
const leastTime = 10;

export const rowEstimateOff: PlanRule = {
  name: "row-estimate-off",
  severity: "info",
  language: "plan",
  summary:
    "Ten times more or fewer rows came than the planner expected, and a join or sort depends on it",
  why: `The planner chooses how to join, in which order, and how much memory to take by how many rows it expects. Where it is wrong by ten times or more, all that stands above in the plan was chosen for another query: a nested loop for thousands of rows, a hash that does not fit, an index that leads to half of the table.

It takes columns to be independent of each other, does not know what functions and JSON paths return, and knows rows that have come since the last ANALYZE only by their number.

Instead, ANALYZE the table; where two columns of the filter go together, \`CREATE STATISTICS\` over both; for an expression, statistics or an index over the expression; for a column with many frequent values, \`ALTER TABLE … ALTER COLUMN … SET STATISTICS 1000\`.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=12135.00..12135.01 rows=1 width=8) (actual time=129.040..129.040 rows=1 loops=1)
          ->  Hash Join  (cost=3337.00..12134.00 rows=300 width=138) (actual time=27.411..128.040 rows=30000 loops=1)
                Hash Cond: (i."orderId" = o.id)
                ->  Seq Scan on "Item" i  (cost=0.00..9040.00 rows=600000 width=18) (actual time=0.004..41.469 rows=600000 loops=1)
                ->  Hash  (cost=9087.00..9087.00 rows=150 width=120) (actual time=26.386..26.387 rows=15000 loops=1)
                      Buckets: 16384  Batches: 1  Memory Usage: 1701kB
                      ->  Bitmap Heap Scan on "Order" o  (cost=12.00..9087.00 rows=150 width=120) (actual time=0.904..19.469 rows=15000 loops=1)
                            Recheck Cond: ((status = 'OPEN'::"Status") AND (kind = 'a'::text))
                            ->  Bitmap Index Scan on "Order_status_kind_idx"  (cost=0.00..12.00 rows=15000 width=0) (actual time=0.800..0.800 rows=15000 loops=1)
                                  Index Cond: ((status = 'OPEN'::"Status") AND (kind = 'a'::text))
        Planning Time: 0.291 ms
        Execution Time: 138.790 ms
      `,
    },
    {
      good: `
        Hash Join  (cost=3337.00..12134.00 rows=25000 width=138) (actual time=27.411..128.040 rows=30000 loops=1)
          Hash Cond: (i."orderId" = o.id)
          ->  Seq Scan on "Item" i  (cost=0.00..9040.00 rows=600000 width=18) (actual time=0.004..41.469 rows=600000 loops=1)
          ->  Hash  (cost=9087.00..9087.00 rows=12000 width=120) (actual time=26.386..26.387 rows=15000 loops=1)
                Buckets: 16384  Batches: 1  Memory Usage: 1701kB
                ->  Bitmap Heap Scan on "Order" o  (cost=12.00..9087.00 rows=12000 width=120) (actual time=0.904..19.469 rows=15000 loops=1)
                      Recheck Cond: (status = 'OPEN'::"Status")
                      ->  Bitmap Index Scan on "Order_status_idx"  (cost=0.00..12.00 rows=12000 width=0) (actual time=0.800..0.800 rows=15000 loops=1)
                            Index Cond: (status = 'OPEN'::"Status")
        Planning Time: 0.291 ms
        Execution Time: 138.790 ms
      `,
    },
  ],
  *check(subject) {
    if ((wholeTime(subject) ?? 0) < leastTime) return;
    const worst = subject.plan.nodes
      .filter((node) => isOrigin(subject, node) && feedsAChoice(subject, node))
      .toSorted((a, b) => errorOf(subject, b) - errorOf(subject, a))[0];
    const measured = worst && subject.measured[worst.index];
    if (worst === undefined || measured?.rows === undefined) return;
    const direction = measured.isUnderestimated ? "more" : "fewer";
    yield {
      node: worst.index,
      message: `${nodeWords(worst)}: ${factor(errorOf(subject, worst))} times ${direction} rows than expected, ${counted(measured.rows)} instead of ${counted(measured.expectedRows)}`,
      advice: estimateCure(subject, worst),
      weight: wholeShare(subject, decidedBy(subject, worst) ?? worst),
    };
  },
};

function errorOf({ measured }: PlanSubject, { index }: PlanNode): number {
  return measured[index]?.error ?? 1;
}

/** Where it went wrong: what is above was only told so. */
function isOrigin(subject: PlanSubject, node: PlanNode): boolean {
  const { rows = 0, expectedRows = 0 } = subject.measured[node.index] ?? {};
  if (errorOf(subject, node) < leastError || Math.max(rows, expectedRows) < leastRows) return false;
  if (isRecursive(subject, node)) return false;
  // In a loop, what is expected is the average of all its runs.
  const parent = nodeAt(subject.plan, node.parent);
  if (parent?.type === "Nested Loop" && node.relationship === "Inner") return false;
  // A bitmap's estimate is that of its index; the table's own row count is the better known place.
  if (node.type === "Bitmap Index Scan" || node.type === "BitmapAnd") return false;
  return node.children.every((index) => {
    const child = nodeAt(subject.plan, index);
    if (child === undefined || child.type.startsWith("Bitmap")) return true;
    return errorOf(subject, child) < leastError;
  });
}

/** How far a recursion goes, nobody can estimate, nor what it has found. */
function isRecursive({ plan }: PlanSubject, node: PlanNode): boolean {
  const recursion = plan.nodes.find(({ type }) => type === "Recursive Union");
  if (recursion === undefined) return false;
  return node.cteName !== undefined || [node, ...above(plan, node)].includes(recursion);
}

function feedsAChoice(subject: PlanSubject, node: PlanNode): boolean {
  return decidedBy(subject, node) !== undefined;
}

/** The nearest join, sort or hashed aggregate above. */
function decidedBy({ plan }: PlanSubject, node: PlanNode): PlanNode | undefined {
  for (const around of above(plan, node)) {
    if (isJoin(around) || around.type === "Sort") return around;
    if (around.type === "Aggregate" && around.strategy === "Hashed") return around;
  }
  return undefined;
}
