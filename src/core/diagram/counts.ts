/** How many findings of each severity, in a block and in its single rows. */
import type { Span } from "../base/text.ts";
import type { Verdict } from "../lint/rule.ts";
import type { FindingCounts } from "./diagram.ts";

/** One object for all that have none: most rows do. */
export const noFindings: FindingCounts = { error: 0, warning: 0, info: 0, hint: 0 };

export function countsOf(verdicts: readonly Verdict[]): FindingCounts {
  if (verdicts.length === 0) return noFindings;
  const counts = { ...noFindings };
  for (const { severity } of verdicts) counts[severity]++;
  return counts;
}

/** Of those that begin in one of `lines`, which are spans of the same block. */
export function countsWithin(lines: readonly Span[], verdicts: readonly Verdict[]): FindingCounts {
  if (verdicts.length === 0) return noFindings;
  return countsOf(
    verdicts.filter(({ at }) =>
      lines.some(({ start, end }) => start <= at.start && at.start < end),
    ),
  );
}
