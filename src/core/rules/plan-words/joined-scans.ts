/**
 * Tables that are read from end to end for the few rows that a join needs of them: an index over the
 * joined column would find those. Filters of the scans are looked at elsewhere.
 */
import type { ColumnUse } from "../../plan/column-use.ts";
import { comparisonsIn } from "../../plan/expression.ts";
import { nodeAt, type Plan, type PlanNode } from "../../plan/plan.ts";
import type { PlanSubject } from "../plan-rule.ts";
import { childrenOf, isJoin } from "./places.ts";
import { fewRows, isMostlyThrown, leastRows, processes, readingOf } from "./scans.ts";
import { type Table, tableOf } from "./tables.ts";
import { isServed } from "./waste.ts";
import { isFelt, isTiny } from "./work.ts";

export type JoinedScan = {
  readonly scan: PlanNode;
  readonly join: PlanNode;
  readonly table: Table;
  /** In the database. */
  readonly column: string;
  /** Rows read of the table, in one run. */
  readonly read: number;
  /** How many of them, or pairs with them, the join kept. */
  readonly kept: number;
  /** Rows of the other side that look for them. */
  readonly others: number;
};

/** Other rows for each read one: a lookup by index costs as much as reading some tens of rows. */
const mostOthers = 0.01;

export function joinedScans(subject: PlanSubject): JoinedScan[] {
  const { plan } = subject;
  return plan.nodes.filter(isJoin).flatMap((join) => {
    // Rows without a partner can only be found by looking at all of them.
    if (/Anti|Full/.test(join.joinType ?? "")) return [];
    const [outer, inner] = sidesOf(plan, join);
    if (outer === undefined || inner === undefined) return [];
    return [
      ...joined(subject, join, inner, outer),
      ...(join.type === "Nested Loop" ? [] : joined(subject, join, outer, inner)),
    ];
  });
}

function sidesOf(plan: Plan, join: PlanNode): [PlanNode | undefined, PlanNode | undefined] {
  const children = childrenOf(plan, join);
  return [
    children.find(({ relationship }) => relationship === "Outer"),
    children.find(({ relationship }) => relationship === "Inner"),
  ];
}

function joined(
  subject: PlanSubject,
  join: PlanNode,
  side: PlanNode,
  otherSide: PlanNode,
): JoinedScan[] {
  const scan = scanBelow(subject.plan, side);
  const table = scan && tableOf(subject, scan);
  if (scan === undefined || table === undefined || isTiny(subject, scan)) return [];
  const column = columnOf(join, scan);
  if (column === undefined || isServed(table.model, column)) return [];
  const numbers = numbersOf(subject, join, scan, otherSide);
  if (numbers === undefined || !isWorthIt(numbers)) return [];
  if (!isFelt(subject, scan) && !(join.type === "Nested Loop" && isFelt(subject, join))) return [];
  return [{ scan, join, table, column, ...numbers }];
}

type Numbers = Pick<JoinedScan, "read" | "kept" | "others">;

function isWorthIt({ read, kept, others }: Numbers): boolean {
  return read >= fewRows && others <= mostOthers * read && isMostlyThrown(read, kept);
}

function numbersOf(
  subject: PlanSubject,
  join: PlanNode,
  scan: PlanNode,
  otherSide: PlanNode,
): Numbers | undefined {
  const { plan, measured } = subject;
  if (!plan.isAnalyzed) {
    const each = processes(plan, join);
    return {
      read: leastRows(subject, scan),
      kept: join.planRows * each,
      others: otherSide.planRows,
    };
  }
  const reading = readingOf(subject, scan);
  const { actual } = otherSide;
  if (reading?.read === undefined || actual === undefined || actual.loops === 0) return undefined;
  // A parallel join runs once, in several processes; another may run in a loop of its own.
  const runs = scan.isParallelAware || otherSide.isParallelAware ? 1 : (join.actual?.loops ?? 1);
  return {
    read: reading.read,
    kept: (measured[join.index]?.rows ?? 0) / Math.max(1, runs),
    others: actual.rows * (otherSide.isParallelAware ? actual.loops : 1),
  };
}

const handsOn = new Set(["Hash", "Materialize", "Sort", "Gather", "Gather Merge"]);

/** A scan of a whole table, past what only keeps or sorts its rows. */
function scanBelow(plan: Plan, side: PlanNode): PlanNode | undefined {
  let at: PlanNode | undefined = side;
  while (at !== undefined && handsOn.has(at.type)) at = nodeAt(plan, at.children[0]);
  return at?.type === "Seq Scan" ? at : undefined;
}

/** The column of the scan that the join compares with another table's. */
function columnOf(join: PlanNode, { alias, relation }: PlanNode): string | undefined {
  const name = alias ?? relation;
  const equalities = join.conditions
    .filter(({ kind }) => kind === "Hash Cond" || kind === "Merge Cond" || kind === "Join Filter")
    .flatMap(({ text }) => comparisonsIn(text))
    .filter(({ operator, isAlternative }) => operator === "=" && !isAlternative);
  return equalities
    .flatMap(({ other, ...first }) => (other === undefined ? [] : [first, other]))
    .find((use) => use.qualifier === name && isPlain(use))?.column;
}

function isPlain({ functionName, cast, path }: ColumnUse): boolean {
  return functionName === undefined && cast === undefined && path.length === 0;
}
