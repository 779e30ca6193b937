/** A query that returns as many rows as there are. */
import { nodeAt, type Plan } from "../../plan/plan.ts";
import type { PlanRule } from "../plan-rule.ts";
import { counted, size } from "../plan-words/numbers.ts";
import { childrenOf, onlyReads } from "../plan-words/places.ts";

/** Rows; more than anybody looks at, and some megabytes in the application's memory. */
const leastRows = 10_000;

export const unboundedResult: PlanRule = {
  name: "unbounded-result",
  severity: "warning",
  language: "plan",
  summary: "The query returns ten thousand rows or more, and no LIMIT bounds them",
  why: `All rows of the result are sent, parsed and held in the memory of the application at once. The number grows with the table, so a query that is harmless today is the one that fills the memory next year. Its time is spent on the way and in the client, where no index helps.

Instead, take a page at a time (\`take\` with a \`cursor\`), let the database do the counting and adding up (\`count\`, \`aggregate\`, \`groupBy\`), or read in batches where a job really needs all rows.`,
  examples: [
    {
      bad: `
        Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.008..1.018 rows=20000 loops=1)
        Planning Time: 0.031 ms
        Execution Time: 1.587 ms
      `,
    },
    {
      bad: `
        Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43)
      `,
    },
    {
      good: `
        Aggregate  (cost=437.00..437.01 rows=1 width=8) (actual time=1.715..1.715 rows=1 loops=1)
          ->  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=0) (actual time=0.042..0.975 rows=20000 loops=1)
        Planning Time: 0.035 ms
        Execution Time: 1.727 ms
      `,
    },
  ],
  *check({ plan, measured }) {
    const root = nodeAt(plan, 0);
    if (root === undefined || !onlyReads(plan) || isBounded(plan)) return;
    const rows = plan.isAnalyzed ? (measured[0]?.rows ?? 0) : root.planRows;
    if (rows < leastRows) return;
    const kilobytes = plan.serialization?.volume ?? (rows * root.planWidth) / 1024;
    const about = plan.serialization === undefined ? "about " : "";
    yield {
      node: 0,
      message: `Nothing bounds the result: ${counted(rows, "row")}${plan.isAnalyzed ? "" : " are expected"}, ${about}${size(kilobytes)}`,
      advice: "Take a page at a time (take, cursor), or count and add up in the database",
      // EXPLAIN sends nothing: what share of the time it is, only the client knows.
      weight: 0.5,
    };
  },
};

/** A Limit at the top, or below what only hands its rows on. */
function isBounded(plan: Plan): boolean {
  let at = nodeAt(plan, 0);
  while (at !== undefined) {
    if (at.type === "Limit") return true;
    if (!handsOn.has(at.type)) return false;
    at = childrenOf(plan, at).find(({ relationship = "" }) => !/Plan$/.test(relationship));
  }
  return false;
}

/** One row for each that comes in. The Limit of a parent bounds what a LEFT JOIN adds to it. */
const handsOn = new Set(["Result", "ProjectSet", "LockRows", "Subquery Scan", "WindowAgg", "Sort"]);
