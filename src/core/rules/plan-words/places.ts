/** Where in a plan a node stands: what is around it, and which tables are below it. */
import { below, nodeAt, type Plan, type PlanNode } from "../../plan/plan.ts";

/** From the parent up to the root. */
export function* above(plan: Plan, node: PlanNode): Generator<PlanNode> {
  for (let at = nodeAt(plan, node.parent); at !== undefined; at = nodeAt(plan, at.parent)) {
    yield at;
  }
}

export function childrenOf(plan: Plan, { children }: PlanNode): PlanNode[] {
  return children.flatMap((index) => nodeAt(plan, index) ?? []);
}

/** The side that drives a join; in a nested loop each of its rows runs the inner one. */
export function outerOf(plan: Plan, node: PlanNode): PlanNode | undefined {
  return childrenOf(plan, node).find(({ relationship }) => relationship === "Outer");
}

export function innerOf(plan: Plan, node: PlanNode): PlanNode | undefined {
  return childrenOf(plan, node).find(({ relationship }) => relationship === "Inner");
}

/** What fetches rows for it, past nodes that only hand them on; subplans are something else. */
export function sourceOf(plan: Plan, node: PlanNode): PlanNode {
  let at = node;
  while (handsOn.has(at.type)) {
    const next = outerOf(plan, at);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

const handsOn = new Set(["Gather", "Gather Merge", "Materialize", "Memoize", "Hash", "Result"]);

/**
 * The scans of one partitioned table that ask the same of each partition, in the order of the plan;
 * of any other node itself alone. EXPLAIN numbers the aliases of partitions.
 */
export function partsOf(plan: Plan, node: PlanNode): readonly PlanNode[] {
  const parent = nodeAt(plan, node.parent);
  if (parent?.type !== "Append" && parent?.type !== "Merge Append") return [node];
  const known = partsBelow.get(parent) ?? grouped(childrenOf(plan, parent));
  partsBelow.set(parent, known);
  return known.get(partKey(node)) ?? [node];
}

/** A table may have a thousand partitions, and each of them is asked about many times. */
const partsBelow = new WeakMap<PlanNode, ReadonlyMap<string, readonly PlanNode[]>>();

function grouped(children: readonly PlanNode[]): ReadonlyMap<string, readonly PlanNode[]> {
  const groups = new Map<string, PlanNode[]>();
  for (const child of children) {
    const key = partKey(child);
    const group = groups.get(key);
    if (group) group.push(child);
    else groups.set(key, [child]);
  }
  return groups;
}

function partKey({ type, alias = "", conditions }: PlanNode): string {
  const texts = conditions.map(({ kind, text }) => `${kind} ${text.replaceAll(`${alias}.`, "")}`);
  return [type, alias.replace(/_\d+$/, ""), ...texts].join("\n");
}

/** Whether any table below it is there to be joined: it is no scan of one table. */
export function isJoin({ type }: PlanNode): boolean {
  return type === "Nested Loop" || type === "Hash Join" || type === "Merge Join";
}

/** The tables that are read below a node and by it, as the plan names them. */
export function relationsBelow(plan: Plan, node: PlanNode): string[] {
  const names = [node, ...below(plan, node)].flatMap(({ relation }) => relation ?? []);
  return [...new Set(names)];
}

/** The node as EXPLAIN's reader knows it: `Seq Scan of Order`, `Hash Join`. */
export function nodeWords({ type, relation, cteName, indexName }: PlanNode): string {
  const of = relation ?? cteName ?? indexName;
  return of === undefined ? type : `${type} of ${of}`;
}

/** Whether the statement only reads: no node of the plan writes rows. */
export function onlyReads({ nodes }: Plan): boolean {
  return nodes.every(({ type }) => type !== "ModifyTable");
}
