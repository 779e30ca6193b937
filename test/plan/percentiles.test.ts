/** Percentiles by nearest rank. */
import { expect, test } from "vitest";
import { percentile, summaryOf } from "../../src/core/plan/percentiles.ts";

const upTo = (count: number) => Array.from({ length: count }, (_, at) => count - at);

test.each([
  [[5], 0.5, 5, true],
  [[1, 2], 0.5, 1, false],
  [[3, 1, 2], 0.5, 2, false],
  [upTo(19), 0.95, 19, true],
  [upTo(20), 0.95, 19, false],
  [upTo(99), 0.99, 99, true],
  [upTo(100), 0.99, 99, false],
  [upTo(700), 0.99, 693, false],
  [upTo(10), 0.99, 10, true],
  [[Number.NaN, 4, Number.POSITIVE_INFINITY], 0.5, 4, true],
] as const)("of %j, %d", (times, share, value, isMost) => {
  const runsNeeded = { 0.5: 2, 0.95: 20, 0.99: 100 }[share];
  expect(percentile(times, share)).toEqual({ value, isMost, runsNeeded });
});

test("it needs no more runs than it says, and no fewer", () => {
  for (const share of [0.5, 0.95, 0.99] as const) {
    const needed = percentile([1], share)?.runsNeeded ?? 0;
    expect(percentile(upTo(needed), share)?.isMost).toBe(false);
    expect(percentile(upTo(needed - 1), share)?.isMost).toBe(true);
  }
});

test("a summary", () => {
  expect(summaryOf([])).toBeUndefined();
  expect(percentile([], 0.5)).toBeUndefined();
  expect(summaryOf([4, 1, 3, 2])).toEqual({
    runs: 4,
    least: 1,
    most: 4,
    p50: { value: 2, isMost: false, runsNeeded: 2 },
    p95: { value: 4, isMost: true, runsNeeded: 20 },
    p99: { value: 4, isMost: true, runsNeeded: 100 },
  });
});
