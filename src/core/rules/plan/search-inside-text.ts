/** A text is searched for a part of it, in every row. */
import type { PlanRule } from "../plan-rule.ts";
import { type Advice, ginAdvice, hasIndexOfType } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import type { Term } from "../plan-words/terms.ts";
import { wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const searchInsideText: PlanRule = {
  name: "search-inside-text",
  severity: "warning",
  language: "plan",
  summary: "LIKE '%…', ILIKE or a regular expression looks through the texts of all rows",
  why: `An ordinary index is sorted by the beginning of a text. It is of no use for what stands in the middle or at the end (\`contains\` and \`endsWith\` of Prisma Client), nor for a comparison that ignores case (\`mode: "insensitive"\`, which becomes ILIKE). So every row is read, and every text looked through.

Instead, create the extension pg_trgm and a GIN index with the operator class \`gin_trgm_ops\`: it knows the groups of three letters in each text, and answers LIKE, ILIKE and regular expressions that contain three letters in a row. For exact comparisons that ignore case, use \`citext\` or keep the text in lower case; to search for words, a \`tsvector\`.`,
  examples: [
    {
      bad: `
        Seq Scan on "User"  (cost=0.00..437.00 rows=2 width=43) (actual time=0.015..2.286 rows=200 loops=1)
          Filter: (email ~~ '%99@example.com'::text)
          Rows Removed by Filter: 19800
        Planning Time: 0.101 ms
        Execution Time: 2.304 ms
      `,
    },
    {
      good: `
        Bitmap Heap Scan on "User"  (cost=37.00..137.00 rows=200 width=43) (actual time=0.415..0.986 rows=200 loops=1)
          Recheck Cond: (email ~~ '%99@example.com'::text)
          Rows Removed by Index Recheck: 12
          Heap Blocks: exact=110
          ->  Bitmap Index Scan on "User_email_idx"  (cost=0.00..37.00 rows=200 width=0) (actual time=0.392..0.392 rows=212 loops=1)
                Index Cond: (email ~~ '%99@example.com'::text)
        Planning Time: 0.101 ms
        Execution Time: 1.104 ms
      `,
    },
  ],
  *check(subject) {
    for (const { node, reading, table, cause } of wastesIn(subject)) {
      if (cause.kind !== "pattern") continue;
      const { column } = cause.term;
      // Then the pattern has no three letters in a row: another index would not help.
      if (hasIndexOfType(table, column, "Gin") || hasIndexOfType(table, column, "Gist")) continue;
      yield {
        node: node.index,
        message: `${howWritten(cause.term)} on ${columnsOf(table, [column])} ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        ...adviceFor(table, cause.term),
        weight: weightOf(subject, node),
      };
    }
  },
};

function adviceFor(table: Table, { column, field }: Term): Advice {
  if (field?.shape.nativeType?.name !== "Char") return ginAdvice(table, column, "trigrams");
  return {
    advice: `Make ${columnsOf(table, [column])} a text without @db.Char: trigrams know no character(n)`,
  };
}

function howWritten({ comparison }: Term): string {
  if (comparison.operator === "~~*") return "ILIKE";
  return comparison.operator === "~~" ? "LIKE with a wildcard in front" : "A regular expression";
}
