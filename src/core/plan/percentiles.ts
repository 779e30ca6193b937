/**
 * Percentiles of times that were measured, by nearest rank: each is one of the times, none is made
 * up between two. Does not know what was timed.
 */

export type Percentile = {
  readonly value: number;
  /** There were too few runs to tell it from the slowest one. */
  readonly isMost: boolean;
  /** From how many runs on it is another time than the slowest: 2, 20 and 100. */
  readonly runsNeeded: number;
};

export type TimesSummary = {
  readonly runs: number;
  readonly p50: Percentile;
  readonly p95: Percentile;
  readonly p99: Percentile;
  readonly least: number;
  readonly most: number;
};

/**
 * The smallest of the times that at least that share of them does not exceed. Undefined without
 * times; those that are no finite numbers do not count.
 */
export function percentile(
  times: readonly number[],
  share: 0.5 | 0.95 | 0.99,
): Percentile | undefined {
  const sorted = inOrder(times);
  const rank = rankOf(share, sorted.length);
  const value = sorted[rank - 1];
  if (value === undefined) return undefined;
  // As many as the share leaves one above for: 1 in 2, in 20, in 100.
  return { value, isMost: rank === sorted.length, runsNeeded: Math.round(1 / (1 - share)) };
}

/** Undefined without times. */
export function summaryOf(times: readonly number[]): TimesSummary | undefined {
  const sorted = inOrder(times);
  const [p50, p95, p99] = [
    percentile(sorted, 0.5),
    percentile(sorted, 0.95),
    percentile(sorted, 0.99),
  ];
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (!p50 || !p95 || !p99 || least === undefined || most === undefined) return undefined;
  return { runs: sorted.length, p50, p95, p99, least, most };
}

function inOrder(times: readonly number[]): number[] {
  return times.filter((time) => Number.isFinite(time)).sort((a, b) => a - b);
}

/** From 1. What binary fractions add to the product must not count as one run more. */
function rankOf(share: number, runs: number): number {
  return Math.max(1, Math.ceil(share * runs - 1e-9));
}
