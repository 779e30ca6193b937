/**
 * A plan as text like EXPLAIN's, with what each node took by itself: for copying. Does not judge.
 */
import { type Measured, measure } from "./measure.ts";
import type { Plan, PlanNode } from "./plan.ts";
import { figure, milliseconds, titleOf } from "./words.ts";

/** One line per node and one for each of its conditions; then the times of the whole. */
export function planText(plan: Plan, measured: readonly Measured[] = measure(plan)): string {
  const lines = plan.nodes.flatMap((node) => nodeLines(node, measured[node.index]));
  return [...lines, ...totalLines(plan)].join("\n");
}

function nodeLines(node: PlanNode, measured: Measured | undefined): readonly string[] {
  const margin = "      ".repeat(Math.min(node.depth, deepest));
  const indent = node.depth === 0 ? "" : `${margin.slice(6)}  ->  `;
  const subplan = node.subplanName === undefined ? "" : `${node.subplanName}: `;
  const figures = figuresOf(node, measured);
  return [
    `${indent}${subplan}${titleOf(node)}  (${figures.join(", ")})`,
    ...detailsOf(node).map((detail) => `${margin}  ${detail}`),
  ];
}

/** No plan that anybody reads is deeper; one that is would be mostly blanks. */
const deepest = 60;

function figuresOf(node: PlanNode, measured: Measured | undefined): readonly string[] {
  const estimate = `cost ${figure(node.totalCost)}, rows ${figure(node.planRows)} expected`;
  if (node.actual === undefined) return [estimate];
  if (node.actual.loops === 0) return [estimate, "never executed"];
  const { loops } = node.actual;
  return [
    estimate,
    ...(measured?.rows === undefined ? [] : [`${figure(measured.rows)} came`]),
    ...(loops > 1 ? [`${figure(loops)} loops`] : []),
    ...(measured?.ownTime === undefined ? [] : [`own time ${milliseconds(measured.ownTime)}`]),
    ...(measured?.time === undefined ? [] : [`with children ${milliseconds(measured.time)}`]),
  ];
}

function detailsOf(node: PlanNode): readonly string[] {
  const list = (name: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${name}: ${items.join(", ")}`];
  return [
    ...node.conditions.map(({ kind, text }) => `${kind}: ${text}`),
    ...removed("Filter", node.removedByFilter),
    ...removed("Join Filter", node.removedByJoinFilter),
    ...removed("Index Recheck", node.removedByRecheck),
    ...list("Sort Key", node.sortKey),
    ...list("Group Key", node.groupKey),
    ...spaceOf(node),
  ];
}

function removed(by: string, rows: number): readonly string[] {
  return rows === 0 ? [] : [`Rows Removed by ${by}: ${figure(rows)}`];
}

function spaceOf({ sort, hash, heapBlocks, heapFetches }: PlanNode): readonly string[] {
  return [
    ...(sort === undefined
      ? []
      : [
          `Sort Method: ${sort.method}, ${sort.space} kB ${sort.isOnDisk ? "on disk" : "of memory"}`,
        ]),
    ...(hash === undefined ? [] : [`Batches: ${hash.batches}, ${hash.peakMemory} kB of memory`]),
    ...(heapBlocks === undefined
      ? []
      : [`Heap Blocks: ${heapBlocks.exact} exact, ${heapBlocks.lossy} lossy`]),
    ...(heapFetches === undefined ? [] : [`Heap Fetches: ${heapFetches}`]),
  ];
}

/** `Planning: 0.4 ms`, `Execution: 12 ms`, a line for each trigger. */
export function totalLines(plan: Plan): readonly string[] {
  const time = (name: string, value: number | undefined) =>
    value === undefined ? [] : [`${name}: ${milliseconds(value)}`];
  return [
    ...time("Planning", plan.planningTime),
    ...time("JIT", plan.jit?.total),
    ...plan.triggers.flatMap(({ name, time: took, calls }) =>
      time(`Trigger ${name}, called ${figure(calls)} times`, took),
    ),
    ...time("Execution", plan.executionTime),
  ];
}
