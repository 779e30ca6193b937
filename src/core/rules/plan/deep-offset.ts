/** Rows that are fetched only to be skipped by OFFSET. */
import { nodeAt, type Plan, type PlanNode } from "../../plan/plan.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { counted } from "../plan-words/numbers.ts";
import { outerOf } from "../plan-words/places.ts";
import { wholeTime } from "../plan-words/work.ts";

/** Rows; that many take about a millisecond from an index. */
const leastSkipped = 1_000;

/** Skipped rows for each that is returned. */
const leastTimes = 10;

/** Milliseconds, and cost of the planner. */
const leastTime = 2;
const leastCost = 500;

export const deepOffset: PlanRule = {
  name: "deep-offset",
  severity: "warning",
  language: "plan",
  summary: "OFFSET fetches and throws away far more rows than the query returns",
  why: `OFFSET (\`skip\` in Prisma Client) does not jump: PostgreSQL fetches all rows of the pages before, in order, and throws them away. The hundredth page costs a hundred times as much as the first, and whoever crawls all pages reads the table over and over. Rows that are added meanwhile shift the pages, so that some are seen twice and others never.

Instead, page by a cursor: \`cursor: { id: last }, skip: 1, take: 20\` with an \`orderBy\` that ends in a unique field and that an index delivers. Every page then costs as much as the first.`,
  examples: [
    {
      bad: `
        Limit  (cost=9229.09..9230.01 rows=20 width=120) (actual time=29.717..29.721 rows=20 loops=1)
          ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..13843.42 rows=300000 width=120) (actual time=0.016..24.015 rows=200020 loops=1)
        Planning Time: 0.081 ms
        Execution Time: 29.739 ms
      `,
    },
    {
      bad: `
        Limit  (cost=9229.09..9230.01 rows=20 width=120)
          ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..13843.42 rows=300000 width=120)
      `,
    },
    {
      good: `
        Limit  (cost=0.42..1.34 rows=20 width=120) (actual time=0.017..0.021 rows=20 loops=1)
          ->  Index Scan using "Order_pkey" on "Order"  (cost=0.42..13843.42 rows=100000 width=120) (actual time=0.016..0.018 rows=20 loops=1)
                Index Cond: (id > 200000)
        Planning Time: 0.081 ms
        Execution Time: 0.039 ms
      `,
    },
  ],
  *check(subject) {
    const { plan } = subject;
    for (const node of plan.nodes) {
      const source = node.type === "Limit" ? outerOf(plan, node) : undefined;
      if (source === undefined) continue;
      const { skipped, returned } = plan.isAnalyzed
        ? seen(subject, node, source)
        : expected(node, source);
      if (skipped < leastSkipped || skipped < leastTimes * returned) continue;
      if (!isSlow(subject)) continue;
      const verb = plan.isAnalyzed ? "skips" : "is expected to skip";
      yield {
        node: node.index,
        message: `OFFSET ${verb} ${counted(skipped, "row")} to return ${counted(returned)}`,
        advice:
          "Page by a cursor (cursor, skip: 1, take) with an orderBy that ends in a unique field and that an index delivers",
        weight: weight(plan, node) * (skipped / (skipped + returned)),
      };
    }
  },
};

type Skipped = { readonly skipped: number; readonly returned: number };

/** A LIMIT stops its source, so what came and was not returned has been skipped. */
function seen({ measured }: PlanSubject, node: PlanNode, source: PlanNode): Skipped {
  const came = measured[source.index]?.rows ?? 0;
  const returned = measured[node.index]?.rows ?? 0;
  return { skipped: came - returned, returned };
}

/** The planner moves the cost of the rows that OFFSET skips to the start of the Limit. */
function expected(node: PlanNode, source: PlanNode): Skipped {
  const run = source.totalCost - source.startupCost;
  const before = node.startupCost - source.startupCost;
  const skipped = run > 0 ? (before / run) * source.planRows : 0;
  return { skipped, returned: node.planRows };
}

function isSlow(subject: PlanSubject): boolean {
  if (subject.plan.isAnalyzed) return (wholeTime(subject) ?? Infinity) >= leastTime;
  return (nodeAt(subject.plan, 0)?.totalCost ?? 0) >= leastCost;
}

/** By cost, which knows of all that is below; a measured time would too, and differs little. */
function weight(plan: Plan, node: PlanNode): number {
  const whole = nodeAt(plan, 0)?.totalCost ?? 0;
  return whole > 0 ? Math.min(1, node.totalCost / whole) : 0;
}
