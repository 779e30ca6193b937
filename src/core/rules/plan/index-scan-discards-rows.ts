/** An index leads to many rows, of which a filter throws nearly all away. */
import { nodeAt, type PlanNode } from "../../plan/plan.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { type Advice, bTreeAdvice, type SortColumn } from "../plan-words/index-advice.ts";
import { readingWords } from "../plan-words/scans.ts";
import { columnsOf, type Table } from "../plan-words/tables.ts";
import { isIndexable } from "../plan-words/terms.ts";
import { type Waste, wantedFor, wastesIn } from "../plan-words/waste.ts";
import { timeWords, weightOf } from "../plan-words/work.ts";

export const indexScanDiscardsRows: PlanRule = {
  name: "index-scan-discards-rows",
  severity: "warning",
  language: "plan",
  summary: "An index is used, but a filter throws nearly all rows away that it leads to",
  why: `In a plan it looks right: an index scan. But the index knows only a part of what is asked. Each row that it leads to is fetched from the table, mostly each from another page, and then the filter drops it. That can take longer than reading the table in order. It also happens where an index is walked only for the order of its rows, in the hope of meeting the few that match soon (\`ORDER BY id LIMIT 10\`).

Instead, have one index with all columns of the question: those that are compared with one value first, then the bound or the order. It takes over from the index that was used where that one is its beginning.`,
  examples: [
    {
      bad: `
        Index Scan using "Order_status_idx" on "Order"  (cost=0.42..8458.21 rows=90 width=120) (actual time=0.077..43.548 rows=88 loops=1)
          Index Cond: (status = 'PAID'::"Status")
          Filter: (total = '5'::numeric)
          Rows Removed by Filter: 88112
        Planning Time: 0.174 ms
        Execution Time: 43.651 ms
      `,
    },
    {
      good: `
        Index Scan using "Order_status_total_idx" on "Order"  (cost=0.42..98.21 rows=90 width=120) (actual time=0.077..0.548 rows=88 loops=1)
          Index Cond: ((status = 'PAID'::"Status") AND (total = '5'::numeric))
        Planning Time: 0.174 ms
        Execution Time: 0.651 ms
      `,
    },
  ],
  *check(subject) {
    for (const waste of wastesIn(subject)) {
      const { node, reading, table, cause, terms } = waste;
      if (node.type === "Seq Scan") continue;
      // A key without an index and an index that is not enough are the same thing here.
      if (cause.kind !== "plain" && cause.kind !== "foreign-key") continue;
      const advice = adviceFor(waste);
      if (advice === undefined) continue;
      const missing = [...new Set(terms.filter(isIndexable).map(({ column }) => column))];
      yield {
        node: node.index,
        message: `${usedIndex(subject, node)} does not know ${columnsOf(table, missing)}: the scan ${readingWords(reading, table.name)}${timeWords(subject, node)}`,
        ...advice,
        weight: weightOf(subject, node),
      };
    }
  },
};

function adviceFor({ table, terms, indexTerms, node }: Waste): Advice | undefined {
  const wanted = wantedFor([...indexTerms, ...terms]);
  // Walked for its order: the order belongs behind what the filter compares.
  const sort = indexTerms.length === 0 ? orderOf(table, node) : [];
  return bTreeAdvice(table, { ...wanted, sort });
}

/** The columns of the index, where the schema knows it. */
function orderOf({ model }: Table, { indexName }: PlanNode): SortColumn[] {
  const index = model?.indexes.find(({ name }) => name === indexName);
  return (index?.parts ?? []).map(({ column, sort }) => ({
    column,
    isDescending: sort === "desc",
    hasOwnNulls: true,
  }));
}

/** The one below a bitmap's scan; several may be. */
function usedIndex({ plan }: PlanSubject, node: PlanNode): string {
  const { indexName } =
    node.indexName === undefined ? (nodeAt(plan, node.children[0]) ?? node) : node;
  return indexName ?? "The index that is used";
}
