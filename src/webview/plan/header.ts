/** The head of the page: which query, where it is explained, and what can be done with it. */
import type { PlanPage, TargetLine } from "../../protocol/plans.ts";
import { element } from "../erd/element.ts";
import { icon } from "../erd/icons.ts";
import { type MenuItem, toggleMenu } from "../erd/menu.ts";
import { copyItems } from "./copying.ts";
import type { Desk, Shown } from "./desk.ts";
import { allGiven } from "./drafts.ts";

/** Enough for a 95th percentile that is not just the slowest run. */
const manyTimes = 20;

export function header(page: PlanPage, shown: Shown | undefined, desk: Desk): HTMLElement {
  const place = element(
    "button",
    { id: "place", class: "link place", type: "button", title: "Show the query" },
    page.place,
  );
  place.addEventListener("click", () => desk.tell({ kind: "reveal" }));
  return element(
    "header",
    { class: "head" },
    element("div", { class: "titles" }, element("h1", {}, place), targetLine(page, desk)),
    element("div", { class: "buttons" }, ...buttons(page, shown, desk)),
  );
}

function buttons(page: PlanPage, shown: Shown | undefined, desk: Desk): HTMLElement[] {
  const explain = (mode: "plan" | "run", times: number) => () =>
    desk.tell({
      kind: "explain",
      mode,
      target: page.target.kind,
      values: allGiven(page, desk),
      times,
    });
  const { isAllowed, reason } = page.canRun;
  const copy = element(
    "button",
    {
      id: "copy",
      class: "drop",
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
    },
    "Copy",
    icon("chevron"),
  );
  if (shown) copy.addEventListener("click", () => toggleMenu(copy, copyItems(shown, desk.tell)));
  return [
    button("explain", "Explain", "Plans the query, and does not run it", explain("plan", 1), {
      isMain: true,
    }),
    button(
      "run",
      "Run",
      `EXPLAIN ANALYZE: runs the query, and measures each step`,
      explain("run", 1),
      {
        refused: isAllowed ? undefined : reason,
      },
    ),
    button(
      "run-many",
      `Run ${manyTimes} Times`,
      "Runs the query again and again: how long it takes mostly, and at worst",
      explain("run", manyTimes),
      { refused: isAllowed ? undefined : reason },
    ),
    ...(shown ? [copy] : []),
  ];
}

/** A button that is refused can still be stood on, so that everybody gets to know why. */
function button(
  id: string,
  title: string,
  tip: string,
  press: () => void,
  { isMain = false, refused }: { readonly isMain?: boolean; readonly refused?: string | undefined },
): HTMLButtonElement {
  const isRefused = refused !== undefined;
  const made = element(
    "button",
    {
      id,
      class: isMain ? "main" : "",
      type: "button",
      title: isRefused ? refused : tip,
      "aria-disabled": isRefused ? "true" : undefined,
      "aria-description": isRefused ? refused : undefined,
    },
    title,
  );
  if (!isRefused) made.addEventListener("click", press);
  return made;
}

function targetLine(page: PlanPage, desk: Desk): HTMLElement {
  const { target } = page;
  const picker = element(
    "button",
    {
      id: "target",
      class: "drop target",
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      title: "Where it is explained",
    },
    element("span", {}, target.title),
    icon("chevron"),
  );
  picker.addEventListener("click", () => toggleMenu(picker, targetItems(page, desk)));
  return element(
    "div",
    { class: "where" },
    picker,
    labelBadge(target),
    target.detail !== "" && element("span", { class: "soft" }, target.detail),
  );
}

function targetItems(page: PlanPage, desk: Desk): MenuItem[] {
  return [
    ...page.targets.map(
      (target): MenuItem => ({
        kind: "choice",
        label: target.label === undefined ? target.title : `${target.title} (${target.label})`,
        isChosen: target.kind === page.target.kind,
        run: () =>
          desk.tell({
            kind: "explain",
            mode: "plan",
            target: target.kind,
            values: allGiven(page, desk),
            times: 1,
          }),
      }),
    ),
    { kind: "line" },
    { kind: "command", label: "Connect a Database…", run: () => desk.tell({ kind: "connect" }) },
  ];
}

function labelBadge({ label }: TargetLine): HTMLElement | undefined {
  return label === undefined ? undefined : element("span", { class: `label ${label}` }, label);
}
