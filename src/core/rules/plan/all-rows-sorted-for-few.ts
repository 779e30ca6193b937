/** A whole table is sorted to return its first rows. */
import { columnIn } from "../../plan/expression.ts";
import { nodeAt, type Plan, type PlanNode } from "../../plan/plan.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { type Advice, bTreeAdvice, type SortColumn } from "../plan-words/index-advice.ts";
import { counted } from "../plan-words/numbers.ts";
import { above } from "../plan-words/places.ts";
import { processes, readingOf } from "../plan-words/scans.ts";
import { columnsOf, fieldOf, type Table, tableOf } from "../plan-words/tables.ts";
import { isIndexable, termsOf } from "../plan-words/terms.ts";
import { isTiny, shareWords, wholeShare, wholeTime } from "../plan-words/work.ts";

/** Rows that are sorted, where they are counted and where they are only expected. */
const leastSorted = 5_000;
const leastExpected = 20_000;

/** Of the rows that are sorted. */
const mostReturned = 0.02;

/** Milliseconds, and cost of the planner. */
const leastTime = 2;
const leastCost = 500;

export const allRowsSortedForFew: PlanRule = {
  name: "all-rows-sorted-for-few",
  severity: "warning",
  language: "plan",
  summary: "ORDER BY with a LIMIT reads and sorts far more rows than it returns",
  why: `The ten newest rows are found by reading all rows and remembering the ten best. It is the most frequent query of any list on a screen, \`orderBy\` with \`take\`, and it costs as much as the table is big, however few rows are returned.

Instead, add an index over the columns of the filter that are compared with one value, followed by the columns of the order, in their direction. PostgreSQL then reads the rows in order and stops after the last one that is wanted.`,
  examples: [
    {
      bad: `
        Limit  (cost=15522.85..15522.88 rows=10 width=120) (actual time=63.352..63.358 rows=10 loops=1)
          ->  Sort  (cost=15522.85..16272.85 rows=300000 width=120) (actual time=63.350..63.354 rows=10 loops=1)
                Sort Key: "placedAt" DESC
                Sort Method: top-N heapsort  Memory: 27kB
                ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.009..30.534 rows=300000 loops=1)
        Planning Time: 0.103 ms
        Execution Time: 63.694 ms
      `,
    },
    {
      bad: `
        Limit  (cost=10991.23..10992.39 rows=10 width=120)
          ->  Gather Merge  (cost=10991.23..45931.17 rows=300000 width=120)
                Workers Planned: 2
                ->  Sort  (cost=9991.21..10303.71 rows=125000 width=120)
                      Sort Key: "placedAt" DESC
                      ->  Parallel Seq Scan on "Order"  (cost=0.00..7290.00 rows=125000 width=120)
      `,
    },
    {
      good: `
        Limit  (cost=0.42..0.98 rows=10 width=120) (actual time=0.017..0.021 rows=10 loops=1)
          ->  Index Scan Backward using "Order_placedAt_idx" on "Order"  (cost=0.42..16843.42 rows=300000 width=120) (actual time=0.016..0.018 rows=10 loops=1)
        Planning Time: 0.081 ms
        Execution Time: 0.039 ms
      `,
    },
  ],
  *check(subject) {
    const { plan } = subject;
    for (const node of plan.nodes) {
      const numbers = node.type === "Sort" ? numbersOf(subject, node) : undefined;
      const scan = numbers && scanBelow(plan, node);
      const table = scan && tableOf(subject, scan);
      if (!numbers || !scan || !table || isTiny(subject, scan) || !isSlow(subject)) continue;
      const advice = adviceFor(subject, table, node, scan);
      if (advice === undefined) continue;
      const share = wholeShare(subject, node);
      const keys = advice.sort.map(({ column }) => column);
      const verb = plan.isAnalyzed ? "sorts" : "is expected to sort";
      yield {
        node: node.index,
        message: `Ordering by ${columnsOf(table, keys)} ${verb} ${counted(numbers.sorted, "row")} to return ${counted(numbers.returned)}${shareWords(subject, share)}`,
        ...advice.found,
        weight: share,
      };
    }
  },
};

type Numbers = { readonly sorted: number; readonly returned: number };

