/** A sort that does not fit into memory. */
import { nodeAt, type PlanNode } from "../../plan/plan.ts";
import type { PlanFinding, PlanRule, PlanSubject } from "../plan-rule.ts";
import { enoughMemory, workMemory } from "../plan-words/memory.ts";
import { counted, size } from "../plan-words/numbers.ts";
import { above } from "../plan-words/places.ts";
import { isFelt, timeWords, weightOf } from "../plan-words/work.ts";

export const sortSpilledToDisk: PlanRule = {
  name: "sort-spilled-to-disk",
  severity: "warning",
  language: "plan",
  summary: "A sort does not fit into work_mem and writes to disk",
  why: `What does not fit into \`work_mem\` (4 MB, where nobody has set it) is sorted in pieces, written to temporary files and merged from there. That is several times slower than in memory, and it gets worse when many do it at once, since all of them write to the same disk.

Instead, sort fewer rows (\`take\`, a narrower \`where\`) or fewer columns (\`select\`), let an index deliver the order, or give this one query more memory with SET LOCAL. Raised for the whole server, work_mem is taken by every sort and every hash of every connection.`,
  examples: [
    {
      bad: `
        Aggregate  (cost=49146.34..49146.35 rows=1 width=8) (actual time=231.402..231.402 rows=1 loops=1)
          ->  Sort  (cost=48395.34..49145.34 rows=300000 width=120) (actual time=178.311..230.402 rows=300000 loops=1)
                Sort Key: note
                Sort Method: external merge  Disk: 40800kB
                ->  Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.010..24.100 rows=300000 loops=1)
        Planning Time: 0.076 ms
        Execution Time: 248.205 ms
      `,
    },
    {
      good: `
        Sort  (cost=1815.77..1865.77 rows=20000 width=43) (actual time=9.311..11.402 rows=20000 loops=1)
          Sort Key: name
          Sort Method: quicksort  Memory: 2251kB
          ->  Seq Scan on "User"  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.010..1.900 rows=20000 loops=1)
        Planning Time: 0.076 ms
        Execution Time: 12.205 ms
      `,
    },
  ],
  *check(subject) {
    for (const node of subject.plan.nodes) {
      if (node.type !== "Sort" && node.type !== "Incremental Sort") continue;
      const found = subject.plan.isAnalyzed ? seen(subject, node) : expected(subject, node);
      if (found !== undefined) yield found;
    }
  },
};

function seen(subject: PlanSubject, node: PlanNode): PlanFinding | undefined {
  const { sort } = node;
  if (!sort?.isOnDisk || !isFelt(subject, node)) return undefined;
  return {
    node: node.index,
    message: `Sorting by ${keys(node)} writes ${size(sort.space)} to disk: work_mem is ${size(workMemory(subject))}${timeWords(subject, node)}`,
    advice: `Sort fewer rows (take, where) or fewer columns (select); or ${enoughMemory(subject, Math.max(sort.space, inMemory(subject, node) / 2.5))}`,
    weight: weightOf(subject, node),
  };
}

/**
 * kB for the rows of one process: 24 bytes for the head of a row, as much for its place in the sort
 * and 16 for the piece of memory. Narrow rows take much less on disk.
 */
function inMemory({ plan }: PlanSubject, { children, planWidth }: PlanNode): number {
  // What came in: a LIMIT above may have taken no more than the first of them.
  const rows = nodeAt(plan, children[0])?.actual?.rows ?? 0;
  return (rows * (Math.ceil(planWidth / 8) * 8 + 64)) / 1024;
}

/** PostgreSQL takes 24 bytes for the head of a row, and rounds both up to 8 (relation_byte_size). */
function expected(subject: PlanSubject, node: PlanNode): PlanFinding | undefined {
  const kilobytes = (node.planRows * (Math.ceil(node.planWidth / 8) * 8 + 24)) / 1024;
  // Twice: rows and widths are estimates. An incremental sort takes its rows in groups.
  if (node.type !== "Sort" || kilobytes < 2 * workMemory(subject)) return undefined;
  if (isCutShort(subject, node) || !isFelt(subject, node)) return undefined;
  return {
    node: node.index,
    message: `Sorting ${counted(node.planRows, "row")} by ${keys(node)} is expected to need ${size(kilobytes)} and to write to disk: work_mem is ${size(workMemory(subject))}`,
    advice: `Sort fewer rows (take, where) or fewer columns (select); or ${enoughMemory(subject, kilobytes / 2)}`,
    weight: weightOf(subject, node),
  };
}

/** Under a LIMIT only the first rows are kept. */
function isCutShort({ plan }: PlanSubject, node: PlanNode): boolean {
  for (const around of above(plan, node)) {
    if (around.type === "Limit") return true;
    if (around.type !== "Gather Merge") return false;
  }
  return nodeAt(plan, node.parent)?.type === "Limit";
}

function keys({ sortKey }: PlanNode): string {
  return sortKey.join(", ") || "its key";
}
