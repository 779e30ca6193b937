/** The plan itself in tabs, and the chosen node beside it. Only the tab that is seen is made. */
import { element } from "../erd/element.ts";
import { comparison } from "./comparison.ts";
import type { Desk, Shown } from "./desk.ts";
import { fillDetails } from "./details.ts";
import { graphTab } from "./graph-tab.ts";
import { jsonText } from "./json-text.ts";
import type { TabName } from "./memory.ts";
import { planTable } from "./table.ts";
import { planTree } from "./tree.ts";

export type Workbench = {
  readonly element: HTMLElement;
  /** Undefined: none. Opens a tab that has rows where another one is open. */
  readonly select: (node: number | undefined) => void;
  /** What runs on in it ends. */
  readonly end: () => void;
};

type Part = {
  readonly element: HTMLElement;
  readonly mark?: (node: number | undefined, isSeen: boolean) => void;
  readonly end?: () => void;
};

type Tab = { readonly name: TabName; readonly title: string; readonly make: () => Part };

export function workbench(shown: Shown, desk: Desk): Workbench {
  const tabs = tabsOf(shown, desk);
  const pane = element("aside", {
    id: "details",
    class: "details",
    "aria-label": "Chosen node",
    "data-keeps-scroll": true,
  });
  const content = element("div", { class: "content" });
  const panel = element(
    "div",
    { id: "tab-panel", role: "tabpanel", class: "panel" },
    content,
    pane,
  );
  const buttons = tabs.map((tab) => tabButton(tab, () => open(tab.name)));
  let part: Part | undefined;
  let current: Tab | undefined;

  const showNode = (isSeen: boolean) => {
    const { node } = desk.memory();
    fillDetails(pane, shown, part?.mark ? node : undefined, desk);
    // Measured after the pane took its room.
    part?.mark?.(node, isSeen);
  };
  const show = (name: TabName) => {
    const tab = tabs.find((one) => one.name === name) ?? tabs[0];
    if (tab === undefined || tab === current) return;
    part?.end?.();
    current = tab;
    part = tab.make();
    content.replaceChildren(part.element);
    panel.setAttribute("aria-labelledby", `tab-${tab.name}`);
    for (const [at, button] of buttons.entries()) {
      const isOpen = tabs[at] === tab;
      button.setAttribute("aria-selected", String(isOpen));
      button.tabIndex = isOpen ? 0 : -1;
    }
    showNode(false);
  };
  const open = (name: TabName) => {
    show(name);
    desk.remember({ tab: name });
  };
  const list = element(
    "div",
    { class: "tabs", role: "tablist", "aria-label": "Views" },
    ...buttons,
  );
  list.addEventListener("keydown", (event) => {
    const to = nextTab(event.key, tabs, current);
    if (to === undefined) return;
    event.preventDefault();
    open(to.name);
    buttons[tabs.indexOf(to)]?.focus();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || pane.hidden) return;
    event.preventDefault();
    const isInside = pane.contains(document.activeElement);
    desk.select(undefined);
    if (isInside) buttons[current ? tabs.indexOf(current) : -1]?.focus();
  });
  // One that this query does not have is still wished for with the next query.
  show(desk.memory().tab);
  return {
    element: element("section", { class: "workbench", "aria-label": "Plan" }, list, panel),
    select(node) {
      if (node !== undefined && !part?.mark) open("plan");
      showNode(node !== undefined);
    },
    end: () => part?.end?.(),
  };
}

function tabsOf(shown: Shown, desk: Desk): Tab[] {
  const { history } = shown.page;
  const { json } = shown.result;
  return [
    { name: "plan", title: "Plan", make: () => planTree(shown, desk) },
    { name: "table", title: "Table", make: () => planTable(shown, desk) },
    { name: "graph", title: "Graph", make: () => graphTab(json, shown.plan.nodes.length) },
    ...(history.length > 0
      ? [
          {
            name: "compare",
            title: `Compare (${history.length})`,
            make: () => ({ element: comparison(shown, desk) }),
          } satisfies Tab,
        ]
      : []),
    { name: "json", title: "JSON", make: () => ({ element: jsonText(json) }) },
  ];
}

function tabButton({ name, title }: Tab, open: () => void): HTMLElement {
  const button = element(
    "button",
    { id: `tab-${name}`, type: "button", class: "tab", role: "tab", "aria-controls": "tab-panel" },
    title,
  );
  button.addEventListener("click", open);
  return button;
}

function nextTab(key: string, tabs: readonly Tab[], current: Tab | undefined): Tab | undefined {
  const at = current ? tabs.indexOf(current) : -1;
  const count = tabs.length;
  if (key === "ArrowRight") return tabs[(at + 1) % count];
  if (key === "ArrowLeft") return tabs[(at + count - 1) % count];
  if (key === "Home") return tabs[0];
  return key === "End" ? tabs[count - 1] : undefined;
}
