/** Where a key leads in the tree of a plan: the keys of trees everywhere. Touches no row. */
import type { PlanNode } from "../../core/plan/plan.ts";

export type Move =
  | { readonly kind: "go"; readonly to: number }
  | { readonly kind: "fold"; readonly isCollapsed: boolean };

type Row = { readonly node: PlanNode; readonly line: { readonly hidden: boolean | "until-found" } };

/** Undefined for a key that does nothing there. */
export function moves(
  key: string,
  node: PlanNode,
  rows: readonly Row[],
  collapsed: ReadonlySet<number>,
): Move | undefined {
  const hasChildren = node.children.length > 0;
  const isOpen = hasChildren && !collapsed.has(node.index);
  switch (key) {
    case "ArrowDown":
      return go(nextSeen(rows, node.index, 1));
    case "ArrowUp":
      return go(nextSeen(rows, node.index, -1));
    case "Home":
      return go(0);
    case "End":
      return go(nextSeen(rows, rows.length, -1));
    case "ArrowLeft":
      return isOpen ? { kind: "fold", isCollapsed: true } : go(node.parent);
    case "ArrowRight":
      if (hasChildren && !isOpen) return { kind: "fold", isCollapsed: false };
      return go(node.children[0]);
    case "Enter":
    case " ":
      return go(node.index);
    default:
      return undefined;
  }
}

function go(to: number | undefined): Move | undefined {
  return to === undefined ? undefined : { kind: "go", to };
}

function nextSeen(rows: readonly Row[], from: number, step: 1 | -1): number | undefined {
  for (let at = from + step; at >= 0 && at < rows.length; at += step) {
    if (rows[at]?.line.hidden === false) return at;
  }
  return undefined;
}
