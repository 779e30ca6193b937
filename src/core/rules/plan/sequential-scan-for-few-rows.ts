/** A table is read from end to end to keep a few of its rows. */
import type { PlanRule } from "../plan-rule.ts";
import { type Advice, bTreeAdvice } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf } from "../plan-words/tables.ts";
import { isIndexable } from "../plan-words/terms.ts";
import { type Waste, wantedFor, wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const sequentialScanForFewRows: PlanRule = {
  name: "sequential-scan-for-few-rows",
  severity: "warning",
  language: "plan",
  summary: "All rows of a table are read, and at most one in twenty is kept",
  why: `Without an index that leads to the rows of the filter, PostgreSQL reads every row of the table and looks at each. That is right for a filter that keeps a good part of the table, and a waste for one that keeps a few: the time grows with all rows that were ever written, and the pages that are read push others out of memory.

Instead, add an index over the columns of the filter: first those that are compared with one value, then one that is compared with a bound.`,
  examples: [
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=299 width=120) (actual time=0.020..31.402 rows=300 loops=1)
          Filter: (total = '3'::numeric)
          Rows Removed by Filter: 299700
        Planning Time: 0.081 ms
        Execution Time: 31.539 ms
      `,
    },
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=299 width=120)
          Filter: (total = '3'::numeric)
      `,
    },
    {
      good: `
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=180000 width=120) (actual time=0.020..31.402 rows=180210 loops=1)
          Filter: (total > '400'::numeric)
          Rows Removed by Filter: 119790
        Planning Time: 0.081 ms
        Execution Time: 38.539 ms
      `,
    },
  ],
  *check(subject) {
    for (const waste of wastesIn(subject)) {
      const { node, reading, table, cause } = waste;
      if (node.type !== "Seq Scan") continue;
      const advice =
        cause.kind === "plain"
          ? bTreeAdvice(table, wantedFor(waste.terms))
          : cause.kind === "other"
            ? otherAdvice(waste)
            : undefined;
      if (advice === undefined) continue;
      const by = columnsOf(table, columnsIn(waste));
      yield {
        node: node.index,
        message: `Filtering by ${by} ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        ...advice,
        weight: weightOf(subject, node),
      };
    }
  },
};

function columnsIn({ terms, cause }: Waste): string[] {
  const used = cause.kind === "plain" ? terms.filter(isIndexable) : terms;
  return [...new Set(used.map(({ column }) => column))];
}

/** What no b-tree over a column answers: alternatives, `<>`, IS NOT NULL. */
function otherAdvice({ table, terms, node }: Waste): Advice | undefined {
  // What a subquery, a parameter or a function gives can't stand in a partial index.
  const filter = node.conditions.find(({ kind }) => kind === "Filter")?.text ?? "";
  if (terms.length === 0 || /SubPlan|InitPlan|\$\d|\w\(/.test(filter)) return undefined;
  const alternatives = terms.filter(
    ({ kind, comparison }) => kind === "equal" && comparison.isAlternative,
  );
  if (alternatives.length === terms.length) {
    const columns = [...new Set(alternatives.map(({ column }) => column))];
    return {
      advice: `Give each of ${columnsOf(table, columns)} an index: PostgreSQL joins what they find for OR`,
    };
  }
  return {
    advice: `Make a partial index in a migration of your own, with WHERE ${filter}, or compare by what is wanted instead of what is not`,
  };
}
