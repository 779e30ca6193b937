/**
 * What each node of a plan took by itself, where a plan was run: EXPLAIN tells times with those of
 * the children in them, per loop, and of all processes of a parallel plan. Knows no limits of what
 * is good or bad.
 */
import { cutShort } from "./cut-short.ts";
import { expectedParts } from "./expected-cost.ts";
import { type Crew, crewsOf } from "./parallel.ts";
import { type Buffers, nodeAt, type Plan, type PlanNode } from "./plan.ts";
import { runParts } from "./run-parts.ts";
import { type Settled, settle } from "./settle.ts";

/** One node; milliseconds of the clock on the wall, over all of its loops. */
export type Measured = {
  /**
   * With all that it waited for below. Undefined where no times were taken. Of a node that workers
   * ran too it is the average of the processes, since they ran at the same time.
   */
  readonly time: number | undefined;
  /**
   * Without what was spent below: never negative, and those of all nodes add up to the root's time.
   * Data-modifying CTEs may go on after the root is done; what they took then comes on top.
   */
  readonly ownTime: number | undefined;
  /** 0 to 1 of the root's time: its own. */
  readonly share: number | undefined;
  /** All rows of all loops and processes; undefined where it was not run. */
  readonly rows: number | undefined;
  /** What was estimated for as many loops; of all processes together. */
  readonly expectedRows: number;
  /**
   * How many times more or fewer rows came than expected, at least 1, by the loop; a loop's rows
   * count as one at least on both sides, as the planner has it. Undefined where it was never run,
   * where it does not count what it gives on (ModifyTable,
   * BitmapAnd, the inner side of a merge join), and where fewer came because it was stopped.
   */
  readonly error: number | undefined;
  readonly isUnderestimated: boolean;
  /** Nobody asked it for all of its rows: a LIMIT, EXISTS or a join above it had enough before. */
  readonly isCutShort: boolean;
  /**
   * Expected, with all below it, over all loops that are expected and as far as a LIMIT above lets
   * it go, so that the children are never dearer than their parent.
   */
  readonly cost: number;
  /** The same without that of the children; at least 0. All of them add up to the root's cost. */
  readonly ownCost: number;
  /** Blocks read and found by itself, of all processes; temporary ones read and written. */
  readonly ownBuffers: { readonly hit: number; readonly read: number; readonly temp: number };
  readonly isNeverExecuted: boolean;
  /** How many ran it side by side, the leader among them: an average, 1 outside of parallel parts. */
  readonly processes: number;
};

/**
 * For each node of the plan, at the same index. Times are EXPLAIN's, which are rounded to
 * microseconds per loop: where children seem to have taken longer than their parent, what is too
 * much is taken from them by how much the rounding may have added to each, and only what is still
 * too much in proportion.
 */
export function measure(plan: Plan): readonly Measured[] {
  const { nodes } = plan;
  const crews = crewsOf(plan);
  const cut = cutShort(plan);
  const costs = settle(nodes, expectedParts(plan));
  const times = timesOf(plan, crews);
  const blocks = blocksOf(plan);
  const whole = times?.whole[0] ?? 0;
  return nodes.map((node, index) => {
    const crew = crews[index] ?? alone;
    const ownTime = times?.own[index];
    const isCutShort = cut[index] ?? false;
    return {
      time: times?.whole[index],
      ownTime,
      share: ownTime === undefined ? undefined : shareOf(ownTime, whole),
      ...rowsOf(plan, node, crew, isCutShort),
      isCutShort,
      cost: costs.whole[index] ?? 0,
      ownCost: costs.own[index] ?? 0,
      ownBuffers: blocks(index),
      isNeverExecuted: node.actual?.loops === 0,
      processes: crew.processes,
    };
  });
}

const alone: Crew = { processes: 1, divisor: 1 };

function shareOf(ownTime: number, whole: number): number {
  return whole > 0 ? Math.min(1, ownTime / whole) : 0;
}

/** EXPLAIN writes three digits: a millionth of a second, up or down by half of it. */
const rounding = 0.0005;

function timesOf(plan: Plan, crews: readonly Crew[]): Settled | undefined {
  if (plan.nodes[0]?.actual?.total === undefined) return undefined;
  const turns = plan.nodes.map(
    ({ actual }, index) => (actual?.loops ?? 0) / (crews[index]?.processes ?? 1),
  );
  const amounts = plan.nodes.map(({ actual }, index) => (actual?.total ?? 0) * (turns[index] ?? 0));
  const doubts = turns.map((count) => count * rounding);
  return settle(plan.nodes, runParts(plan, amounts, doubts));
}

/** Of the node at an index. Blocks are counted exactly, over all loops and processes. */
function blocksOf(plan: Plan): (index: number) => Measured["ownBuffers"] {
  if (!plan.nodes.some(({ buffers }) => buffers !== undefined)) {
    return () => ({ hit: 0, read: 0, temp: 0 });
  }
  const none = plan.nodes.map(() => 0);
  const own = (count: (buffers: Buffers) => number) => {
    const amounts = plan.nodes.map(({ buffers }) => (buffers === undefined ? 0 : count(buffers)));
    return settle(plan.nodes, runParts(plan, amounts, none)).own;
  };
  const hit = own(({ sharedHit, localHit }) => sharedHit + localHit);
  const read = own(({ sharedRead, localRead }) => sharedRead + localRead);
  const temp = own(({ tempRead, tempWritten }) => tempRead + tempWritten);
  return (index) => ({ hit: hit[index] ?? 0, read: read[index] ?? 0, temp: temp[index] ?? 0 });
}

function rowsOf(plan: Plan, node: PlanNode, crew: Crew, isCutShort: boolean) {
  const { planRows, actual } = node;
  const expected = planRows * crew.divisor;
  if (actual === undefined) return { ...unknownRows, rows: undefined, expectedRows: expected };
  const rows = actual.rows * actual.loops;
  // What the processes share is expected of them together; what each does for itself, of each.
  const passes = crew.divisor > 1 ? Math.max(1, actual.loops / crew.processes) : actual.loops;
  const both = { rows, expectedRows: expected * passes };
  const came = passes > 0 ? rows / passes : 0;
  const isUnderestimated = came > expected;
  if (passes === 0 || saysNothing(plan, node) || (isCutShort && !isUnderestimated)) {
    return { ...unknownRows, ...both };
  }
  const [more, fewer] = [Math.max(came, expected, 1), Math.max(Math.min(came, expected), 1)];
  return { ...both, error: more / fewer, isUnderestimated };
}

const unknownRows = { error: undefined, isUnderestimated: false };

/**
 * Nodes that do their work and say that they gave on 0 rows, or as many as RETURNING gave; and the
 * inner side of a merge join, which counts rows again that it goes back to.
 */
function saysNothing(plan: Plan, { type, parent, relationship }: PlanNode): boolean {
  if (type === "ModifyTable" || type === "BitmapAnd" || type === "BitmapOr") return true;
  return relationship === "Inner" && nodeAt(plan, parent)?.type === "Merge Join";
}
