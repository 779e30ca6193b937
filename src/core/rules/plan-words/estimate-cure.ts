/** What makes a planner know better how many rows a node brings. Does not know whether it was wrong. */
import type { PlanNode } from "../../plan/plan.ts";
import type { PlanSubject } from "../plan-rule.ts";
import { isJoin } from "./places.ts";
import { tableOf } from "./tables.ts";

export function estimateCure(subject: PlanSubject, node: PlanNode): string {
  const table = tableOf(subject, node);
  if (table === undefined) {
    return isJoin(node)
      ? "Run ANALYZE on the joined tables; how often values meet across tables, PostgreSQL keeps no statistics of"
      : "Run ANALYZE on the tables below";
  }
  const columns =
    node.conditions.length > 1 || node.conditions.some(({ text }) => / AND /.test(text));
  const more = columns
    ? `, and CREATE STATISTICS over the columns of its filter if they go together`
    : "";
  return `Run ANALYZE on ${table.relation}${more}`;
}
