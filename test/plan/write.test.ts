/** Plans as text and as Markdown, for copying. */
import { describe, expect, test, vi } from "vitest";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { titleOf } from "../../src/core/plan/words.ts";
import { planMarkdown } from "../../src/core/plan/write-markdown.ts";
import { planText } from "../../src/core/plan/write-text.ts";
import { planIn, recorded, recordedPlan, textPlan } from "./plans.ts";

// Very large plans take their time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const plan =
  textPlan(`Sort  (cost=100.00..110.25 rows=1000 width=8) (actual time=5.000..6.000 rows=1200 loops=1)
  Sort Key: a, b DESC
  Sort Method: external merge  Disk: 2048kB
  InitPlan 1 (returns $0)
    ->  Result  (cost=0.00..0.01 rows=1 width=4) (never executed)
  ->  Index Scan Backward using i on public.t x  (cost=0.00..80.00 rows=1000 width=8) (actual time=0.010..2.000 rows=600 loops=2)
        Index Cond: (a = $0)
        Rows Removed by Filter: 1234
Planning Time: 0.123 ms
Trigger audit on t: time=1.500 calls=2
Execution Time: 1234.500 ms`);

test("as text", () => {
  expect(
    planText(plan),
  ).toBe(`Sort  (cost 110, rows 1,000 expected, 1,200 came, own time 2.0 ms, with children 6.0 ms)
  Sort Key: a, b DESC
  Sort Method: external merge, 2048 kB on disk
  ->  InitPlan 1 (returns $0): Result  (cost 0.01, rows 1 expected, never executed)
  ->  Index Scan Backward using i on public.t x  (cost 80, rows 1,000 expected, 1,200 came, 2 loops, own time 4.0 ms, with children 4.0 ms)
        Index Cond: (a = $0)
        Rows Removed by Filter: 1,234
Planning: 0.123 ms
Trigger audit, called 2 times: 1.5 ms
Execution: 1,235 ms`);
});

test("a plan that was not run has no times", () => {
  expect(planText(textPlan("Seq Scan on t  (cost=0.00..1.50 rows=3 width=8)"))).toBe(
    "Seq Scan on t  (cost 1.5, rows 3 expected)",
  );
});

test("as Markdown, in which nothing of the query becomes markup", () => {
  const text = planMarkdown({
    plan: textPlan("Seq Scan on t  (cost=0.00..1.50 rows=3 width=8)\n  Filter: (a = '```'::text)"),
    sql: "SELECT '````'",
    findings: [
      { severity: "warning", message: "<b>*t* reads\nall", advice: "Add `@@index([a])`" },
      { severity: "info", message: "Nothing else", advice: "" },
    ],
  });
  expect(text).toBe(`## Query

\`\`\`\`\`sql
SELECT '\`\`\`\`'
\`\`\`\`\`

## Findings

- **warning** \\<b\\>\\*t\\* reads all. Add \\\`@@index(\\[a\\])\\\`
- **info** Nothing else

## Plan

\`\`\`\`text
Seq Scan on t  (cost 1.5, rows 3 expected)
  Filter: (a = '\`\`\`'::text)
\`\`\`\`
`);
});

test("without findings it says so, and tells the times", () => {
  const text = planMarkdown({ plan, findings: [] });
  expect(text).toContain("## Findings\n\nNothing was found\n");
  expect(text.trimEnd().split("\n").at(-1)).toBe(
    "Planning: 0.123 ms · Trigger audit, called 2 times: 1.5 ms · Execution: 1,235 ms",
  );
});

describe("titles are EXPLAIN's", () => {
  test.each([
    "Parallel Index Only Scan Backward using i on t",
    "Bitmap Index Scan on i",
    "Hash Right Anti Join",
    "Nested Loop Left Join",
    "Nested Loop",
    "Merge Join",
    "Partial HashAggregate",
    "Finalize GroupAggregate",
    "Aggregate",
    "HashSetOp Except All",
    "Custom Scan (Columns) on t",
    "CTE Scan on c x",
    "Function Scan on f",
    "Update on public.t x",
    "Async Foreign Scan on t",
    "Gather Merge",
  ])("%s", (title) => {
    const [node] = textPlan(`${title}  (cost=0.00..1.00 rows=1 width=4)`).nodes;
    expect(node && titleOf(node)).toBe(title);
  });
});

test.each(recorded)("%s is a line for each node at least", (name) => {
  const recordedOne = recordedPlan(name);
  const lines = planText(recordedOne).split("\n");
  expect(lines.filter((line) => line.includes(" expected"))).toHaveLength(recordedOne.nodes.length);
});

test("ten thousand levels stay a text of some megabytes", () => {
  const level = '{"Node Type":"Limit","Plans":[';
  const deep = planIn(
    readPlan(`{"Plan":${level.repeat(10_000)}{"Node Type":"Result"}${"]}".repeat(10_000)}}`),
  );
  expect(planText(deep).length).toBeLessThan(10_000_000);
});
