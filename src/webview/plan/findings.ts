/** What is found in the plan, the worst first: why it matters, what to do, and where it is. */
import type { PlanFindingLine } from "../../protocol/plans.ts";
import { element } from "../erd/element.ts";
import { severityIcon } from "../erd/icons.ts";
import type { Desk, Shown } from "./desk.ts";
import { nodeName, nodeObject } from "./node-words.ts";

export function findingSection(shown: Shown, desk: Desk): HTMLElement {
  const { findings } = shown.result;
  if (findings.length === 0) {
    return element("p", { class: "nothing" }, "Nothing stands out in this plan");
  }
  return element(
    "section",
    { class: "findings", "aria-label": "Findings" },
    element("ul", {}, ...findings.map((finding, at) => findingLine(finding, at, shown, desk))),
  );
}

function findingLine(
  finding: PlanFindingLine,
  at: number,
  { plan }: Shown,
  desk: Desk,
): HTMLElement {
  const { severity, message, advice, node, addition } = finding;
  const found = plan.nodes[node];
  const where = element(
    "button",
    { id: `finding-${at}`, class: "link", type: "button", title: "Show the node in the plan" },
    message,
  );
  where.addEventListener("click", () => desk.select(node));
  return element(
    "li",
    { class: severity },
    severityIcon(severity),
    element(
      "div",
      {},
      element("p", {}, where),
      // The button below says the same.
      advice !== "" && advice !== adviceOf(addition) && element("p", { class: "advice" }, advice),
      element(
        "p",
        { class: "under" },
        addition && adding(addition, at, desk),
        found &&
          element("span", { class: "soft" }, `${nodeName(found)} ${nodeObject(found)}`.trim()),
        ruleLink(finding, at, desk),
      ),
    ),
  );
}

function adviceOf(addition: PlanFindingLine["addition"]): string | undefined {
  return addition && `Add ${addition.attribute} to model ${addition.model}`;
}

function adding(
  { model, attribute }: NonNullable<PlanFindingLine["addition"]>,
  at: number,
  desk: Desk,
): HTMLElement {
  const add = element(
    "button",
    { id: `add-${at}`, type: "button", title: `Writes it into the model ${model}` },
    "Add ",
    element("span", { class: "code" }, attribute),
    ` to ${model}`,
  );
  add.addEventListener("click", () => desk.tell({ kind: "add", model, attribute }));
  return add;
}

/** Also beside a node. */
export function ruleLink({ rule }: PlanFindingLine, at: number | string, desk: Desk): HTMLElement {
  const link = element(
    "button",
    { id: `rule-${at}`, class: "rule", type: "button", title: `Why ${rule} matters` },
    rule,
  );
  link.addEventListener("click", () => desk.tell({ kind: "rule", rule }));
  return link;
}
