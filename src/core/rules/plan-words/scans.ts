/**
 * How many rows a scan reads and how many of them it keeps: measured, or as far as the costs of a
 * plan tell. Knows no columns.
 */
import { nodeAt, type Plan, type PlanNode } from "../../plan/plan.ts";
import type { PlanSubject } from "../plan-rule.ts";
import { counted } from "./numbers.ts";
import { above, partsOf } from "./places.ts";
import { tableOf } from "./tables.ts";
import { expectedLoops, isFelt, isTiny } from "./work.ts";

export type Reading = {
  /** Rows read by one run, of all processes; undefined where no more than the cost is known. */
  readonly read: number | undefined;
  readonly kept: number;
  /** How often it runs. */
  readonly loops: number;
  readonly isMeasured: boolean;
};

/** In a table of fewer rows reading all of them is what the planner does anyway. */
export const fewRows = 1_000;

/**
 * An index leads to 5 % of the rows faster than reading them all, with the default costs and 50 rows
 * in a page: 92 % of the pages are touched then, but only those rows are looked at. Beyond that
 * it depends on how the rows lie.
 */
const mostKept = 0.05;

/**
 * Without running it, rows are guessed from the cost, 3 times too few for narrow rows and 2
 * times too many for wide ones: so less must be kept.
 */
const mostExpected = 0.02;

const scans = new Set(["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"]);

/** Reads rows of a table. */
export function isScan({ type }: PlanNode): boolean {
  return scans.has(type);
}

/** What one run of a scan reads. */
export function readingOf(subject: PlanSubject, node: PlanNode): Reading | undefined {
  const [first, ...more] = partsOf(subject.plan, node).flatMap(
    (part) => readingOfOne(subject, part) ?? [],
  );
  return more.reduce<Reading | undefined>((sum, part) => sum && added(sum, part), first);
}

function added(one: Reading, other: Reading): Reading {
  const read = one.read === undefined ? undefined : one.read + (other.read ?? 0);
  return { ...one, read, kept: one.kept + other.kept };
}

function readingOfOne(subject: PlanSubject, node: PlanNode): Reading | undefined {
  if (!isScan(node)) return undefined;
  const { actual } = node;
  if (subject.plan.isAnalyzed) {
    if (actual === undefined || actual.loops === 0) return undefined;
    // What a recheck throws away is for want of memory, not of a column in an index.
    const thrown = node.removedByFilter;
    // The processes of a parallel scan share one run of it.
    const [each, loops] = node.isParallelAware ? [actual.loops, 1] : [1, actual.loops];
    return {
      read: (actual.rows + thrown) * each,
      kept: actual.rows * each,
      loops,
      isMeasured: true,
    };
  }
  const each = node.isParallelAware ? processes(subject.plan, node) : 1;
  return {
    read: expectedRead(subject.plan, node),
    kept: node.planRows * each,
    loops: expectedLoops(subject.plan, node),
    isMeasured: false,
  };
}

/** What a bitmap is expected to hold; what other scans read, no estimate tells. */
function expectedRead(plan: Plan, node: PlanNode): number | undefined {
  return node.type === "Bitmap Heap Scan" ? nodeAt(plan, node.children[0])?.planRows : undefined;
}

/** A scan that throws away nearly all of what it reads, and takes a good part of the query for that. */
export function wastefulReading(subject: PlanSubject, node: PlanNode): Reading | undefined {
  const reading = readingOf(subject, node);
  if (reading === undefined || !node.conditions.some(({ kind }) => kind === "Filter")) {
    return undefined;
  }
  if (!isFelt(subject, node) || isTiny(subject, node)) return undefined;
  const { read = 0, kept, loops, isMeasured } = reading;
  // A small table may well be read from end to end, however often; rows of an index add up.
  const runs = node.type === "Seq Scan" ? 1 : loops;
  if (isMeasured || reading.read !== undefined) {
    return isMostlyThrown(read * runs, kept * runs) ? reading : undefined;
  }
  if (node.type !== "Seq Scan") return undefined;
  const rows = partsOf(subject.plan, node).reduce((sum, part) => sum + leastRows(subject, part), 0);
  return kept <= mostExpected * rows ? reading : undefined;
}

/** Whether so few of the rows are kept that an index to them is worth it. */
export function isMostlyThrown(read: number, kept: number): boolean {
  return read >= fewRows && kept <= mostKept * read;
}

/** `reads 300,000 rows of Order to keep 15`, or what is expected of it. */
export function readingWords({ read, kept, loops, isMeasured }: Reading, name: string): string {
  const times = loops > 1 ? `, ${counted(loops)} times over` : "";
  if (!isMeasured || read === undefined) {
    const rows = read === undefined ? "all rows" : `about ${counted(read, "row")}`;
    return `is expected to read ${rows} of ${name} to keep about ${counted(kept)}${times}`;
  }
  return `reads ${counted(read, "row")} of ${name} to keep ${keptWords(kept, loops)}${times}`;
}

function keptWords(kept: number, loops: number): string {
  if (kept === 0) return "none";
  // An average of many runs can be less than one.
  return Math.round(kept) === 0 ? "less than one" : `${loops > 1 ? "about " : ""}${counted(kept)}`;
}

/**
 * The rows of a table that is read from end to end, rather too few: the cost counts 1 for a page, and
 * 0.0125 for a row with one comparison; 20 rows in a page make it 0.06 per row. Where the whole row
 * is given on, its width tells how many are in a page, and 0.02 leaves room for four comparisons.
 */
export function leastRows(subject: PlanSubject, node: PlanNode): number {
  const each = node.isParallelAware ? processes(subject.plan, node) : 1;
  if (!node.conditions.some(({ kind }) => kind === "Filter")) return node.planRows * each;
  const pageShare = isWholeRow(subject, node) ? (node.planWidth + 28) / 8168 : undefined;
  return node.totalCost / (pageShare === undefined ? 0.06 : pageShare + 0.02 / each);
}

/** Nodes that ask for the columns they need, and get no more. */
const givesOn = new Set(["Limit", "Sort", "Gather", "Gather Merge", "LockRows"]);

/** EXPLAIN (VERBOSE) lists the columns; below a join or a sum it may list some that nobody needs. */
function isWholeRow(subject: PlanSubject, node: PlanNode): boolean {
  const { fields = [] } = tableOf(subject, node)?.model ?? {};
  const columns = fields.filter(({ kind }) => kind !== "relation");
  if (columns.length === 0 || node.output.length < columns.length) return false;
  return [...above(subject.plan, node)].every(({ type }) => givesOn.has(type));
}

/**
 * By what a parallel plan divides its rows: each worker counts for one, the leader for what the
 * workers leave of its time (get_parallel_divisor of PostgreSQL).
 */
export function processes(plan: Plan, node: PlanNode): number {
  let at: PlanNode | undefined = node;
  while (at !== undefined) {
    if (at.workersPlanned !== undefined) {
      return at.workersPlanned + Math.max(0, 1 - 0.3 * at.workersPlanned);
    }
    at = nodeAt(plan, at.parent);
  }
  return 1;
}
