/**
 * Real servers explain queries of many shapes: JSON and text are read alike, and what each node
 * took adds up to what the whole took. PostgreSQL 18 from npm, and those that the system has.
 */
import { afterAll, describe, expect, test, vi } from "vitest";
import { type Measured, measure } from "../../src/core/plan/measure.ts";
import type { Plan, PlanOrNot } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { readPlanText } from "../../src/core/plan/read-text.ts";
import { runParts } from "../../src/core/plan/run-parts.ts";
import { settle } from "../../src/core/plan/settle.ts";
import {
  connect,
  npmBinaries,
  type Session,
  startServer,
  systemBinaries,
} from "../support/postgres-server.ts";
import { queries, tables } from "./shop.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.each([npmBinaries(), ...systemBinaries()])("%s", async (bin) => {
  const server = await startServer(bin);
  const session = await connect(server.config);
  afterAll(async () => {
    await session.close();
    await server.stop();
  });
  await done(session, tables);
  await done(session, "VACUUM ANALYZE");

  describe.each(Object.keys(queries))("%s", (name) => {
    const sql = queries[name] ?? "";

    test.each(["one process", "workers"])("in text as in JSON: %s", async (way) => {
      await settings(session, way);
      const json = planIn(readPlan(await answer(session, `EXPLAIN (VERBOSE, FORMAT JSON) ${sql}`)));
      const text = planIn(readPlanText(await answer(session, `EXPLAIN (VERBOSE) ${sql}`)));
      expect(text.nodes.map(comparable)).toEqual(json.nodes.map(comparable));
    });

    test.each(["one process", "workers"])("adds up: %s", async (way) => {
      await settings(session, way);
      const json = await answer(session, `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`);
      const plan = planIn(readPlan(json));
      addsUp(plan, measure(plan));
      staysAsSaid(plan, way === "workers");
    });
  });
});

/** Own times and costs of all nodes are those of the root, and none is negative. */
function addsUp(plan: Plan, measured: readonly Measured[]): void {
  const [root] = plan.nodes;
  const total = (of: (one: Measured) => number) => measured.reduce((sum, one) => sum + of(one), 0);
  const time = total(({ ownTime }) => ownTime ?? Number.NaN);
  const said = root?.actual?.total ?? Number.NaN;
  if (isWrittenAside(plan)) expect(time).toBeGreaterThanOrEqual(said - 1e-6);
  else expect(time).toBeCloseTo(said, 6);
  expect(time).toBeLessThanOrEqual((plan.executionTime ?? 0) + 0.001);
  expect(total(({ ownCost }) => ownCost)).toBeCloseTo(root?.totalCost ?? Number.NaN, 6);
  for (const one of measured) {
    expect(one.ownTime).toBeGreaterThanOrEqual(0);
    expect(one.ownCost).toBeGreaterThanOrEqual(0);
    expect(one.error ?? 1).toBeGreaterThanOrEqual(1);
  }
}

/** A CTE that writes may go on after the root is done. */
const isWrittenAside = ({ nodes }: Plan) =>
  nodes.some(({ type, parent }) => type === "ModifyTable" && parent !== undefined);

/**
 * Had a CTE or an InitPlan been put where it did not run, something would have had to be squeezed:
 * blocks are counted exactly, so none may be, and times by no more than their rounding.
 */
function staysAsSaid(plan: Plan, isParallel: boolean): void {
  const none = plan.nodes.map(() => 0);
  const hits = plan.nodes.map(
    ({ buffers }) => (buffers?.sharedHit ?? 0) + (buffers?.localHit ?? 0),
  );
  const settled = settle(plan.nodes, runParts(plan, hits, none)).whole;
  settled.forEach((hit, index) => {
    expect(hit, `blocks of ${index}`).toBeCloseTo(hits[index] ?? Number.NaN, 6);
  });
  if (isParallel) return;
  measure(plan).forEach(({ time = Number.NaN }, index) => {
    const { total = 0, loops = 0 } = plan.nodes[index]?.actual ?? {};
    const slack = 0.01 + 0.0005 * loops + 0.01 * total * loops;
    expect(Math.abs(time - total * loops), `time of ${index}`).toBeLessThanOrEqual(slack);
  });
}

async function settings(session: Session, way: string): Promise<void> {
  await done(
    session,
    way === "workers"
      ? "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET min_parallel_index_scan_size = 0; SET work_mem = '64kB'"
      : "RESET ALL; SET max_parallel_workers_per_gather = 0; SET jit = off",
  );
}

async function done(session: Session, script: string): Promise<void> {
  const answered = await session.exec(script);
  if (!answered.ok) throw new Error(answered.message);
}

/** What is written is taken back. */
async function answer(session: Session, explain: string): Promise<string> {
  await done(session, "BEGIN");
  const answered = await session.query(explain);
  await done(session, "ROLLBACK");
  if (!answered.ok) throw new Error(`${explain}: ${answered.message}`);
  return answered.rows.map(([line]) => line).join("\n");
}

function planIn(read: PlanOrNot): Plan {
  if (!read.ok) throw new Error(read.reason);
  return read.plan;
}

/** The properties themselves are told in other words. */
function comparable({ properties, ...node }: Plan["nodes"][number]) {
  return { ...node, innerUnique: properties["Inner Unique"] ?? false };
}
