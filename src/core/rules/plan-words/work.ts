/**
 * How much of a query a node is: its share of the time or, where the plan was not run, of the
 * cost; and whether anybody would feel it. Knows nothing of what the node does.
 */
import { isHashedSubplan, nodeAt, type Plan, type PlanNode } from "../../plan/plan.ts";
import type { PlanSubject } from "../plan-rule.ts";
import { duration, percent } from "./numbers.ts";
import { outerOf, partsOf } from "./places.ts";

/** Under a millisecond a query is faster than the way to the server and back. */
const leastTime = 1;

/**
 * With the default costs a page counts 1 and a row 0.01: less is a table of some hundred pages or
 * a few ten thousand rows, which takes a millisecond or two from memory (300,000 rows of 120 bytes,
 * cost 9,790: 21 ms on PostgreSQL 18).
 */
const leastCost = 500;

/** What takes less of a query than this is not why it is slow. */
const leastShare = 0.05;

/** Blocks of 8 kB; tables below it are read in one go whatever the index. */
const leastBlocks = 50;

/** Whether it takes enough time, or cost, by itself to be worth a word. */
export function isFelt(subject: PlanSubject, node: PlanNode): boolean {
  if (subject.plan.isAnalyzed) {
    const parts = partsOf(subject.plan, node);
    const own = ownTimeOf(subject, node);
    // Without times, rows are all there is: that many are read in a millisecond or two.
    if (own === undefined) return sum(parts.map((part) => rowsThrough(subject, part))) >= 10_000;
    return own >= leastTime && ownShare(subject, node) >= leastShare;
  }
  return expectedCost(subject.plan, node) >= leastCost && weightOf(subject, node) >= leastShare;
}

/** Whether it reads so few blocks that reading all of them is right. Not known: no. */
export function isTiny({ plan, measured }: PlanSubject, node: PlanNode): boolean {
  if (node.buffers === undefined) return false;
  const own = partsOf(plan, node).flatMap(({ index }) => measured[index]?.ownBuffers ?? []);
  return sum(own.map(({ hit, read, temp }) => hit + read + temp)) < leastBlocks;
}

/** 0 to 1: the share of the query's time that it takes by itself, or of the cost. */
export function weightOf(subject: PlanSubject, node: PlanNode): number {
  if (subject.plan.isAnalyzed) return ownShare(subject, node);
  const whole = nodeAt(subject.plan, 0)?.totalCost ?? 0;
  return whole > 0 ? Math.min(1, expectedCost(subject.plan, node) / whole) : 0;
}

/** The same with all that happens below it. */
export function wholeShare({ measured, plan }: PlanSubject, node: PlanNode): number {
  const whole = measured[0]?.time ?? 0;
  const time = measured[node.index]?.time;
  if (plan.isAnalyzed) return whole > 0 && time !== undefined ? Math.min(1, time / whole) : 0;
  const cost = nodeAt(plan, 0)?.totalCost ?? 0;
  return cost > 0 ? Math.min(1, expectedCost(plan, node) / cost) : 0;
}

/** Milliseconds of the whole query, where it was run and timed. */
export function wholeTime({ plan, measured }: PlanSubject): number | undefined {
  return plan.executionTime ?? measured[0]?.time;
}

/** `, 38 ms of 40 ms`, or nothing where no times were taken. */
export function timeWords(subject: PlanSubject, node: PlanNode): string {
  const own = ownTimeOf(subject, node);
  const whole = wholeTime(subject);
  if (own === undefined || whole === undefined) return "";
  return `, ${duration(own)} of ${duration(Math.max(own, whole))}`;
}

/** `, 38 % of the time`, or of the expected cost. */
export function shareWords(subject: PlanSubject, share: number): string {
  return `, ${percent(share)} of the ${subject.plan.isAnalyzed ? "time" : "expected cost"}`;
}

/**
 * How often a plan that was not run is expected to run the node: once per row of the other side of
 * each nested loop around it. Memoize answers an unknown part of that, so it counts as once.
 */
export function expectedLoops(plan: Plan, node: PlanNode): number {
  let loops = 1;
  let at = node;
  for (;;) {
    const parent = nodeAt(plan, at.parent);
    if (parent === undefined) return loops;
    if (isKept.has(parent.type)) return loops;
    if (parent.type === "Nested Loop" && at.relationship === "Inner") {
      loops *= Math.max(1, outerOf(plan, parent)?.planRows ?? 1);
    }
    if (at.relationship === "SubPlan" && !isHashedSubplan(parent, at))
      loops *= Math.max(1, parent.planRows);
    if (at.relationship === "InitPlan") return loops;
    at = parent;
  }
}

/** Keep what they got, so that what is below them runs once. */
const isKept = new Set(["Materialize", "Memoize", "Hash", "Sort"]);

/** Of all partitions together that are scanned alike; undefined where no times were taken. */
function ownTimeOf({ plan, measured }: PlanSubject, node: PlanNode): number | undefined {
  if (measured[node.index]?.ownTime === undefined) return undefined;
  return sum(partsOf(plan, node).map(({ index }) => measured[index]?.ownTime ?? 0));
}

function ownShare(subject: PlanSubject, node: PlanNode): number {
  const whole = subject.measured[0]?.time ?? 0;
  const own = ownTimeOf(subject, node) ?? 0;
  return whole > 0 ? Math.min(1, own / whole) : 0;
}

/** Of all its runs, as far as a LIMIT above lets it go. */
function expectedCost(plan: Plan, node: PlanNode): number {
  const cost = sum(partsOf(plan, node).map(({ totalCost }) => totalCost));
  return cost * expectedLoops(plan, node) * reachedShare(plan, node);
}

/** A LIMIT stops what is below it, unless something on the way needs all rows before its first. */
function reachedShare(plan: Plan, node: PlanNode): number {
  let at: PlanNode | undefined = node;
  while (at !== undefined && !needsAll(at)) {
    const parent: PlanNode | undefined = nodeAt(plan, at.parent);
    if (parent?.type === "Limit" && at.planRows > 0) {
      return Math.min(1, parent.totalCost / Math.max(at.totalCost, 1e-9));
    }
    if (at.relationship === "InitPlan" || at.relationship === "SubPlan") return 1;
    at = parent;
  }
  return 1;
}

function needsAll({ type, strategy }: PlanNode): boolean {
  if (type === "Aggregate") return strategy !== "Sorted";
  return (
    type === "Sort" || type === "Hash" || type === "Bitmap Index Scan" || type === "ModifyTable"
  );
}

/** Given on and thrown away, in all loops. */
function rowsThrough({ measured }: PlanSubject, node: PlanNode): number {
  const removed = node.removedByFilter + node.removedByJoinFilter;
  return (measured[node.index]?.rows ?? 0) + removed * (node.actual?.loops ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
