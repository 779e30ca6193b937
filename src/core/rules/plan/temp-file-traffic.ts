/** Rows kept for later that go to disk, in nodes that are neither a sort nor a hash. */
import type { PlanNode } from "../../plan/plan.ts";
import type { PlanRule, PlanSubject } from "../plan-rule.ts";
import { enoughMemory, workMemory } from "../plan-words/memory.ts";
import { size } from "../plan-words/numbers.ts";
import { nodeWords } from "../plan-words/places.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

/** 8 MB of blocks written and read: twice what work_mem keeps in memory by itself. */
const leastBlocks = 1024;

/** Rules of their own tell of these. */
const toldElsewhere = new Set(["Sort", "Incremental Sort", "Hash", "Hash Join", "Aggregate"]);

export const tempFileTraffic: PlanRule = {
  name: "temp-file-traffic",
  severity: "warning",
  language: "plan",
  summary: "Rows of a CTE, a window or a loop are kept in temporary files",
  why: `Rows that are needed again, those of a \`WITH\` that is read twice, of a window, of a function or of the inner side of a loop, are kept in memory up to \`work_mem\`, and what is more goes to a temporary file. Each time they are needed they are read from there.

Instead, keep fewer rows or columns: filter inside the WITH, not outside of it, select only the columns that are used later, or give this one query more memory with SET LOCAL.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=15041.00..15041.01 rows=1 width=8) (actual time=481.402..481.402 rows=1 loops=1)
          Buffers: shared hit=6040, temp read=4400 written=4400
          ->  CTE Scan on big  (cost=9040.00..15040.00 rows=300000 width=104) (actual time=0.011..480.402 rows=300000 loops=1)
                Buffers: shared hit=6040, temp read=4400 written=4400
                CTE big
                  ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.010..84.100 rows=300000 loops=1)
                        Buffers: shared hit=6040
        Planning Time: 0.076 ms
        Execution Time: 510.205 ms
      `,
    },
    {
      good: `
        CTE Scan on small  (cost=387.00..787.00 rows=20000 width=72) (actual time=0.011..9.402 rows=20000 loops=1)
          Buffers: shared hit=187
          CTE small
            ->  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.010..1.900 rows=20000 loops=1)
                  Buffers: shared hit=187
        Planning Time: 0.076 ms
        Execution Time: 10.205 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      if (toldElsewhere.has(node.type)) continue;
      const blocks = subject.measured[node.index]?.ownBuffers.temp ?? 0;
      if (blocks < leastBlocks || !isFelt(subject, node)) continue;
      yield {
        node: node.index,
        message: `${nodeWords(node)} moves ${size(blocks * 8)} through temporary files: work_mem is ${size(workMemory(subject))}${timeWords(subject, node)}`,
        advice: `${cure(node)}; or ${enoughMemory(subject, keptOnDisk(subject, node))}`,
        weight: weightOf(subject, node),
      };
    }
  },
};

function cure({ type, cteName }: PlanNode): string {
  if (type === "CTE Scan")
    return `Filter inside WITH ${cteName ?? ""}, and select fewer columns there`;
  return "Keep fewer rows or columns at this place";
}

/** What is read is counted as well as what was written. */
function keptOnDisk({ measured }: PlanSubject, { index, buffers }: PlanNode): number {
  const written = buffers?.tempWritten ?? 0;
  const own = measured[index]?.ownBuffers.temp ?? 0;
  return Math.min(written, own) * 8;
}