function numbersOf(subject: PlanSubject, node: PlanNode): Numbers | undefined {
  const { plan, measured } = subject;
  const limit = limitAbove(plan, node);
  const source = nodeAt(plan, node.children[0]);
  if (limit === undefined || source === undefined) return undefined;
  const [sorted, returned] = plan.isAnalyzed
    ? [measured[source.index]?.rows ?? 0, measured[limit.index]?.rows ?? 0]
    : [source.planRows * processes(plan, node), limit.planRows];
  const least = plan.isAnalyzed ? leastSorted : leastExpected;
  // An order that is needed once per row of something else is another question.
  if (plan.isAnalyzed && (limit.actual?.loops ?? 0) !== 1) return undefined;
  return sorted >= least && returned <= mostReturned * sorted ? { sorted, returned } : undefined;
}

function limitAbove(plan: Plan, node: PlanNode): PlanNode | undefined {
  for (const around of above(plan, node)) {
    if (around.type === "Limit") return around;
    if (around.type !== "Gather Merge" && around.type !== "Result") return undefined;
  }
  return undefined;
}

/** Of one table, where nothing between it and the sort changes which rows there are. */
function scanBelow(plan: Plan, node: PlanNode): PlanNode | undefined {
  const scan = nodeAt(plan, node.children[0]);
  return scan?.relation === undefined ? undefined : scan;
}

type Found = { readonly found: Advice; readonly sort: readonly SortColumn[] };

function adviceFor(
  subject: PlanSubject,
  table: Table,
  node: PlanNode,
  scan: PlanNode,
): Found | undefined {
  const keys = node.sortKey.map(sortColumn);
  const sort = keys.flatMap((key) => key ?? []);
  if (sort.length < keys.length || sort.length === 0) return undefined;
  const terms = termsOf(table, scan, ["Filter", "Index Cond", "Recheck Cond"]);
  // What stands behind the order in an index, or not in it at all, may throw most rows away.
  const isFixed = terms.every((term) => isIndexable(term) && term.kind === "equal");
  const isOne = terms.every(({ comparison }) => comparison.operator !== "= ANY");
  // A filter that most rows pass does not keep the index from meeting its rows soon.
  const isLoose = !isFixed && keepsMost(subject, scan);
  if (!isLoose && !(isFixed && isOne)) return undefined;
  const equal = isLoose ? [] : terms.map(({ column }) => column);
  const found = sortAdvice(table, equal, sort);
  return found && { found, sort };
}

/** Nulls that cannot be there have no place either, but PostgreSQL takes the order by its letters. */
function sortAdvice(
  table: Table,
  equal: readonly string[],
  sort: readonly SortColumn[],
): Advice | undefined {
  const needless = sort.filter(
    ({ column, hasOwnNulls }) => !hasOwnNulls && fieldOf(table, column)?.shape.arity === "required",
  );
  if (needless.length === 0) return bTreeAdvice(table, { equal, sort });
  const plain = sort.map((key) => (needless.includes(key) ? { ...key, hasOwnNulls: true } : key));
  const found = bTreeAdvice(table, { equal, sort: plain });
  const names = needless.map(({ column }) => columnsOf(table, [column])).join(", ");
  // The index alone does not help: the query has to change with it.
  return (
    found && {
      advice: `Leave NULLS FIRST or LAST out, since ${names} is never null. Then: ${found.advice}`,
    }
  );
}

function keepsMost(subject: PlanSubject, scan: PlanNode): boolean {
  const { read, kept } = readingOf(subject, scan) ?? { read: undefined, kept: 0 };
  return scan.type === "Seq Scan" && read !== undefined && kept >= read / 2;
}

/** `"placedAt" DESC NULLS LAST`; undefined for an expression. */
function sortColumn(key: string): SortColumn | undefined {
  const [, expression = "", descending, nulls] =
    /^([\s\S]*?)( DESC)?( NULLS (?:FIRST|LAST))?$/.exec(key) ?? [];
  const use = columnIn(expression);
  if (use === undefined || / COLLATE | USING /.test(key)) return undefined;
  if (use.cast !== undefined || use.functionName !== undefined || use.path.length > 0) {
    return undefined;
  }
  return {
    column: use.column,
    isDescending: descending !== undefined,
    // EXPLAIN leaves the place of the nulls out where it is PostgreSQL's own.
    hasOwnNulls: nulls === undefined,
  };
}

function isSlow(subject: PlanSubject): boolean {
  if (subject.plan.isAnalyzed) return (wholeTime(subject) ?? leastTime) >= leastTime;
  return (nodeAt(subject.plan, 0)?.totalCost ?? 0) >= leastCost;
}
