/** The nodes as a table that can be sorted by what they took. */
import type { Measured } from "../../core/plan/measure.ts";
import type { PlanNode } from "../../core/plan/plan.ts";
import { type Content, element } from "../erd/element.ts";
import { icon } from "../erd/icons.ts";
import type { Desk, Shown } from "./desk.ts";
import { bar, buffersOf, buffersTip, errorBadge, ownOf, rowsCell } from "./figures.ts";
import type { SortKey } from "./memory.ts";
import { nodeName, nodeObject } from "./node-words.ts";
import { cost, duration } from "./numbers.ts";

export type PlanTable = {
  readonly element: HTMLElement;
  readonly mark: (node: number | undefined, isSeen: boolean) => void;
};

type Line = { readonly node: PlanNode; readonly measured: Measured; readonly row: HTMLElement };

type Column = {
  readonly key: SortKey;
  readonly title: string;
  readonly isWord?: boolean;
  readonly of: (line: Omit<Line, "row">, shown: Shown) => number | string;
};

const columns: readonly Column[] = [
  { key: "order", title: "#", of: ({ node }) => node.index },
  {
    key: "node",
    title: "Node",
    isWord: true,
    of: ({ node }) => `${nodeName(node)} ${nodeObject(node)}`,
  },
  { key: "time", title: "Own time", of: ({ measured }) => measured.ownTime ?? measured.ownCost },
  { key: "total", title: "Total time", of: ({ measured }) => measured.time ?? 0 },
  { key: "rows", title: "Rows", of: ({ node, measured }) => measured.rows ?? node.planRows },
  { key: "error", title: "Off by", of: ({ measured }) => measured.error ?? 0 },
  { key: "cost", title: "Cost", of: ({ node }) => node.totalCost },
  {
    key: "buffers",
    title: "Buffers",
    of: ({ measured: { ownBuffers } }) => ownBuffers.hit + ownBuffers.read,
  },
];

/** Without times and counts there is nothing to show in these. */
const measuredOnly: ReadonlySet<SortKey> = new Set(["total", "error", "buffers"]);

export function planTable(shown: Shown, desk: Desk): PlanTable {
  const shownColumns = columns.filter(({ key }) => shown.plan.isAnalyzed || !measuredOnly.has(key));
  const lines: Line[] = shown.plan.nodes.flatMap((node) => {
    const measured = shown.measured[node.index];
    return measured ? [{ node, measured, row: rowOf(node, measured, shown, shownColumns) }] : [];
  });
  const byIndex = new Map(lines.map((line) => [line.node.index, line.row]));
  const body = element("tbody", {});
  const heads = shownColumns.map((column) => headOf(column, (key) => sortBy(key)));
  let marked: HTMLElement | undefined;

  const draw = () => {
    const { sort, isUpward } = desk.memory();
    const column = shownColumns.find(({ key }) => key === sort) ?? columns[0];
    if (column === undefined) return;
    body.replaceChildren(...sorted(lines, column, isUpward, shown).map(({ row }) => row));
    for (const head of heads) {
      const isSorted = head.dataset.key === column.key;
      if (isSorted) head.setAttribute("aria-sort", isUpward ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
  };
  // Where numbers are sorted by, the largest are what is looked for.
  const sortBy = (key: SortKey) => {
    const { sort, isUpward } = desk.memory();
    const isFirstUpward = key === "order" || key === "node";
    desk.remember({ sort: key, isUpward: key === sort ? !isUpward : isFirstUpward });
    draw();
  };
  body.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const index = target.closest<HTMLElement>("[data-node]")?.dataset.node;
    if (index !== undefined) desk.select(Number(index));
  });
  draw();
  const table = element(
    "table",
    { class: "nodes" },
    element("thead", {}, element("tr", {}, ...heads)),
    body,
  );
  return {
    element: element("div", { class: "sheet" }, table),
    mark(index, isSeen) {
      marked?.classList.remove("is-marked");
      marked = index === undefined ? undefined : byIndex.get(index);
      marked?.classList.add("is-marked");
      if (isSeen) marked?.scrollIntoView({ block: "nearest" });
    },
  };
}

function sorted(lines: readonly Line[], column: Column, isUpward: boolean, shown: Shown): Line[] {
  const sign = isUpward ? 1 : -1;
  const keyed = lines.map((line) => ({ line, value: column.of(line, shown) }));
  keyed.sort((one, other) => sign * compare(one.value, other.value));
  return keyed.map(({ line }) => line);
}

function compare(one: number | string, other: number | string): number {
  return typeof one === "number" && typeof other === "number"
    ? one - other
    : String(one).localeCompare(String(other), "en");
}

function headOf({ key, title, isWord }: Column, sortBy: (key: SortKey) => void): HTMLElement {
  const button = element("button", { id: `sort-${key}`, type: "button" }, title, icon("chevron"));
  button.addEventListener("click", () => sortBy(key));
  return element(
    "th",
    { scope: "col", class: `${key}${isWord ? "" : " figure"}`, "data-key": key },
    button,
  );
}

function rowOf(
  node: PlanNode,
  measured: Measured,
  shown: Shown,
  shownColumns: readonly Column[],
): HTMLElement {
  return element(
    "tr",
    { "data-node": String(node.index), class: measured.isNeverExecuted ? "is-never" : "" },
    ...shownColumns.map(({ key }) =>
      element("td", { class: key === "node" ? "" : "figure" }, ...cell(key, node, measured, shown)),
    ),
  );
}

function cell(key: SortKey, node: PlanNode, measured: Measured, shown: Shown): Content[] {
  switch (key) {
    case "order":
      return [String(node.index + 1)];
    case "node": {
      const open = element("button", { class: "link", type: "button" }, nodeName(node));
      return [open, element("span", { class: "soft" }, ` ${nodeObject(node)}`)];
    }
    case "time": {
      const own = ownOf(measured);
      return own === "" ? [] : [bar(shown, measured), own];
    }
    case "total":
      return [
        measured.time === undefined || measured.isNeverExecuted ? "" : duration(measured.time),
      ];
    case "rows":
      return rowsCell(node, { ...measured, error: undefined });
    case "error":
      return [errorBadge(measured)];
    case "cost":
      return [cost(node.totalCost)];
    case "buffers":
      return [element("span", { title: buffersTip(measured) }, buffersOf(measured))];
  }
}
