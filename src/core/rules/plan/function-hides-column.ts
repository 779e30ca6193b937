/** A column goes through a function before it is compared. */
import type { PlanRule } from "../plan-rule.ts";
import { functionExpression } from "../plan-words/expressions.ts";
import { expressionAdvice } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import type { Term } from "../plan-words/terms.ts";
import { wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const functionHidesColumn: PlanRule = {
  name: "function-hides-column",
  severity: "warning",
  language: "plan",
  summary: "A column goes through a function before it is compared, so that no index on it is used",
  why: `An index holds the values of the column, not what a function makes of them. \`lower(email) = …\`, \`date_trunc('day', "createdAt") = …\` or \`price * 100 > …\` compute a value for every row of the table. PostgreSQL also has no statistics of the result, and plans with a fixed guess.

Instead, leave the column alone and change the other side: a day is \`>= day AND < day + 1\`. Where the function is needed, make an index over the same expression; for comparisons that ignore case, \`citext\` does it with an ordinary index.`,
  examples: [
    {
      bad: `
        Seq Scan on "User"  (cost=0.00..487.00 rows=100 width=43) (actual time=0.012..3.047 rows=1 loops=1)
          Filter: (lower(email) = 'user7@example.com'::text)
          Rows Removed by Filter: 19999
        Planning Time: 0.056 ms
        Execution Time: 3.059 ms
      `,
    },
    {
      good: `
        Index Scan using "User_email_lower_idx" on "User"  (cost=0.29..8.30 rows=1 width=43) (actual time=0.012..0.047 rows=1 loops=1)
          Index Cond: (lower(email) = 'user7@example.com'::text)
        Planning Time: 0.056 ms
        Execution Time: 0.059 ms
      `,
    },
  ],
  *check(subject) {
    for (const { node, reading, table, cause } of wastesIn(subject)) {
      if (cause.kind !== "function") continue;
      const { term } = cause;
      yield {
        node: node.index,
        message: `${columnsOf(table, [term.column])} goes through ${wordsOf(term)} before it is compared: the query ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        advice: adviceFor(table, term),
        weight: weightOf(subject, node),
      };
    }
  },
};

function wordsOf({ comparison: { functionName = "" } }: Term): string {
  return /^\w/.test(functionName) ? `${functionName}()` : functionName;
}

const times = new Set(["date", "date_trunc", "date_part", "extract", "timezone", "to_char", "age"]);

function adviceFor(table: Table, term: Term): string {
  const { column, comparison } = term;
  const name = columnsOf(table, [column]);
  const expression = functionExpression(term);
  if (expression !== undefined) {
    const made = expressionAdvice(table, column, expression);
    return `${made.slice(0, 1).toUpperCase()}${made.slice(1)}`;
  }
  return times.has((comparison.functionName ?? "").toLowerCase())
    ? `Compare ${name} itself with two bounds: >= the beginning and < the end`
    : `Compare ${name} itself, and compute the other side`;
}
