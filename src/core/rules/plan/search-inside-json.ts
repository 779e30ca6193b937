/** A document is looked into, in every row. */
import type { PlanRule } from "../plan-rule.ts";
import { jsonExpression } from "../plan-words/expressions.ts";
import {
  type Advice,
  expressionAdvice,
  ginAdvice,
  hasIndexOfType,
} from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, nameOf, type Table } from "../plan-words/tables.ts";
import type { Term } from "../plan-words/terms.ts";
import { wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const searchInsideJson: PlanRule = {
  name: "search-inside-json",
  severity: "warning",
  language: "plan",
  summary: "A filter looks into the JSON documents of all rows",
  why: `Each document has to be fetched, often from outside of its row, decompressed and searched. That is among the most expensive things a filter can do, and without an index it is done for every row of the table.

A GIN index over the column answers \`@>\` (\`array_contains\` of Prisma Client). It does not answer a path compared with a value (\`path\` with \`equals\`, which becomes \`#>\`; \`->>\` in raw SQL): for that, the index has to be over the very same expression.

Instead, keep a value that is often filtered by in a column of its own, where it has a type, statistics and an ordinary index; or add the index that the filter asks for.`,
  examples: [
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..10540.00 rows=1500 width=4) (actual time=0.057..76.641 rows=600 loops=1)
          Filter: ((data ->> 'kind'::text) = 'k7'::text)
          Rows Removed by Filter: 299400
        Planning Time: 0.069 ms
        Execution Time: 76.769 ms
      `,
    },
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=30 width=4)
          Filter: (data @> '{"kind": "k7"}'::jsonb)
      `,
    },
    {
      good: `
        Bitmap Heap Scan on "Order"  (cost=37.00..1137.00 rows=30 width=4) (actual time=0.415..1.986 rows=600 loops=1)
          Recheck Cond: (data @> '{"kind": "k7"}'::jsonb)
          Heap Blocks: exact=600
          ->  Bitmap Index Scan on "Order_data_idx"  (cost=0.00..37.00 rows=30 width=0) (actual time=0.392..0.392 rows=600 loops=1)
                Index Cond: (data @> '{"kind": "k7"}'::jsonb)
        Planning Time: 0.101 ms
        Execution Time: 2.104 ms
      `,
    },
  ],
  *check(subject) {
    for (const { node, reading, table, cause } of wastesIn(subject)) {
      if (cause.kind !== "json") continue;
      const { term } = cause;
      yield {
        node: node.index,
        message: `Looking ${where(term)} ${columnsOf(table, [term.column])} ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        ...adviceFor(table, term),
        weight: weightOf(subject, node),
      };
    }
  },
};

function where({ comparison }: Term): string {
  return comparison.path.length > 0 ? `for ${comparison.path.join(".")} in` : "into";
}

/** What an index with jsonb_path_ops answers; it knows no keys by themselves. */
const isByPath = new Set(["@>", "@?", "@@"]);

function adviceFor(table: Table, term: Term): Advice {
  const { column, comparison } = term;
  if (comparison.path.length === 0) {
    const isFit = (ops: string | undefined) =>
      ops !== "JsonbPathOps" || isByPath.has(comparison.operator);
    if (hasIndexOfType(table, column, "Gin", isFit)) {
      return {
        advice: `See that the GIN index of ${columnsOf(table, [column])} is in this database, and that its operator class knows ${comparison.operator}`,
      };
    }
    // jsonb_path_ops is smaller, and knows neither keys nor their existence.
    return ginAdvice(table, column, comparison.operator === "@>" ? "json-path" : "default");
  }
  const expression = jsonExpression(term);
  const own = `Keep ${comparison.path.join(".")} of ${nameOf(table, column)} in a field of its own with an index`;
  if (expression === undefined) return { advice: own };
  return { advice: `${own}, or ${expressionAdvice(table, column, expression)}` };
}
