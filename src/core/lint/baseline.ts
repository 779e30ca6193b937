/**
 * Findings that were there when a team began: known by rule, block and member, never by line, so
 * that moving things about makes nothing new. They stay visible, but they do not count.
 */
import { z } from "zod";
import type { Verdict } from "./rule.ts";

export const baselineFileName = "prisma-architect-baseline.json";

/** How many findings of each identity are known. */
export type Baseline = ReadonlyMap<string, number>;

const shape = z.object({ version: z.literal(1), findings: z.array(z.string()) });

/** Undefined when the text is no baseline: nothing is then hidden by mistake. */
export function readBaseline(text: string): Baseline | undefined {
  const read = shape.safeParse(parsed(text));
  if (!read.success) return undefined;
  const baseline = new Map<string, number>();
  for (const identity of read.data.findings) {
    baseline.set(identity, (baseline.get(identity) ?? 0) + 1);
  }
  return baseline;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

/** The text of a baseline of these identities, one a line, so that changes are easy to review. */
export function writeBaseline(identities: readonly string[]): string {
  return `${JSON.stringify({ version: 1, findings: identities.toSorted() }, null, 2)}\n`;
}

/**
 * The verdicts with those that the baseline knows turned into hints. Of several that are alike,
 * as many are known as the baseline holds.
 */
export function applyBaseline(
  verdicts: readonly Verdict[],
  baseline: Baseline,
  identityOf: (verdict: Verdict) => string,
): readonly Verdict[] {
  const left = new Map(baseline);
  return verdicts.map((verdict) => {
    const identity = identityOf(verdict);
    const known = left.get(identity) ?? 0;
    if (known === 0) return verdict;
    left.set(identity, known - 1);
    return { ...verdict, severity: "hint", known: true };
  });
}
