/** The table of hashes of a join does not fit into memory. */
import { nodeAt } from "../../plan/plan.ts";
import type { PlanRule } from "../plan-rule.ts";
import { enoughMemory, hashMemory } from "../plan-words/memory.ts";
import { counted, size } from "../plan-words/numbers.ts";
import { relationsBelow } from "../plan-words/places.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

export const hashSpilledToDisk: PlanRule = {
  name: "hash-spilled-to-disk",
  severity: "warning",
  language: "plan",
  summary: "The hashes of a join do not fit into memory and are written to disk in batches",
  why: `A hash join puts one side into a table of hashes in memory, and looks the other side up there. When there is no room for it (\`work_mem\` times \`hash_mem_multiplier\`), both sides are split into batches, written to temporary files and read again batch by batch. The time of the query then depends on the disk. Batches that were added while it ran mean that more rows came than the planner thought.

Instead, join fewer rows or fewer columns (\`select\` only what is needed: whole rows go into the hash), or give this one query more memory with SET LOCAL.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=41768.02..41768.03 rows=1 width=8) (actual time=469.040..469.040 rows=1 loops=1)
          ->  Hash Join  (cost=18064.00..41767.02 rows=600000 width=138) (actual time=97.411..468.040 rows=600000 loops=1)
                Hash Cond: (i."orderId" = o.id)
                ->  Seq Scan on "Item" i  (cost=0.00..9822.00 rows=600000 width=18) (actual time=0.007..37.787 rows=600000 loops=1)
                ->  Hash  (cost=9040.00..9040.00 rows=300000 width=120) (actual time=96.386..96.387 rows=300000 loops=1)
                      Buckets: 65536  Batches: 8  Memory Usage: 6404kB
                      ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.004..21.469 rows=300000 loops=1)
        Planning Time: 0.291 ms
        Execution Time: 485.790 ms
      `,
    },
    {
      good: `
        Hash Join  (cost=637.00..12134.00 rows=300000 width=138) (actual time=7.411..128.040 rows=300000 loops=1)
          Hash Cond: (o."customerId" = u.id)
          ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.004..21.469 rows=300000 loops=1)
          ->  Hash  (cost=387.00..387.00 rows=20000 width=43) (actual time=6.386..6.387 rows=20000 loops=1)
                Buckets: 32768  Batches: 1  Memory Usage: 1701kB
                ->  Seq Scan on "User" u  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.004..1.469 rows=20000 loops=1)
        Planning Time: 0.291 ms
        Execution Time: 138.790 ms
      `,
    },
  ],
  *check(subject) {
    const { plan } = subject;
    for (const node of plan.nodes) {
      const { hash } = node;
      const join = nodeAt(plan, node.parent);
      if (node.type !== "Hash" || hash === undefined || hash.batches <= 1 || !join) continue;
      // The rows of the other side are written and read again by the join itself.
      if (!isFelt(subject, node) && !isFelt(subject, join)) continue;
      const rows =
        (node.actual?.rows ?? 0) * (node.isParallelAware ? (node.actual?.loops ?? 1) : 1);
      const grown = hash.batches > hash.originalBatches && hash.originalBatches > 0;
      const more = grown ? `, ${counted(hash.originalBatches)} were planned` : "";
      const of = relationsBelow(plan, node).join(", ");
      yield {
        node: node.index,
        message: `The hash of ${counted(rows, "row")}${of && ` of ${of}`} does not fit into ${size(hashMemory(subject))} and goes to disk in ${counted(hash.batches)} batches${more}${timeWords(subject, join)}`,
        advice: `Join fewer rows, or select fewer columns; or ${enoughMemory(subject, (hash.peakMemory * hash.batches) / 2.5)}`,
        weight: Math.min(1, weightOf(subject, node) + weightOf(subject, join)),
      };
    }
  },
};
