/** A list is looked into, in every row. */
import type { PlanRule } from "../plan-rule.ts";
import { type Advice, ginAdvice, hasIndexOfType } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import { wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const searchInsideList: PlanRule = {
  name: "search-inside-list",
  severity: "warning",
  language: "plan",
  summary: "A filter looks for an element in the lists of all rows",
  why: `\`has\`, \`hasSome\` and \`hasEvery\` of Prisma Client become \`@>\` and \`&&\`. An ordinary index compares lists as wholes, from their first element on, and knows nothing of what is in them. So every row is read, and every list gone through.

Instead, give the column a GIN index, which knows for each element the rows that hold it; or keep the elements in a table of their own, where they can refer to something.`,
  examples: [
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=1500 width=4) (actual time=0.057..46.641 rows=600 loops=1)
          Filter: (tags @> '{urgent}'::text[])
          Rows Removed by Filter: 299400
        Planning Time: 0.069 ms
        Execution Time: 46.769 ms
      `,
    },
    {
      good: `
        Bitmap Heap Scan on "Order"  (cost=37.00..1137.00 rows=1500 width=4) (actual time=0.415..1.986 rows=600 loops=1)
          Recheck Cond: (tags @> '{urgent}'::text[])
          Heap Blocks: exact=600
          ->  Bitmap Index Scan on "Order_tags_idx"  (cost=0.00..37.00 rows=1500 width=0) (actual time=0.392..0.392 rows=600 loops=1)
                Index Cond: (tags @> '{urgent}'::text[])
        Planning Time: 0.101 ms
        Execution Time: 2.104 ms
      `,
    },
  ],
  *check(subject) {
    for (const { node, reading, table, cause } of wastesIn(subject)) {
      if (cause.kind !== "list") continue;
      const { column, comparison } = cause.term;
      const isServed = hasIndexOfType(table, column, "Gin") === true;
      const isAny = comparison.operator === "= ANY";
      if (isServed && !isAny) continue;
      yield {
        node: node.index,
        message: `Comparing ${columnsOf(table, [column])} with ${comparison.operator} ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        ...(isAny ? anyAdvice(table, column, isServed) : ginAdvice(table, column, "default")),
        weight: weightOf(subject, node),
      };
    }
  },
};

/** A GIN index answers what the list contains, and PostgreSQL does not turn one into the other. */
function anyAdvice(table: Table, column: string, isServed: boolean): Advice {
  const advice =
    "Write the comparison as column @> ARRAY[value], which is has in Prisma Client: a GIN index answers that, and not = ANY";
  if (isServed) return { advice };
  const { addition } = ginAdvice(table, column, "default");
  // The index alone does not help: the query has to change with it.
  return {
    advice: addition ? `${advice}. Add ${addition.attribute} to model ${addition.model}` : advice,
  };
}
