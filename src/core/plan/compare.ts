/**
 * Two plans of a query, node by node and as a whole: what became faster or cheaper, what is read in
 * another way. Does not know why.
 */
import { matchNodes } from "./match.ts";
import { type Measured, measure } from "./measure.ts";
import type { Plan, PlanNode } from "./plan.ts";
import { verdictOf } from "./verdict.ts";

export type Comparison = {
  /** In the order of the second plan. */
  readonly pairs: readonly Pair[];
  /** Indexes in the first plan of nodes that the second has nothing for. */
  readonly removed: readonly number[];
  /** Indexes in the second plan. */
  readonly added: readonly number[];
  readonly whole: Changes;
  /** Times decide where both plans were run and timed, the estimated costs where they were not. */
  readonly basis: "time" | "cost";
  readonly verdict: "faster" | "slower" | "cheaper" | "dearer" | "same";
  /** `4.2 times faster: 120 ms became 28 ms`, and what is read in another way. */
  readonly sentence: string;
};

/** The same part of the query in both plans. */
export type Pair = Changes & {
  readonly before: number;
  readonly after: number;
  /** It does its work in another way: by another node, index, join or strategy. */
  readonly isChanged: boolean;
};

export type Changes = {
  /** With all below it. */
  readonly cost: Change;
  /** Milliseconds with all below it; of the whole, of the execution. Undefined unless both are known. */
  readonly time: Change | undefined;
  readonly ownTime: Change | undefined;
  /** That came, or that were expected where one of them was not run. */
  readonly rows: Change;
  /** Blocks that were found or read, with all below it. */
  readonly buffers: Change | undefined;
};

export type Change = {
  readonly before: number;
  readonly after: number;
  /** `same`: less than 5 % apart, which the next run may be too. */
  readonly direction: "less" | "more" | "same";
};

export function comparePlans(before: Plan, after: Plan): Comparison {
  const [first, second] = [measure(before), measure(after)];
  const matches = matchNodes(before, after);
  const pairs = after.nodes.flatMap((node): Pair[] => {
    const old = before.nodes[matches.get(node.index) ?? -1];
    if (old === undefined) return [];
    const changes = changesOf([old, first[old.index]], [node, second[node.index]]);
    return [{ before: old.index, after: node.index, isChanged: isOther(old, node), ...changes }];
  });
  const known = new Set(matches.values());
  const whole = wholeOf([before, first], [after, second]);
  return {
    pairs,
    removed: before.nodes.flatMap(({ index }) => (known.has(index) ? [] : [index])),
    added: after.nodes.flatMap(({ index }) => (matches.has(index) ? [] : [index])),
    whole,
    ...verdictOf(before, after, { whole, pairs }),
  };
}

type Side = readonly [PlanNode, Measured | undefined];

function changesOf([old, oldMeasured]: Side, [node, measured]: Side): Changes {
  return {
    cost: change(old.totalCost, node.totalCost),
    time: timeChange(oldMeasured?.time, measured?.time),
    ownTime: timeChange(oldMeasured?.ownTime, measured?.ownTime),
    rows: rowsOf(oldMeasured, measured),
    buffers: known(blocksOf(old), blocksOf(node)),
  };
}

function rowsOf(old: Measured | undefined, measured: Measured | undefined): Change {
  return (
    known(old?.rows, measured?.rows) ?? change(old?.expectedRows ?? 0, measured?.expectedRows ?? 0)
  );
}

function wholeOf(
  [before, first]: readonly [Plan, readonly Measured[]],
  [after, second]: readonly [Plan, readonly Measured[]],
): Changes {
  const [old, node] = [before.nodes[0], after.nodes[0]];
  const time = timeChange(
    before.executionTime ?? first[0]?.time,
    after.executionTime ?? second[0]?.time,
  );
  if (old === undefined || node === undefined) {
    return { cost: change(0, 0), time, ownTime: time, rows: change(0, 0), buffers: undefined };
  }
  return { ...changesOf([old, first[0]], [node, second[0]]), time };
}

/** What EXPLAIN's own clock cannot tell apart is the same whatever the share. */
function timeChange(before: number | undefined, after: number | undefined): Change | undefined {
  const found = known(before, after);
  if (found === undefined || Math.abs(found.after - found.before) > finest) return found;
  return { ...found, direction: "same" };
}

/** Milliseconds. */
const finest = 0.01;

/** Two runs of the same plan differ by about as much. */
const noise = 0.05;

function known(before: number | undefined, after: number | undefined): Change | undefined {
  return before === undefined || after === undefined ? undefined : change(before, after);
}

function change(before: number, after: number): Change {
  const isSame = Math.abs(after - before) <= noise * Math.max(before, after);
  return { before, after, direction: isSame ? "same" : after < before ? "less" : "more" };
}

function blocksOf({ buffers }: PlanNode): number | undefined {
  if (buffers === undefined) return undefined;
  return buffers.sharedHit + buffers.sharedRead + buffers.localHit + buffers.localRead;
}

function isOther(old: PlanNode, node: PlanNode): boolean {
  return (
    old.type !== node.type ||
    old.indexName !== node.indexName ||
    old.joinType !== node.joinType ||
    old.strategy !== node.strategy ||
    old.scanDirection !== node.scanDirection ||
    old.isParallelAware !== node.isParallelAware
  );
}
