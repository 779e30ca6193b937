/** What is in the small windows: a relation in words, and findings with what can be done about them. */
import type { DiagramRelation, RelationEnd } from "../../core/diagram/diagram.ts";
import type { DiagramFinding } from "../../protocol/diagram.ts";
import { element } from "./element.ts";
import { icon, severityIcon } from "./icons.ts";

export function relationCard(relation: DiagramRelation): Node[] {
  const { from, to, onDelete, onUpdate, name, change } = relation;
  const facts: (readonly [string, string])[] = [];
  const keys = `${endName(from)} → ${endName(to)}`;
  if (from.rows.length > 0) facts.push(["Key", keys]);
  if (name !== undefined) facts.push(["Name", name]);
  if (onDelete !== undefined) facts.push(["On delete", onDelete]);
  if (onUpdate !== undefined) facts.push(["On update", onUpdate]);
  const list = element("dl", { class: "facts" });
  for (const [what, value] of facts) {
    list.append(element("dt", {}, what), element("dd", {}, value));
  }
  return [
    element(
      "div",
      { class: "card-title" },
      element("span", {}, `${from.entity} → ${to.entity}`),
      change !== undefined && element("span", { class: `tag is-${change}` }, change),
    ),
    ...sentences(relation).map((sentence) => element("p", { class: "card-line" }, sentence)),
    ...(facts.length > 0 ? [list] : []),
    ...indexLine(relation),
  ];
}

function endName({ entity, rows }: RelationEnd): string {
  return rows.length === 1 ? `${entity}.${rows[0]}` : `${entity}(${rows.join(", ")})`;
}

/** Both directions, as they are read aloud. */
function sentences({ kind, from, to }: DiagramRelation): string[] {
  if (kind === "composite") return [`Each ${from.entity} holds ${amount(to, to.entity)}`];
  return [
    `Each ${from.entity} has ${amount(to, to.entity)}${as(from)}`,
    `Each ${to.entity} has ${amount(from, from.entity)}${as(to)}`,
    ...(kind === "implicit" ? ["Joined by a hidden table"] : []),
  ];
}

function amount({ cardinality }: RelationEnd, name: string): string {
  if (cardinality === "one") return `exactly one ${name}`;
  if (cardinality === "zero-or-one") return `at most one ${name}`;
  return `any number of ${name}`;
}

function as({ field }: RelationEnd): string {
  return field === undefined ? "" : ` (${field})`;
}

function indexLine({ kind, from, servedBy }: DiagramRelation): Node[] {
  if (kind !== "foreign-key" || from.rows.length === 0) return [];
  if (servedBy === undefined) {
    return [
      element(
        "p",
        { class: "card-line is-warning" },
        severityIcon("warning"),
        element("span", {}, "No index serves this key: each lookup by it reads the whole table"),
      ),
    ];
  }
  if (servedBy === "") return [];
  return [
    element(
      "p",
      { class: "card-line is-good" },
      icon("check"),
      element("span", {}, "Served by ", element("code", {}, servedBy)),
    ),
  ];
}

export type FindingActions = {
  readonly fix: (finding: DiagramFinding) => void;
  readonly explain: (rule: string) => void;
};

export function findingsCard(
  title: string,
  findings: readonly DiagramFinding[],
  actions: FindingActions,
): Node[] {
  const list = element("ul", { class: "findings" });
  for (const finding of findings) list.append(findingItem(finding, actions));
  return [element("div", { class: "card-title" }, element("span", {}, title)), list];
}

function findingItem(finding: DiagramFinding, { fix, explain }: FindingActions): HTMLElement {
  const { severity, message, rule } = finding;
  const why = element(
    "button",
    { type: "button", class: "link", title: `What ${rule} is about` },
    "Why",
  );
  why.addEventListener("click", () => explain(rule));
  const buttons = element(
    "div",
    { class: "finding-buttons" },
    element("span", { class: "rule" }, rule),
    why,
  );
  if (finding.fix !== undefined) {
    const button = element(
      "button",
      { type: "button", class: "button", title: finding.fix, "aria-label": `Fix: ${finding.fix}` },
      "Fix",
    );
    button.addEventListener("click", () => fix(finding));
    buttons.append(button);
  }
  return element(
    "li",
    { class: "finding" },
    severityIcon(severity),
    element("div", { class: "finding-text" }, element("p", {}, message), buttons),
  );
}
