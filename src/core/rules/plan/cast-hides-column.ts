/** A column is turned into another type before it is compared. */
import { isSelective } from "../lookup.ts";
import type { PlanRule } from "../plan-rule.ts";
import { bTreeAdvice } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import type { Term } from "../plan-words/terms.ts";
import { isServed, wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const castHidesColumn: PlanRule = {
  name: "cast-hides-column",
  severity: "warning",
  language: "plan",
  summary: "A column is cast to another type before it is compared, so that no index on it is used",
  why: `An index holds the values of the column as they are. \`status::text = 'OPEN'\` compares texts, \`id::text\` compares the letters of a UUID, \`number = 1.5\` turns each integer into a numeric: the index on the column is of no use for that, and every row is read, cast and compared. Such a cast is mostly not meant; it comes from a parameter that was sent with another type than the column's.

Instead, cast the value, not the column: \`status = $1::"Status"\`, \`id = $1::uuid\`. In a template of Prisma Client that is \`\${id}::uuid\`.`,
  examples: [
    {
      bad: `
        Seq Scan on "Order"  (cost=0.00..10540.00 rows=1500 width=4) (actual time=0.047..47.092 rows=3000 loops=1)
          Filter: ((number)::numeric = '3.0'::numeric)
          Rows Removed by Filter: 297000
        Planning Time: 0.091 ms
        Execution Time: 47.316 ms
      `,
    },
    {
      good: `
        Index Scan using "Order_number_idx" on "Order"  (cost=0.42..1540.00 rows=3000 width=4) (actual time=0.047..4.092 rows=3000 loops=1)
          Index Cond: (number = 3)
        Planning Time: 0.091 ms
        Execution Time: 4.316 ms
      `,
    },
  ],
  *check(subject) {
    for (const { node, reading, table, cause } of wastesIn(subject)) {
      if (cause.kind !== "cast") continue;
      const { term } = cause;
      yield {
        node: node.index,
        message: `${columnsOf(table, [term.column])} is cast to ${term.comparison.cast} before it is compared: the query ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        advice: adviceFor(table, term),
        weight: weightOf(subject, node),
      };
    }
  },
};

function adviceFor(table: Table, { column, field, comparison }: Term): string {
  const uncast = `Compare ${columnsOf(table, [column])} uncast, with a value of its own type`;
  if (comparison.operator.includes("~")) return `${uncast}, or keep a text beside it to search in`;
  if (table.model === undefined || isServed(table.model, column)) return uncast;
  const isWorthIt = field === undefined || isSelective(field);
  const index = isWorthIt ? bTreeAdvice(table, { equal: [column] })?.addition : undefined;
  return index === undefined
    ? uncast
    : `${uncast}, and add ${index.attribute} to model ${index.model}`;
}
