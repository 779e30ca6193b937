/**
 * The plan as a tree of rows, each with what the node took by itself. Rows that are not seen are
 * neither laid out nor painted (style.css), so that a thousand of them stay smooth.
 */
import type { PlanNode } from "../../core/plan/plan.ts";
import { element } from "../erd/element.ts";
import { icon, severityIcon } from "../erd/icons.ts";
import type { Desk, Shown } from "./desk.ts";
import { bar, buffersOf, buffersTip, loopsOf, ownOf, rowsCell } from "./figures.ts";
import { nodeName, nodeObject, nodeRole } from "./node-words.ts";
import { cost } from "./numbers.ts";
import { moves } from "./tree-keys.ts";

export type PlanTree = {
  readonly element: HTMLElement;
  /** Opens what hides it, and marks its row. */
  readonly mark: (node: number | undefined, isSeen: boolean) => void;
};

type Row = { readonly node: PlanNode; readonly line: HTMLElement };

export function planTree(shown: Shown, desk: Desk): PlanTree {
  const { plan } = shown;
  const rows: readonly Row[] = plan.nodes.map((node) => ({ node, line: rowOf(node, shown) }));
  const collapsed = new Set(desk.memory().collapsed.filter((index) => plan.nodes[index]));
  let marked: HTMLElement | undefined;
  const lineAt = (index: number | undefined) =>
    index === undefined ? undefined : rows[index]?.line;

  const fold = () => {
    const hidden = new Set<number>();
    for (const { node, line } of rows) {
      const isHidden =
        node.parent !== undefined && (hidden.has(node.parent) || collapsed.has(node.parent));
      if (isHidden) hidden.add(node.index);
      line.hidden = isHidden;
      if (node.children.length === 0) continue;
      line.setAttribute("aria-expanded", String(!collapsed.has(node.index)));
    }
  };
  const setCollapsed = (index: number, isCollapsed: boolean) => {
    if (isCollapsed) collapsed.add(index);
    else collapsed.delete(index);
    desk.remember({ collapsed: [...collapsed] });
    fold();
  };
  const mark = (index: number | undefined, isSeen: boolean) => {
    marked?.setAttribute("aria-selected", "false");
    const line = lineAt(index);
    if (line === undefined) return;
    for (let up = plan.nodes[index ?? 0]?.parent; up !== undefined; up = plan.nodes[up]?.parent) {
      if (collapsed.has(up)) setCollapsed(up, false);
    }
    if (marked) marked.tabIndex = -1;
    line.setAttribute("aria-selected", "true");
    line.tabIndex = 0;
    marked = line;
    if (isSeen) line.scrollIntoView({ block: "nearest" });
  };

  const tree = element(
    "div",
    {
      class: plan.isAnalyzed ? "tree" : "tree is-planned",
      role: "treegrid",
      "aria-label": "Plan",
      "aria-rowcount": String(rows.length),
    },
    headings(plan.isAnalyzed),
    ...rows.map(({ line }) => line),
  );
  const first = rows[0]?.line;
  if (first) {
    first.tabIndex = 0;
    marked = first;
  }
  tree.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const index = indexOf(target);
    if (index === undefined) return;
    if (target.closest(".twisty")) setCollapsed(index, !collapsed.has(index));
    desk.select(index);
    lineAt(index)?.focus({ preventScroll: true });
  });
  tree.addEventListener("keydown", (event) => {
    const index = event.target instanceof Element ? indexOf(event.target) : undefined;
    const node = index === undefined ? undefined : plan.nodes[index];
    if (node === undefined) return;
    const move = moves(event.key, node, rows, collapsed);
    if (move === undefined) return;
    event.preventDefault();
    if (move.kind === "fold") setCollapsed(node.index, move.isCollapsed);
    else {
      desk.select(move.to);
      lineAt(move.to)?.focus();
    }
  });
  fold();
  return { element: tree, mark };
}

function indexOf(target: Element): number | undefined {
  const index = target.closest<HTMLElement>("[data-node]")?.dataset.node;
  return index === undefined ? undefined : Number(index);
}

function headings(isAnalyzed: boolean): HTMLElement {
  const names = isAnalyzed
    ? ["Node", "Own time", "Rows", "Loops", "Cost", "Buffers"]
    : ["Node", "Own cost", "Rows", "", "Cost", ""];
  return element(
    "div",
    { class: "row heads", role: "row" },
    ...names.map((name) => element("span", { role: "columnheader" }, name)),
  );
}

function rowOf(node: PlanNode, shown: Shown): HTMLElement {
  const measured = shown.measured[node.index];
  const name = nodeName(node);
  const object = nodeObject(node);
  const role = nodeRole(node);
  const worst = shown.result.findings.find((finding) => finding.node === node.index);
  const title = element(
    "span",
    { class: "node", role: "gridcell", title: `${name} ${object}`.trim() },
    element(
      "span",
      { class: "twisty", "aria-hidden": "true" },
      node.children.length > 0 && icon("chevron"),
    ),
    worst && severityIcon(worst.severity),
    role !== "" && element("span", { class: "role" }, role),
    element("span", { class: "type" }, name),
    object !== "" && element("span", { class: "soft object" }, ` ${object}`),
  );
  const line = element("div", {
    id: `node-${node.index}`,
    class: measured?.isNeverExecuted ? "row is-never" : "row",
    role: "row",
    tabindex: "-1",
    "aria-level": String(node.depth + 1),
    "aria-selected": "false",
    "data-node": String(node.index),
  });
  line.style.setProperty("--depth", String(node.depth));
  line.append(title, ...(measured ? cells(node, measured, shown) : []));
  return line;
}

function cells(node: PlanNode, measured: Shown["measured"][number], shown: Shown): HTMLElement[] {
  const own = ownOf(measured);
  const cell = (label: string, value: string, tip?: string) =>
    element("span", { role: "gridcell", "data-label": label, title: tip }, value);
  return [
    element(
      "span",
      { role: "gridcell", class: "own" },
      own !== "" && bar(shown, measured),
      element("span", { class: "value" }, own),
    ),
    element(
      "span",
      { role: "gridcell", "data-label": "rows", class: "rows" },
      ...rowsCell(node, measured),
    ),
    cell("loops", loopsOf(node)),
    cell("cost", cost(node.totalCost)),
    cell("buffers", buffersOf(measured), buffersTip(measured)),
  ];
}
