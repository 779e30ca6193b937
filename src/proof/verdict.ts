/** What a proof comes to, in one word and in one sentence. */
import type { Proof } from "../core/migration/proof.ts";
import type { Trial } from "./prove.ts";

/** A failure that refutes outweighs all; any other failure leaves the migration unproven. */
export function verdictOf(
  server: string,
  trials: readonly Trial[],
): Pick<Proof, "verdict" | "headline"> {
  const failed = trials.filter(({ outcome }) => outcome === "failed");
  const refuting = failed.find(({ refutes }) => refutes);
  if (refuting) return { verdict: "refuted", headline: told("Refuted", server, refuting) };
  const [first] = failed;
  if (first) return { verdict: "unproven", headline: told("Not proven", server, first) };
  const skipped = trials.filter(({ outcome }) => outcome === "skipped");
  const but = skipped.map(({ title, detail }) => `${lower(title)}: no, ${detail}`);
  const passed = trials.length - skipped.length;
  const headline = `Proven on ${server}: ${passed} of ${trials.length} checks passed`;
  return { verdict: "proven", headline: [headline, ...but].join("; ") };
}

function told(verdict: string, server: string, { title, detail }: Trial): string {
  return `${verdict} on ${server}: “${title}” fails: ${detail}`;
}

const lower = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
