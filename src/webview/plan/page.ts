/** The page, top to bottom: the query and where it is explained, what is found, the plan. */
import type { Failure, PlanPage } from "../../protocol/plans.ts";
import { element } from "../erd/element.ts";
import type { Desk, Shown } from "./desk.ts";
import { findingSection } from "./findings.ts";
import { header } from "./header.ts";
import { notes } from "./notes.ts";
import { parameterSection } from "./parameters.ts";
import { queryText } from "./query-text.ts";
import { read } from "./reading.ts";
import { totals } from "./totals.ts";
import { type Workbench, workbench } from "./workbench.ts";

export type Made = { readonly element: HTMLElement; readonly workbench: Workbench | undefined };

export function pageOf(page: PlanPage, desk: Desk): Made {
  const { result } = page;
  const known = result && read(result.json);
  const shown: Shown | undefined =
    result && known?.ok ? { plan: known.plan, measured: known.measured, page, result } : undefined;
  const bench = shown && workbench(shown, desk);
  return {
    element: element(
      "main",
      {},
      header(page, shown, desk),
      queryText(page.sql, desk),
      parameterSection(page, desk),
      page.failure && failureBanner(page.failure, page, desk),
      known?.ok === false &&
        failureBanner({ reason: known.reason, hint: "", range: undefined }, page, desk),
      notes(page, desk),
      shown && totals(shown),
      shown && findingSection(shown, desk),
      bench?.element,
    ),
    workbench: bench,
  };
}

function failureBanner({ reason, hint, range }: Failure, page: PlanPage, desk: Desk): HTMLElement {
  const link = (id: string, title: string, press: () => void) => {
    const made = element("button", { id, class: "fix", type: "button" }, title);
    made.addEventListener("click", press);
    return made;
  };
  const isEmbedded = page.target.kind !== "database";
  return element(
    "div",
    { class: "banner error", role: "alert" },
    element("p", { class: "reason" }, reason),
    hint !== "" && element("p", {}, hint),
    element(
      "p",
      { class: "under" },
      range !== undefined &&
        link("failure-place", "Show the place", () =>
          desk.tell({ kind: "reveal", at: range.start }),
        ),
      isEmbedded &&
        link("failure-connect", "Connect a Database…", () => desk.tell({ kind: "connect" })),
    ),
  );
}

/** Before the first query. */
export function emptyPage(desk: Desk): HTMLElement {
  const connect = element("button", { id: "connect", type: "button" }, "Connect a Database…");
  connect.addEventListener("click", () => desk.tell({ kind: "connect" }));
  return element(
    "main",
    { class: "empty" },
    element("h1", {}, "No query is explained yet"),
    element(
      "p",
      { class: "soft" },
      "Click Explain above a query in SQL or TypeScript, or select one and run the command Explain Query.",
    ),
    element(
      "p",
      { class: "soft" },
      "Without a database, an embedded PostgreSQL built from the schema plans it.",
    ),
    element("p", {}, connect),
  );
}

export function refusedPage(reason: string, back: (() => void) | undefined): HTMLElement {
  const button = back && element("button", { id: "back", type: "button" }, "Back to the last plan");
  if (back && button) button.addEventListener("click", back);
  return element(
    "main",
    { class: "refused" },
    element("h1", {}, "This is not explained"),
    element("p", { class: "reason", role: "alert" }, reason),
    button && element("p", {}, button),
  );
}
