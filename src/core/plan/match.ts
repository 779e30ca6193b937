/**
 * Which node of one plan does the work of which node of another: scans by what they read, all
 * others by which scans are below them. Does not compare what they cost.
 */
import { endsOf, type Plan, type PlanNode } from "./plan.ts";

/** From indexes in the second plan to those in the first. */
export function matchNodes(before: Plan, after: Plan): ReadonlyMap<number, number> {
  const matches = matchScans(before.nodes, after.nodes);
  const sides: Sides = {
    before: before.nodes,
    after: after.nodes,
    ends: { before: endsOf(before.nodes), after: endsOf(after.nodes) },
    matches,
    taken: new Set(),
    hints: new Map(),
    anchors: { before: inOrder(matches.values()), after: inOrder(matches.keys()) },
  };
  for (const old of sides.matches.values()) sides.taken.add(old);
  // From below, since a node's match hangs above those of its children; first those of exactly the
  // same scans, lest a join of some of them takes the place of the join of all.
  for (const least of [1, 0.501]) {
    for (const node of after.nodes.toReversed()) matchAbove(sides, node, least);
  }
  return sides.matches;
}

type Sides = {
  readonly before: readonly PlanNode[];
  readonly after: readonly PlanNode[];
  readonly ends: { readonly before: readonly number[]; readonly after: readonly number[] };
  readonly matches: Map<number, number>;
  readonly taken: Set<number>;
  /** For each node of the second plan, the nodes of the first that what is below it was matched with. */
  readonly hints: Map<number, readonly number[]>;
  /** Scans that are in both, in order. */
  readonly anchors: { readonly before: readonly number[]; readonly after: readonly number[] };
};

function inOrder(indexes: Iterable<number>): readonly number[] {
  return [...indexes].sort((a, b) => a - b);
}

/** Scans of the same thing; the second of the same name is matched with the second. */
function matchScans(before: readonly PlanNode[], after: readonly PlanNode[]): Map<number, number> {
  const known = new Map<string, number[]>();
  for (const node of before) {
    const key = keyOf(node);
    if (key !== undefined) known.set(key, [...(known.get(key) ?? []), node.index]);
  }
  const matches = new Map<number, number>();
  for (const node of after) {
    const old = known.get(keyOf(node) ?? "")?.shift();
    if (old !== undefined) matches.set(node.index, old);
  }
  return matches;
}

/** What it reads, however it does; undefined for what reads only other nodes. */
function keyOf(node: PlanNode): string | undefined {
  const { type, relation, alias, indexName, cteName, functionName, operation, children } = node;
  if (operation !== undefined) return JSON.stringify(["write", relation, operation]);
  if (relation !== undefined) return JSON.stringify(["table", relation, alias]);
  if (cteName !== undefined) return JSON.stringify(["cte", type, cteName, alias]);
  if (functionName !== undefined) return JSON.stringify(["function", functionName, alias]);
  if (indexName !== undefined) return JSON.stringify(["index", indexName]);
  return children.length === 0 ? JSON.stringify(["leaf", type, alias]) : undefined;
}

/** The nearest ancestor of what is matched below that does the same kind of work on mostly the same. */
function matchAbove(sides: Sides, node: PlanNode, least: number): void {
  const { matches, taken, hints } = sides;
  const own = matches.get(node.index);
  const below = node.children.flatMap((child) => hints.get(child) ?? []);
  if (own !== undefined) {
    hints.set(node.index, [own]);
    return;
  }
  const found = bestOf(sides, node, below, least);
  if (found === undefined) hints.set(node.index, below.slice(0, mostHints));
  else {
    matches.set(node.index, found);
    taken.add(found);
    hints.set(node.index, [found]);
  }
}

/** Below a node that was matched with nothing; more tell nothing new. */
const mostHints = 4;

/** How far above what is below a node its match is looked for: nodes put in between are few. */
const reach = 8;

function bestOf(
  sides: Sides,
  node: PlanNode,
  below: readonly number[],
  least: number,
): number | undefined {
  const seen = new Set<number>();
  let best: { readonly index: number; readonly likeness: number } | undefined;
  for (const hint of below) {
    let at = sides.before[hint]?.parent;
    for (let step = 0; step < reach && at !== undefined && !seen.has(at); step++) {
      seen.add(at);
      const likeness = likenessOf(sides, node, at);
      if (likeness >= least && likeness > (best?.likeness ?? 0)) best = { index: at, likeness };
      at = sides.before[at]?.parent;
    }
  }
  return best?.index;
}

/** 0 to 1: how many of the scans below both are the same; 0 where they do not do the same work. */
function likenessOf(sides: Sides, node: PlanNode, old: number): number {
  const other = sides.before[old];
  if (other === undefined || sides.taken.has(old) || familyOf(other) !== familyOf(node)) return 0;
  const { anchors, ends, matches } = sides;
  const inAfter = within(anchors.after, node.index, ends.after[node.index] ?? 0);
  const inBefore = within(anchors.before, old, ends.before[old] ?? 0);
  const end = ends.before[old] ?? 0;
  const shared = inAfter.filter((index) => {
    const match = matches.get(index) ?? -1;
    return match > old && match < end;
  });
  return (2 * shared.length) / Math.max(1, inAfter.length + inBefore.length);
}

/** Of sorted numbers, those after one and before another. */
function within(sorted: readonly number[], after: number, before: number): readonly number[] {
  return sorted.slice(firstOver(sorted, after), firstOver(sorted, before - 1));
}

/** The place of the first number that is greater. */
function firstOver(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Nodes that can stand for each other. */
function familyOf({ type, partialMode }: PlanNode): string {
  const family = families[type] ?? type;
  // Below a Gather and above it are two steps of the same work.
  return partialMode === "Partial" ? `partial ${family}` : family;
}

const families: Readonly<Record<string, string>> = {
  "Nested Loop": "join",
  "Hash Join": "join",
  "Merge Join": "join",
  Sort: "sort",
  "Incremental Sort": "sort",
  Aggregate: "aggregate",
  Group: "aggregate",
  Unique: "aggregate",
  Gather: "gather",
  "Gather Merge": "gather",
  Append: "append",
  "Merge Append": "append",
  Materialize: "store",
  Memoize: "store",
};
