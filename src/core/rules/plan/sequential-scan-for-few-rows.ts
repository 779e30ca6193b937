/** A table is read from end to end to keep a few of its rows. */
import type { PlanRule } from "../plan-rule.ts";
import { type Advice, bTreeAdvice, usualName } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import { isIndexable, type Term, type TermKind } from "../plan-words/terms.ts";
import { isServed, type Waste, wantedFor, wastesIn } from "../plan-words/waste.ts";
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
  if (terms.every(({ kind, comparison }) => comparison.isAlternative && isPlain.has(kind))) {
    const columns = [...new Set(terms.map(({ column }) => column))];
    // A side of several conditions needs an index for one of them, or for all together.
    const isOneEach = filter.split(" OR ").length === terms.length;
    return isOneEach ? alternativesAdvice(table, columns) : sidesAdvice;
  }
  if (!terms.every(saysNot)) return undefined;
  // Prisma drops one that its model does not know, once it knows of them at all.
  const isKnown = table.model?.settings.previewFeatures.includes("partialIndexes") === true;
  const where = isKnown ? "in the model, by where: raw(…)" : "in a migration of your own";
  return {
    advice: `Make a partial index ${where}, with WHERE ${filter}, or compare by what is wanted instead of what is not`,
  };
}

const isPlain: ReadonlySet<TermKind> = new Set(["equal", "range"]);

const sidesAdvice: Advice = {
  advice: "Give each side of OR an index that leads to its rows: PostgreSQL joins what they find",
};

function saysNot({ comparison: { operator, isNegated } }: Term): boolean {
  return isNegated || /^(?:<>|<> ALL|IS NOT NULL|IS DISTINCT FROM)$/.test(operator);
}

/** One index for each column that has none. */
function alternativesAdvice(table: Table, columns: readonly string[]): Advice | undefined {
  const joins = "PostgreSQL joins what the indexes find for OR";
  const missing = columns.filter((column) => !isServed(table.model, column));
  const names = new Set(missing.map((column) => usualName(table.relation, [column])));
  if (table.model === undefined || names.size < missing.length) {
    return { advice: `Give each of ${columnsOf(table, missing)} an index: ${joins}` };
  }
  const lacking = missing.map((column) => bTreeAdvice(table, { equal: [column] })?.addition);
  const added = lacking.flatMap((addition) => addition ?? []);
  const [only] = added;
  if (only === undefined || added.length < lacking.length) return undefined;
  const lines = added.map(({ attribute }) => attribute).join(" and ");
  const advice = `Add ${lines} to model ${only.model}: ${joins}`;
  return added.length === 1 ? { advice, addition: only } : { advice };
}
