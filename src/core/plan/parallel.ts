/**
 * Which nodes workers ran beside the leader, and how the work was shared. EXPLAIN does not say
 * whether the leader took part; it follows from how often the first node below a Gather was run.
 */
import type { Plan, PlanNode } from "./plan.ts";

export type Crew = {
  /** Processes that ran the node side by side, on average. */
  readonly processes: number;
  /** What the planner divided its rows by, where each process gets a share; 1 where each gets all. */
  readonly divisor: number;
};

/** For each node of the plan. */
export function crewsOf({ nodes }: Plan): readonly Crew[] {
  const processes: number[] = [];
  const planned: number[] = [];
  for (const node of nodes) {
    const gather = gatherAbove(nodes, node);
    const parent = node.parent ?? -1;
    processes.push(gather ? turnsPerLoop(gather, node) : (processes[parent] ?? 1));
    planned.push(gather ? (gather.workersPlanned ?? 0) : (planned[parent] ?? 0));
  }
  const isShared = sharedNodes(nodes, planned);
  return nodes.map((_, index) => ({
    processes: processes[index] ?? 1,
    divisor: isShared[index] ? divisorOf(planned[index] ?? 0) : 1,
  }));
}

/** Where the node is the one whose rows a Gather collects; its InitPlans run in the leader. */
function gatherAbove(nodes: readonly PlanNode[], node: PlanNode): PlanNode | undefined {
  const parent = node.parent === undefined ? undefined : nodes[node.parent];
  const isInput = node.relationship !== "InitPlan" && node.relationship !== "SubPlan";
  return isInput && parent?.type.startsWith("Gather") ? parent : undefined;
}

/** Each process that takes part runs it once for each time the Gather is run. */
function turnsPerLoop(gather: PlanNode, child: PlanNode): number {
  const [loops, turns] = [gather.actual?.loops ?? 0, child.actual?.loops ?? 0];
  return loops > 0 ? Math.max(1, turns / loops) : 1;
}

/** Nodes of which each process gets a share of the rows: from a parallel scan up to a partial aggregate. */
function sharedNodes(nodes: readonly PlanNode[], planned: readonly number[]): boolean[] {
  const isShared = nodes.map(() => false);
  for (const node of nodes.toReversed()) {
    // Each process may come upon each group: the estimate is for one of them.
    if (planned[node.index] === 0 || node.partialMode === "Partial") continue;
    isShared[node.index] =
      node.isParallelAware ||
      node.children.some((child) => isShared[child] && isInput(nodes[child]));
  }
  return isShared;
}

function isInput(node: PlanNode | undefined): boolean {
  return node?.relationship !== "InitPlan" && node?.relationship !== "SubPlan";
}

/**
 * The leader helps less the more workers it has to serve: 0.3 of its time for each, as in the
 * planner's get_parallel_divisor. That it may be told not to help is not in the plan.
 */
function divisorOf(workers: number): number {
  return workers + Math.max(0, 1 - 0.3 * workers);
}
