/** The groups of an aggregate do not fit into memory. */
import type { PlanRule } from "../plan-rule.ts";
import { enoughMemory, hashMemory } from "../plan-words/memory.ts";
import { size } from "../plan-words/numbers.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

export const aggregateSpilledToDisk: PlanRule = {
  name: "aggregate-spilled-to-disk",
  severity: "warning",
  language: "plan",
  summary: "The groups of GROUP BY or DISTINCT do not fit into memory and are written to disk",
  why: `A hashed aggregate holds one entry per group in memory. When there are more groups than \`work_mem\` times \`hash_mem_multiplier\` has room for, the rows of the other groups are written to temporary files and done later, some of them several times. Until PostgreSQL 12 nothing is written, and the memory grows without a limit.

Instead, group fewer rows (a narrower \`where\`), leave out columns that only make groups finer, or give this one query more memory with SET LOCAL. An index over the columns of the group lets PostgreSQL take the groups one after the other, without any memory.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=29744.75..29744.76 rows=1 width=8) (actual time=191.402..191.402 rows=1 loops=1)
          ->  HashAggregate  (cost=26602.50..29743.75 rows=300000 width=40) (actual time=120.111..190.402 rows=300000 loops=1)
                Group Key: token
                Planned Partitions: 4  Batches: 5  Memory Usage: 8241kB  Disk Usage: 9656kB
                ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=16) (actual time=0.010..24.100 rows=300000 loops=1)
        Planning Time: 0.076 ms
        Execution Time: 210.205 ms
      `,
    },
    {
      good: `
        HashAggregate  (cost=10540.00..10740.79 rows=20079 width=12) (actual time=65.111..68.402 rows=20000 loops=1)
          Group Key: "customerId"
          Batches: 1  Memory Usage: 1809kB
          ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=4) (actual time=0.010..24.100 rows=300000 loops=1)
        Planning Time: 0.076 ms
        Execution Time: 70.205 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      const { hash } = node;
      if (node.type !== "Aggregate" || hash === undefined || hash.disk <= 0) continue;
      if (!isFelt(subject, node)) continue;
      const by = node.groupKey.length > 0 ? ` by ${node.groupKey.join(", ")}` : "";
      yield {
        node: node.index,
        message: `Grouping${by} writes ${size(hash.disk)} to disk: the groups may take ${size(hashMemory(subject))}${timeWords(subject, node)}`,
        advice: `Group fewer rows, or ${enoughMemory(subject, hash.disk)}`,
        weight: weightOf(subject, node),
      };
    }
  },
};
