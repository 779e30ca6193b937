/** What a proof in a real PostgreSQL has shown: step by step, and of each statement. */
import type { StatementSummary } from "../../core/migration/summary.ts";
import type { Proof, ProofStep, ProvenStatement } from "../../protocol/migrations.ts";
import { element } from "../erd/element.ts";
import type { Tell } from "./page.ts";

const words = {
  proven: "Proven",
  refuted: "Refuted",
  unproven: "Not proven",
};

export function proofSection(
  proof: Proof | undefined,
  statements: readonly StatementSummary[],
  tell: Tell,
): HTMLElement {
  if (proof === undefined) {
    return element(
      "p",
      { class: "hint soft" },
      "All of this is predicted. Prove runs it in an embedded PostgreSQL, and shows what it does there.",
    );
  }
  return element(
    "section",
    { class: `proof ${proof.verdict}` },
    element("h2", {}, `${words[proof.verdict]} on ${proof.server}`),
    element("ul", {}, ...proof.steps.map((step) => stepLine(step, statements, tell))),
  );
}

function stepLine(
  { title, outcome, detail, statement }: ProofStep,
  statements: readonly StatementSummary[],
  tell: Tell,
): HTMLElement {
  const refused = statements.find(({ index }) => index === statement);
  return element(
    "li",
    { class: outcome },
    element("span", { class: "mark", "aria-hidden": "true" }),
    element(
      "div",
      {},
      element("p", {}, element("span", { class: "unseen" }, `${outcome}: `), title),
      detail !== "" && element("p", { class: "soft" }, detail),
      refused && place(refused, tell),
    ),
  );
}

function place({ index, title, offset }: StatementSummary, tell: Tell): HTMLElement {
  const link = element("button", { class: "rule", type: "button" }, `${index + 1}. ${title}`);
  link.addEventListener("click", () => tell({ kind: "reveal", offset }));
  return link;
}

/** Behind the title of a statement; nothing where it did not run. */
export function badgeOf(
  { isUnknown }: StatementSummary,
  proven: ProvenStatement | undefined,
  server: string,
): HTMLElement | undefined {
  if (proven === undefined) return undefined;
  if (!proven.asPredicted) return element("span", { class: "badge bad" }, `differs on ${server}`);
  if (isUnknown) return undefined;
  const said = proven.isUnseen ? `rewrites verified on ${server}` : `verified on ${server}`;
  const title = proven.isUnseen
    ? "It runs in no transaction, in which its locks could be seen"
    : `Locks, rewrites and scans were as predicted on ${server}`;
  return element("span", { class: "badge", title }, said);
}

/** What was seen that was not predicted, or could not be. */
export function seenLines(
  { isUnknown }: StatementSummary,
  proven: ProvenStatement | undefined,
  server: string,
): HTMLElement[] {
  if (proven === undefined) return [];
  const { differences, locks, rewrites } = proven;
  const seen = [
    ...locks.map(({ table, mode }) => `${mode} on ${table}`),
    ...rewrites.map((table) => `rewrites ${table}`),
  ];
  return [
    ...differences.map((line) => element("p", { class: "fact bad" }, line)),
    ...(isUnknown && seen.length > 0
      ? [element("p", { class: "soft" }, `Seen on ${server}: ${seen.join(" · ")}`)]
      : []),
  ];
}
