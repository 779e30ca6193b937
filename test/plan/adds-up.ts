/** What holds for the measures of any plan. */
import { expect } from "vitest";
import type { Measured } from "../../src/core/plan/measure.ts";
import type { Plan } from "../../src/core/plan/plan.ts";

/** Own times and costs of all nodes are the root's, and nothing is negative. Not exact: some ran later. */
export function addsUp(plan: Plan, measured: readonly Measured[], isExact: boolean): void {
  const [root] = plan.nodes;
  const own = measured.map(({ ownTime }) => ownTime ?? Number.NaN);
  const said = (root?.actual?.total ?? 0) * (root?.actual?.loops ?? 0);
  if (isExact) expect(sum(own)).toBeCloseTo(said, 6);
  else expect(sum(own)).toBeGreaterThanOrEqual(said - 1e-6);
  expect(sum(measured.map(({ ownCost }) => ownCost))).toBeCloseTo(root?.totalCost ?? 0, 6);
  for (const { ownTime, ownCost, ownBuffers, error, processes } of measured) {
    expect(ownTime).toBeGreaterThanOrEqual(0);
    expect(ownCost).toBeGreaterThanOrEqual(0);
    expect(Math.min(ownBuffers.hit, ownBuffers.read, ownBuffers.temp)).toBeGreaterThanOrEqual(0);
    expect(error ?? 1).toBeGreaterThanOrEqual(1);
    expect(processes).toBeGreaterThanOrEqual(1);
  }
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
