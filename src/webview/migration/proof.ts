/** What a proof in a real PostgreSQL has shown, step by step. */
import type { Proof } from "../../protocol/migrations.ts";
import { element } from "../erd/element.ts";

const words = {
  proven: "Proven",
  refuted: "Refuted",
  unproven: "Not proven",
};

export function proofSection(proof: Proof | undefined, findings: number): HTMLElement | undefined {
  if (proof === undefined) {
    return findings === 0
      ? undefined
      : element(
          "p",
          { class: "soft" },
          "Locks and rewrites are predicted. Prove runs it in an embedded PostgreSQL and shows what it really does.",
        );
  }
  return element(
    "section",
    { class: `proof ${proof.verdict}` },
    element("h2", {}, `${words[proof.verdict]} on ${proof.server}`),
    element(
      "ul",
      {},
      ...proof.steps.map(({ title, outcome, detail }) =>
        element(
          "li",
          { class: outcome },
          element("span", { class: "mark", "aria-hidden": "true" }),
          element(
            "div",
            {},
            element("p", {}, element("span", { class: "unseen" }, `${outcome}: `), title),
            detail !== "" && element("p", { class: "soft" }, detail),
          ),
        ),
      ),
    ),
  );
}
