/**
 * Plans as real servers run them: the times and blocks that we say each node took by itself add up
 * to what PostgreSQL says of the whole, and the rules say what somebody who knows it would.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { defaults } from "../../src/core/lint/config.ts";
import { type Measured, measure } from "../../src/core/plan/measure.ts";
import type { Plan, PlanNode } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { checkPlan } from "../../src/core/rules/check-plan.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { type PlanServer, startPlanServer } from "../support/plan-server.ts";
import { systemBinaries } from "../support/postgres-server.ts";
import { goodPlans } from "./good-plans.ts";
import { type PlanCase, poorPlans } from "./plan-cases.ts";
import { worldSchema } from "./plan-world.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const schema = resolve([parseFile("schema.prisma", worldSchema)]);
const [system] = systemBinaries();
const servers = [
  ["a real PostgreSQL 18", undefined],
  ...(system === undefined ? [] : [["the system's PostgreSQL", system] as const]),
] as const;

test("there are 40 queries, 15 of which are fine", () => {
  expect(goodPlans.length).toBeGreaterThanOrEqual(15);
  expect(goodPlans.length + poorPlans.length).toBeGreaterThanOrEqual(40);
});

describe.each(servers)("%s", (_, bin) => {
  let server: PlanServer;
  beforeAll(async () => {
    server = await startPlanServer(bin);
  });
  afterAll(() => server?.stop());

  test.each([...poorPlans, ...goodPlans])("$name", async (one) => {
    const plan = planIn(await server.run(one.sql, one.settings ?? []));
    const measured = measure(plan);
    sums(plan, measured);
    const verdicts = told(plan, measured, one, server);
    expect(verdicts.map(({ rule }) => rule).sort()).toEqual(expected(one, server));
    const [worst = ""] = one.findings;
    const advice = verdicts.find(({ rule }) => rule === worst)?.advice ?? "";
    expect(advice).toContain(one.advice ?? "");
  });
});

function planIn(json: string): Plan {
  const read = readPlan(json);
  if (!read.ok) throw new Error(read.reason);
  return read.plan;
}

function told(plan: Plan, measured: readonly Measured[], { sql }: PlanCase, server: PlanServer) {
  const subject = { plan, measured, schema, sql, postgres: server.version };
  const { verdicts, crashes } = checkPlan(subject, defaults);
  expect(crashes).toEqual([]);
  return verdicts;
}

function expected({ findings, withJit = [] }: PlanCase, { hasJit }: PlanServer): string[] {
  return [...findings, ...(hasJit ? withJit : [])].sort();
}

/**
 * Ours against PostgreSQL's own numbers, worked out here in another way. Its times are rounded to
 * microseconds in each loop, so half of one for each loop of a node, of its parts and of those that
 * it is in is all that may differ; its blocks are counted.
 */
function sums(plan: Plan, measured: readonly Measured[]): void {
  const [root] = plan.nodes;
  if (root?.actual?.total === undefined) throw new Error("the plan was not run");
  expect(measured).toHaveLength(plan.nodes.length);
  const own = measured.map(({ ownTime }) => ownTime ?? Number.NaN);
  for (const time of own) expect(time).toBeGreaterThanOrEqual(0);
  expect(sum(own)).toBeCloseTo(root.actual.total, 3);
  expect(root.actual.total).toBeLessThanOrEqual(plan.executionTime ?? 0);

  const times = plan.nodes.map((node) => timeOf(plan, node));
  expect(measured.map(({ time }) => time)).toEqual(times.map(nearTo));

  const blocks = plan.nodes.map(blocksOf);
  const ownBlocks = measured.map(({ ownBuffers: { hit, read, temp } }) => [hit, read, temp]);
  for (const counts of ownBlocks) expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
  expect([0, 1, 2].map((at) => sum(ownBlocks.map((counts) => counts[at] ?? 0)))).toEqual(blocks[0]);

  if (plan.nodes.some(isElsewhere)) return;
  expect(own).toEqual(
    plan.nodes.map(({ children }, index) =>
      nearTo(
        less(
          times[index],
          children.map((at) => times[at]),
        ),
      ),
    ),
  );
  expect(ownBlocks).toEqual(
    plan.nodes.map(({ children }, index) =>
      [0, 1, 2].map(
        (at) => (blocks[index]?.[at] ?? 0) - sum(children.map((child) => blocks[child]?.[at] ?? 0)),
      ),
    ),
  );
}

/** Run in another node than the one that it hangs on: what a node has less its children is not its own. */
function isElsewhere({ subplanName }: PlanNode): boolean {
  return subplanName !== undefined;
}

type Rounded = { readonly time: number; readonly rounding: number };

/** Loops are counted over all processes, which run them side by side. */
function timeOf({ nodes }: Plan, node: PlanNode): Rounded {
  const above = ancestorsOf(nodes, node);
  const gather = above.find(({ type }) => type.startsWith("Gather"));
  const processes = 1 + (gather?.workersLaunched ?? 0);
  const { total = 0, loops = 0 } = node.actual ?? {};
  const allLoops = sum([loops, ...above.map(({ actual }) => actual?.loops ?? 0)]);
  return { time: (total * loops) / processes, rounding: 0.0005 * allLoops };
}

/** The nearest first. */
function ancestorsOf(nodes: readonly PlanNode[], { parent }: PlanNode): PlanNode[] {
  const next = parent === undefined ? undefined : nodes[parent];
  return next === undefined ? [] : [next, ...ancestorsOf(nodes, next)];
}

function less(whole: Rounded | undefined, parts: readonly (Rounded | undefined)[]): Rounded {
  const all = [whole, ...parts];
  return {
    time: Math.max(0, (whole?.time ?? 0) - sum(parts.map((part) => part?.time ?? 0))),
    rounding: sum(all.map((one) => one?.rounding ?? 0)),
  };
}

function nearTo({ time, rounding }: Rounded) {
  return expect.toSatisfy(
    (ours: number) => Math.abs(ours - time) <= rounding + 1e-6,
    `${time.toFixed(3)} ± ${rounding.toFixed(4)} ms`,
  );
}

function blocksOf({ buffers }: PlanNode): number[] {
  if (buffers === undefined) return [0, 0, 0];
  const { sharedHit, localHit, sharedRead, localRead, tempRead, tempWritten } = buffers;
  return [sharedHit + localHit, sharedRead + localRead, tempRead + tempWritten];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
