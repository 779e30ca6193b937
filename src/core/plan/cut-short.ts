/**
 * Which nodes were not asked for all of their rows, so that fewer rows than estimated are no error
 * of the estimate. EXPLAIN does not say it; it follows from what stands above them.
 */
import type { Plan, PlanNode } from "./plan.ts";

/** For each node of the plan; a plan that was not run has none. */
export function cutShort({ nodes, isAnalyzed }: Plan): readonly boolean[] {
  const cut = nodes.map(() => false);
  if (!isAnalyzed) return cut;
  const scans = scansByCte(nodes);
  // From the end: then what a CTE's scans are is known before the CTE, which stands before them.
  const waiting = nodes.length > 0 ? [0] : [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const node = nodes[at];
    if (node === undefined) break;
    const parent = node.parent === undefined ? undefined : nodes[node.parent];
    const isParentCut = cut[node.parent ?? -1] ?? false;
    cut[at] =
      hasRunCondition(node) ||
      (parent !== undefined && isCut(nodes, { node, parent, isParentCut, cut, scans }));
    for (const child of node.children) waiting.push(child);
  }
  return cut;
}

type Place = {
  readonly node: PlanNode;
  readonly parent: PlanNode;
  readonly isParentCut: boolean;
  readonly cut: readonly boolean[];
  readonly scans: ReadonlyMap<string, readonly number[]>;
};

function isCut(nodes: readonly PlanNode[], place: Place): boolean {
  const { node, parent, isParentCut, cut, scans } = place;
  if (node.subplanName?.startsWith("CTE ")) {
    // Only as far as its scans go; data is modified to the end.
    const own = scans.get(node.subplanName.slice("CTE ".length)) ?? [];
    return node.type !== "ModifyTable" && own.length > 0 && own.every((scan) => cut[scan]);
  }
  // EXISTS and ANY stop at the first row that answers them.
  if (node.relationship === "SubPlan" || node.relationship === "InitPlan") {
    return node.actual !== undefined && node.actual.rows <= 1;
  }
  if (isParentCut && !readsAll(parent)) return true;
  return stops(nodes, parent, node);
}

/** Nodes that read all of their input before they give on a first row. */
function readsAll({ type, strategy }: PlanNode): boolean {
  if (type === "Aggregate") return strategy !== "Sorted";
  if (type === "SetOp") return strategy === "Hashed";
  return (
    type === "Sort" ||
    type === "Hash" ||
    type === "ModifyTable" ||
    // Bitmaps are made as a whole.
    type.startsWith("Bitmap")
  );
}

/** Whether the parent may have stopped asking this child before its end. */
function stops(nodes: readonly PlanNode[], parent: PlanNode, child: PlanNode): boolean {
  switch (parent.type) {
    case "Limit":
      return mayBeReached(parent, child);
    case "Nested Loop":
      return child.relationship === "Inner" && isSatisfiedByOne(parent);
    case "Merge Join":
      return true;
    case "Hash Join":
      return child.relationship === "Outer" && isInnerEmpty(nodes, parent);
    case "WindowAgg":
      return hasRunCondition(parent);
    default:
      return false;
  }
}

/**
 * Fewer rows than the limit show that the child was read to its end. A limit that is not known
 * when planning is taken for a tenth of the rows, which shows nothing.
 */
function mayBeReached(limit: PlanNode, child: PlanNode): boolean {
  const isGuess = Math.abs(limit.planRows - child.planRows / 10) < 1;
  return isGuess || limit.actual === undefined || limit.actual.rows >= limit.planRows;
}

/** Ends itself as soon as a window function has gone past a limit, which is not estimated. */
function hasRunCondition({ conditions }: PlanNode): boolean {
  return conditions.some(({ kind }) => kind === "Run Condition");
}

function isSatisfiedByOne({ joinType, properties }: PlanNode): boolean {
  return joinType === "Semi" || joinType === "Anti" || properties["Inner Unique"] === true;
}

/** With nothing to join with, the other side is not read further than its first row. */
function isInnerEmpty(nodes: readonly PlanNode[], { children }: PlanNode): boolean {
  return children.some((index) => {
    const child = nodes[index];
    return child?.relationship === "Inner" && child.actual?.rows === 0;
  });
}

function scansByCte(nodes: readonly PlanNode[]): ReadonlyMap<string, readonly number[]> {
  const scans = new Map<string, number[]>();
  for (const { type, cteName, index } of nodes) {
    if (type !== "CTE Scan" || cteName === undefined) continue;
    scans.set(cteName, [...(scans.get(cteName) ?? []), index]);
  }
  return scans;
}
