/** An index-only scan that had to look into the table after all. */
import { quoted } from "../../sql/write-name.ts";
import type { PlanRule } from "../plan-rule.ts";
import { counted } from "../plan-words/numbers.ts";
import { tableOf } from "../plan-words/tables.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

/** A thousand fetches from memory take about a millisecond. */
const leastFetches = 1_000;

/** Of the rows: some pages were always written to since the last VACUUM. */
const leastShare = 0.1;

export const heapFetchesInIndexOnlyScan: PlanRule = {
  name: "heap-fetches-in-index-only-scan",
  severity: "info",
  language: "plan",
  summary: "An index-only scan reads the table as well, because VACUUM has not been there",
  why: `All columns that the query needs are in the index, so the table need not be read. But only the table knows whether a row is visible to everybody, and PostgreSQL saves itself that look only for pages that VACUUM has marked. Where it has not come by for a while, most rows are fetched from the table one by one, in the order of the index.

Instead, VACUUM the table, and let autovacuum come more often: on a table that only grows by \`autovacuum_vacuum_insert_scale_factor\` (PostgreSQL 13 and later), on others by \`autovacuum_vacuum_scale_factor\`, both settable per table.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=15901.42..15901.43 rows=1 width=8) (actual time=311.402..311.402 rows=1 loops=1)
          ->  Index Only Scan using "Item_orderId_idx" on "Item"  (cost=0.42..15900.42 rows=600000 width=4) (actual time=0.030..310.402 rows=600000 loops=1)
                Heap Fetches: 600000
        Planning Time: 0.076 ms
        Execution Time: 350.205 ms
      `,
    },
    {
      good: `
        Index Only Scan using "Item_orderId_idx" on "Item"  (cost=0.42..15900.42 rows=600000 width=4) (actual time=0.030..60.402 rows=600000 loops=1)
          Heap Fetches: 311
        Planning Time: 0.076 ms
        Execution Time: 80.205 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      const fetches = node.heapFetches ?? 0;
      const rows = subject.measured[node.index]?.rows ?? 0;
      const table = tableOf(subject, node);
      if (table === undefined || fetches < leastFetches || fetches < leastShare * rows) continue;
      if (!isFelt(subject, node)) continue;
      yield {
        node: node.index,
        message: `The index-only scan of ${table.name} fetched ${counted(fetches, "row")} from the table all the same${timeWords(subject, node)}`,
        advice: `VACUUM ${quoted(table.relation)}; if it comes back, lower autovacuum_vacuum_scale_factor${subject.postgres >= 13 ? " and autovacuum_vacuum_insert_scale_factor" : ""} of that table`,
        weight: weightOf(subject, node),
      };
    }
  },
};
