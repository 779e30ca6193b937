/** Plans for tests: recorded ones by name, small ones written in EXPLAIN's text, and random ones. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan, PlanNode, PlanOrNot } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { readPlanText } from "../../src/core/plan/read-text.ts";

const folder = join(import.meta.dirname, "../fixtures/plans");

/** Recorded from PostgreSQL 15 and 18 with the tables of `shop.ts`, named by the server's version. */
export const recorded = readdirSync(folder)
  .filter((name) => /^\d\d-.*\.json$/.test(name))
  .map((name) => name.replace(".json", ""));

export function recordedText(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

export function recordedPlan(name: string): Plan {
  return planIn(readPlan(recordedText(`${name}.json`)));
}

export function planIn(read: PlanOrNot): Plan {
  if (!read.ok) throw new Error(read.reason);
  return read.plan;
}

export function textPlan(text: string): Plan {
  return planIn(readPlanText(text));
}

/** The only node of a type, or the one at a place among them. */
export function nodeOf(plan: Plan, type: string, place = 0): PlanNode {
  const found = plan.nodes.filter((node) => node.type === type)[place];
  if (found === undefined) throw new Error(`There is no ${type} in the plan`);
  return found;
}

export type Random = () => number;

/** Mulberry32: 0 to below 1, the same numbers for the same seed. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const types = [
  ..."Seq Scan,Index Scan,CTE Scan,Nested Loop,Hash Join,Merge Join,Hash,Sort,Limit".split(","),
  ..."Gather,Append,Aggregate,ModifyTable,Materialize,WindowAgg,Result,Bitmap Heap Scan".split(","),
];
const relationships = ["Outer", "Inner", "Member", "InitPlan", "InitPlan", "SubPlan", undefined];

/** As PostgreSQL would never make one: any node below any other, and times that contradict each other. */
export function randomPlan(random: Random): unknown {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  let left = 1 + Math.floor(random() * 60);
  const node = (depth: number): unknown => {
    left--;
    const children: unknown[] = [];
    while (left > 0 && depth < 12 && random() < 0.6) children.push(node(depth + 1));
    const number = Math.floor(random() * 4);
    return {
      "Node Type": pick(types),
      "Parent Relationship": pick(relationships),
      "Subplan Name": pick([
        `CTE c${number}`,
        `InitPlan ${number} (returns $${number})`,
        undefined,
      ]),
      "CTE Name": `c${Math.floor(random() * 4)}`,
      "Parallel Aware": random() < 0.3,
      "Workers Planned": number,
      Filter: pick([`(x = $${number})`, `(x = (InitPlan ${number}).col1)`, "(y > 1)"]),
      "Startup Cost": random() * 10,
      "Total Cost": random() * 1000,
      "Plan Rows": Math.floor(random() * 1000),
      "Plan Width": 4,
      "Actual Startup Time": 0,
      "Actual Total Time": Math.round(random() * 1e5) / 1e3,
      "Actual Rows": Math.floor(random() * 1000),
      "Actual Loops": Math.floor(random() * 4),
      "Shared Hit Blocks": Math.floor(random() * 100),
      "Temp Read Blocks": Math.floor(random() * 10),
      Plans: children,
    };
  };
  return [{ Plan: node(0), "Execution Time": random() * 1000 }];
}
