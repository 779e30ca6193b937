/**
 * A node in the words that EXPLAIN's text has for it, and numbers as people read them. Does not
 * know of trees.
 */
import type { PlanNode } from "./plan.ts";

/** `Parallel Index Scan using orders_pkey on orders o`, `Hash Left Join`, `Finalize GroupAggregate`. */
export function titleOf(node: PlanNode): string {
  const parts = [prefixOf(node), kindOf(node), backward(node), ...targetOf(node)];
  return parts.filter((part) => part !== "").join(" ");
}

function prefixOf({ isParallelAware, partialMode, properties }: PlanNode): string {
  const prefixes = [
    isParallelAware ? "Parallel" : "",
    properties["Async Capable"] === true ? "Async" : "",
    partialMode === "Partial" || partialMode === "Finalize" ? partialMode : "",
  ];
  return prefixes.filter((prefix) => prefix !== "").join(" ");
}

function kindOf(node: PlanNode): string {
  const { type, joinType, operation, properties } = node;
  if (operation !== undefined) return operation;
  if (type === "Aggregate") return aggregates[node.strategy ?? ""] ?? type;
  if (type === "SetOp") return setOperation(node);
  if (type === "Custom Scan") return `Custom Scan (${properties["Custom Plan Provider"] ?? ""})`;
  if (joinType === undefined || joinType === "Inner") return type;
  return type === "Nested Loop"
    ? `${type} ${joinType} Join`
    : type.replace(/ Join$/, ` ${joinType} Join`);
}

const aggregates: Readonly<Record<string, string>> = {
  Sorted: "GroupAggregate",
  Hashed: "HashAggregate",
  Mixed: "MixedAggregate",
};

function setOperation({ strategy, properties }: PlanNode): string {
  return `${strategy === "Hashed" ? "HashSetOp" : "SetOp"} ${properties.Command ?? ""}`;
}

function backward({ scanDirection }: PlanNode): string {
  return scanDirection === "Backward" ? "Backward" : "";
}

function targetOf(node: PlanNode): readonly string[] {
  const { type, indexName, schema, alias } = node;
  if (type === "Bitmap Index Scan") return indexName === undefined ? [] : [`on ${indexName}`];
  const using = indexName === undefined ? [] : [`using ${indexName}`];
  const name = node.relation ?? node.cteName ?? node.functionName ?? alias;
  if (name === undefined) return using;
  const qualified = schema === undefined ? name : `${schema}.${name}`;
  return [...using, `on ${qualified}`, alias === undefined || alias === name ? "" : alias];
}

/** Milliseconds: `0.012 ms`, `3.4 ms`, `12,345 ms`. */
export function milliseconds(time: number): string {
  if (time >= 100) return `${grouped(Math.round(time))} ms`;
  return `${time.toFixed(time >= 1 ? 1 : 3)} ms`;
}

/** A count or a cost: `1,234,567`, `12.5`; small ones with two digits. */
export function figure(count: number): string {
  return count >= 100 || Number.isInteger(count)
    ? grouped(Math.round(count))
    : `${Number(count.toFixed(2))}`;
}

/** How many times: `1.4`, `35`. */
export function times(factor: number): string {
  return factor >= 10 ? grouped(Math.round(factor)) : `${Number(factor.toFixed(1))}`;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}
