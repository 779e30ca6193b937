/** A bitmap that had no room for single rows, and remembers whole pages. */
import type { PlanRule } from "../plan-rule.ts";
import { workMemory } from "../plan-words/memory.ts";
import { counted, percent, roomFor, size } from "../plan-words/numbers.ts";
import { tableOf } from "../plan-words/tables.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

/** Of the pages: fewer make no difference that could be measured. */
const leastShare = 0.1;
const leastPages = 100;

export const lossyBitmap: PlanRule = {
  name: "lossy-bitmap",
  severity: "info",
  language: "plan",
  summary: "The bitmap of an index does not fit into work_mem and remembers pages instead of rows",
  why: `A bitmap scan first collects from the index which rows it will need, one bit per row. When that takes more than \`work_mem\`, it keeps only which pages they are in, and then has to compare every row of those pages again. The more lossy pages, the closer it comes to reading the whole table.

Instead, give this one query more memory with SET LOCAL, or make the index lead to fewer rows: with the columns of the filter in it, there is less to remember.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=9487.44..9487.45 rows=1 width=8) (actual time=84.548..84.548 rows=1 loops=1)
          ->  Bitmap Heap Scan on "Order"  (cost=987.43..9486.44 rows=88130 width=120) (actual time=12.077..83.548 rows=88200 loops=1)
                Recheck Cond: (status = 'PAID'::"Status")
                Rows Removed by Index Recheck: 140311
                Heap Blocks: exact=712 lossy=4105
                ->  Bitmap Index Scan on "Order_status_idx"  (cost=0.00..965.40 rows=88130 width=0) (actual time=11.492..11.492 rows=88200 loops=1)
                      Index Cond: (status = 'PAID'::"Status")
        Planning Time: 0.174 ms
        Execution Time: 89.251 ms
      `,
    },
    {
      good: `
        Bitmap Heap Scan on "Order"  (cost=987.43..9486.44 rows=88130 width=120) (actual time=4.077..23.548 rows=88200 loops=1)
          Recheck Cond: (status = 'PAID'::"Status")
          Heap Blocks: exact=4817
          ->  Bitmap Index Scan on "Order_status_idx"  (cost=0.00..965.40 rows=88130 width=0) (actual time=3.492..3.492 rows=88200 loops=1)
                Index Cond: (status = 'PAID'::"Status")
        Planning Time: 0.174 ms
        Execution Time: 26.251 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      const { heapBlocks } = node;
      const table = tableOf(subject, node);
      if (heapBlocks === undefined || table === undefined) continue;
      const { exact, lossy } = heapBlocks;
      const pages = exact + lossy;
      if (lossy < leastPages || lossy < leastShare * pages || !isFelt(subject, node)) continue;
      const again = node.removedByRecheck * (node.actual?.loops ?? 1);
      const compared = again > 0 ? `, and ${counted(again, "row")} are compared in vain` : "";
      // PostgreSQL reckons with 64 bytes for each page (tbm_calculate_entries).
      const wanted = Math.max((pages * 64) / 1024, workMemory(subject) * 2);
      yield {
        node: node.index,
        message: `The bitmap of ${table.name} remembers ${percent(lossy / pages)} of ${counted(pages, "page")} only as a whole${compared}: work_mem is ${size(workMemory(subject))}${timeWords(subject, node)}`,
        advice: `SET LOCAL work_mem = '${roomFor(wanted)}' in a transaction of this query, or an index with more of the filter's columns in it`,
        weight: weightOf(subject, node),
      };
    }
  },
};
