/**
 * How a plan's cost is made up of its nodes' costs. EXPLAIN tells each node's cost for one loop and
 * for all of its rows, whether they are asked for or not. Does not know of times.
 */
import { isHashedSubplan, type Plan, type PlanNode } from "./plan.ts";
import type { Part, Parts } from "./settle.ts";

/** What is in doubt is what a node may save when it is run again, as Materialize and Memoize do. */
export function expectedParts({ nodes }: Plan): Parts {
  return {
    amounts: nodes.map(({ totalCost }) => totalCost),
    parts: nodes.map((node) => node.children.flatMap((child) => partOf(nodes, node, nodes[child]))),
    outside: [],
  };
}

function partOf(nodes: readonly PlanNode[], parent: PlanNode, child: PlanNode | undefined): Part[] {
  if (child === undefined) return [];
  const amount = child.totalCost * expectedRuns(nodes, parent, child);
  return [{ node: child.index, amount, doubt: amount - child.totalCost }];
}

/** How often one loop of the parent is expected to run the child: once at least. */
function expectedRuns(nodes: readonly PlanNode[], parent: PlanNode, child: PlanNode): number {
  if (child.relationship === "SubPlan") {
    return isHashedSubplan(parent, child) ? 1 : Math.max(1, parent.planRows);
  }
  if (parent.type !== "Nested Loop" || child.relationship !== "Inner") return 1;
  const outer = parent.children.find((index) => nodes[index]?.relationship === "Outer");
  return Math.max(1, outer === undefined ? 1 : (nodes[outer]?.planRows ?? 1));
}
