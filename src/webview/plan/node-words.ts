/** What a node is called, and what it works on, as somebody who reads EXPLAIN knows it. */
import type { PlanNode } from "../../core/plan/plan.ts";

/** `Parallel Seq Scan`, `Hash Left Join`, `Finalize HashAggregate`. */
export function nodeName(node: PlanNode): string {
  const { type, joinType, strategy, partialMode, operation, scanDirection } = node;
  const parallel = node.isParallelAware ? "Parallel " : "";
  const partial = partialMode === undefined || partialMode === "Simple" ? "" : `${partialMode} `;
  if (type === "Aggregate") return `${parallel}${partial}${aggregates[strategy ?? ""] ?? type}`;
  if (type === "ModifyTable") return operation ?? type;
  if (type === "SetOp") return `${strategy === "Hashed" ? "Hash" : ""}SetOp`;
  const backward = scanDirection === "Backward" && type.startsWith("Index") ? " Backward" : "";
  return `${parallel}${partial}${joined(type, joinType)}${backward}`;
}

const aggregates: Readonly<Record<string, string>> = {
  Plain: "Aggregate",
  Sorted: "GroupAggregate",
  Hashed: "HashAggregate",
  Mixed: "MixedAggregate",
};

function joined(type: string, joinType: string | undefined): string {
  if (joinType === undefined || joinType === "Inner") return type;
  return type === "Nested Loop"
    ? `${type} ${joinType} Join`
    : type.replace(" Join", ` ${joinType} Join`);
}

/** `on orders o using orders_user_id_idx`; empty where it works on other nodes only. */
export function nodeObject(node: PlanNode): string {
  const name = node.relation ?? node.cteName ?? node.functionName;
  const alias = node.alias !== undefined && node.alias !== name ? node.alias : undefined;
  const on = [name, alias].filter((word) => word !== undefined).join(" ");
  const using = node.indexName;
  if (on === "") return using === undefined ? "" : `on ${using}`;
  return using === undefined ? `on ${on}` : `on ${on} using ${using}`;
}

/** `InitPlan 1`, `CTE totals`: what the node and those below it are for the query. */
export function nodeRole({ subplanName, relationship }: PlanNode): string {
  if (subplanName !== undefined) return subplanName;
  return relationship === "InitPlan" || relationship === "SubPlan" ? relationship : "";
}
