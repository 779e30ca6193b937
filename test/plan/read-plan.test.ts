/** EXPLAIN's JSON: what is read of each version, how it may be wrapped, what is refused. */
import { describe, expect, test, vi } from "vitest";
import { below, tablesOf } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import {
  nodeOf,
  planIn,
  randomFrom,
  randomPlan,
  recorded,
  recordedPlan,
  recordedText,
} from "./plans.ts";

// Very large plans take their time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const small = { "Node Type": "Seq Scan", "Relation Name": "t", "Total Cost": 2, "Plan Rows": 5 };

describe("however it is wrapped", () => {
  const plan = [{ Plan: small }];
  const text = JSON.stringify(plan, null, 2);
  const width = Math.max(...text.split("\n").map((line) => line.length));
  const framed = text.split("\n").map((line) => ` ${line.padEnd(width)}`);
  test.each([
    ["parsed", plan],
    ["without its list", plan[0]],
    ["as text", text],
    ["a row of a driver", { "QUERY PLAN": plan }],
    ["rows of a driver", [{ "QUERY PLAN": plan }]],
    ["a row whose value is text", [{ "QUERY PLAN": text }]],
    ["rows as JSON", JSON.stringify([{ "QUERY PLAN": plan }])],
    [
      "as psql frames it",
      `${" QUERY PLAN".padEnd(width)}\n${"-".repeat(width + 2)}\n${framed.join("+\n")}\n(1 row)\n`,
    ],
  ])("%s", (_, json) => {
    expect(planIn(readPlan(json)).nodes[0]).toMatchObject({
      relation: "t",
      totalCost: 2,
      planRows: 5,
    });
  });
});

test.each([
  ["", "This is not JSON: EXPLAIN (FORMAT JSON) gives it"],
  [
    "Seq Scan on t  (cost=0.00..1.00 rows=1 width=4)",
    "This is not JSON: EXPLAIN (FORMAT JSON) gives it",
  ],
  ["[]", "There is no plan in this JSON: the list is empty"],
  ["{}", "There is no plan in this JSON"],
  ["7", "There is no plan in this JSON"],
  ["null", "There is no plan in this JSON"],
  [[[[[[[[[{ Plan: small }]]]]]]]], "There is no plan in this JSON"],
  [[{ Plan: small }, { Plan: small }], "There are 2 plans here; one is read at a time"],
  [["Utility Statement"], "PostgreSQL makes no plan for this statement"],
  [[{ Plan: { Plans: [] } }], "A node of this plan does not say what it is"],
  [
    [{ Plan: { ...small, Plans: [{ "Relation Name": "t" }] } }],
    "A node of this plan does not say what it is",
  ],
  [undefined, "This is not JSON: EXPLAIN (FORMAT JSON) gives it"],
])("refuses %j", (json, reason) => {
  expect(readPlan(json)).toEqual({ ok: false, reason });
});

test("nodes come before their children, in EXPLAIN's order", () => {
  const plan = planIn(
    readPlan({
      Plan: {
        "Node Type": "Append",
        Plans: [
          { ...small, "Node Type": "A", Plans: [{ ...small, "Node Type": "B" }] },
          { ...small, "Node Type": "C" },
        ],
      },
    }),
  );
  expect(
    plan.nodes.map(({ type, index, parent, depth, children }) => [
      type,
      index,
      parent,
      depth,
      children,
    ]),
  ).toEqual([
    ["Append", 0, undefined, 0, [1, 3]],
    ["A", 1, 0, 1, [2]],
    ["B", 2, 1, 2, []],
    ["C", 3, 0, 1, []],
  ]);
  const [root, a] = plan.nodes;
  expect(root && below(plan, root).map(({ type }) => type)).toEqual(["A", "B", "C"]);
  expect(a && below(plan, a).map(({ type }) => type)).toEqual(["B"]);
});

test("ten thousand levels are read, from JSON as text too", () => {
  const level = '{"Node Type":"Limit","Plans":[';
  const text = `[{"Plan":${level.repeat(10_000)}${JSON.stringify(small)}${"]}".repeat(10_000)}}]`;
  const plan = planIn(readPlan(text));
  expect(plan.nodes).toHaveLength(10_001);
  expect(plan.nodes.at(-1)).toMatchObject({ depth: 10_000, relation: "t" });
});

test.each([
  ["until 14", { "I/O Read Time": 1.5, "I/O Write Time": 0 }, 1.5],
  ["15 and 16", { "I/O Read Time": 1.5, "Temp I/O Read Time": 0.5 }, 2],
  [
    "since 17",
    { "Shared I/O Read Time": 1, "Local I/O Read Time": 0.25, "Temp I/O Read Time": 0.5 },
    1.75,
  ],
  ["not timed", {}, undefined],
])("times of reading, %s", (_, times, readTime) => {
  const plan = planIn(readPlan({ Plan: { ...small, "Shared Hit Blocks": 3, ...times } }));
  expect(plan.nodes[0]?.buffers).toMatchObject({ sharedHit: 3, sharedRead: 0, readTime });
});

test("without BUFFERS there are none", () => {
  const plan = planIn(readPlan({ Plan: { ...small, "Exact Heap Blocks": 4 } }));
  expect(plan.nodes[0]).toMatchObject({ buffers: undefined, heapBlocks: { exact: 4, lossy: 0 } });
});

test.each([
  [
    "a sort of which one worker spilled",
    {
      "Sort Method": "quicksort",
      "Sort Space Used": 900,
      "Sort Space Type": "Memory",
      Workers: [
        { "Sort Method": "external merge", "Sort Space Used": 300, "Sort Space Type": "Disk" },
      ],
    },
    { sort: { method: "external merge", space: 300, isOnDisk: true } },
  ],
  [
    "an incremental sort",
    {
      "Full-sort Groups": {
        "Sort Methods Used": ["quicksort", "top-N heapsort"],
        "Sort Space Memory": { "Peak Sort Space Used": 27 },
      },
    },
    { sort: { method: "quicksort, top-N heapsort", space: 27, isOnDisk: false } },
  ],
  [
    "a hash that grew",
    { "Hash Buckets": 8, "Hash Batches": 4, "Original Hash Batches": 1, "Peak Memory Usage": 99 },
    { hash: { buckets: 8, batches: 4, originalBatches: 1, peakMemory: 99, disk: 0 } },
  ],
  [
    "a hashed aggregate on disk",
    { "HashAgg Batches": 5, "Peak Memory Usage": 4145, "Disk Usage": 800 },
    { hash: { buckets: 0, batches: 5, originalBatches: 1, peakMemory: 4145, disk: 800 } },
  ],
  [
    "Memoize in two processes",
    {
      "Cache Hits": 5,
      "Cache Misses": 2,
      "Cache Evictions": 1,
      Workers: [{ "Cache Hits": 7, "Cache Misses": 1 }],
    },
    { cache: { hits: 12, misses: 3, evictions: 1 } },
  ],
  [
    "a bitmap scan whose workers tell theirs",
    {
      "Exact Heap Blocks": 5,
      "Lossy Heap Blocks": 1,
      Workers: [{ "Exact Heap Blocks": 2, "Lossy Heap Blocks": 3 }],
    },
    { heapBlocks: { exact: 7, lossy: 4 } },
  ],
  [
    "storage",
    { Storage: "Disk", "Maximum Storage": 33 },
    { storage: { space: 33, isOnDisk: true } },
  ],
  ["a node that was disabled", { Disabled: true }, { isDisabled: true }],
  ["searches of 18", { "Index Searches": 3 }, { indexSearches: 3 }],
  [
    "grouping sets",
    { "Grouping Sets": [{ "Hash Keys": [["a", "b"], ["a"]] }, { "Group Keys": [[]] }] },
    { groupKey: ["a", "b"] },
  ],
  [
    "conditions in their order",
    { "Index Cond": "(a = 1)", Filter: "(b = 2)" },
    {
      conditions: [
        { kind: "Index Cond", text: "(a = 1)" },
        { kind: "Filter", text: "(b = 2)" },
      ],
    },
  ],
  [
    "fractions of rows",
    { "Actual Rows": 0.33, "Actual Loops": 3 },
    { actual: { startup: undefined, total: undefined, rows: 0.33, loops: 3 } },
  ],
])("reads %s", (_, properties, expected) => {
  expect(planIn(readPlan({ Plan: { ...small, ...properties } })).nodes[0]).toMatchObject(expected);
});

test("the whole: planning, settings, triggers, JIT, serialization", () => {
  const plan = planIn(
    readPlan({
      Plan: small,
      Settings: { work_mem: "64kB" },
      Planning: { "Shared Hit Blocks": 7 },
      "Planning Time": 0.5,
      Triggers: [
        { "Trigger Name": "RI_x", "Constraint Name": "fk", Relation: "t", Time: 1.5, Calls: 2 },
      ],
      JIT: { Functions: 9, Timing: { Generation: { Deform: 1, Total: 2 }, Total: 12.5 } },
      Serialization: { Time: 0.1, "Output Volume": 44, Format: "text" },
      "Execution Time": 3,
    }),
  );
  expect(plan).toMatchObject({
    isAnalyzed: false,
    planningTime: 0.5,
    executionTime: 3,
    planningBuffers: { sharedHit: 7 },
    settings: { work_mem: "64kB" },
    triggers: [{ name: "RI_x", constraint: "fk", relation: "t", time: 1.5, calls: 2 }],
    jit: { functions: 9, total: 12.5 },
    serialization: { time: 0.1, volume: 44, format: "text" },
  });
});

describe.each(recorded)("recorded %s", (name) => {
  test("every node of the JSON is a node of the plan", () => {
    const plan = recordedPlan(name);
    expect(plan.isAnalyzed).toBe(true);
    expect(plan.nodes).toHaveLength(
      recordedText(`${name}.json`).match(/"Node Type"/g)?.length ?? 0,
    );
    expect(plan.nodes.every(({ properties }) => !("Plans" in properties))).toBe(true);
  });
});

test("tables that a plan reads", () => {
  expect(tablesOf(recordedPlan("18-parallel"))).toEqual([
    "public.item",
    "public.Order",
    "public.customer",
  ]);
  expect(nodeOf(recordedPlan("15-lateral"), "Limit").parent).toBe(0);
});

test("random objects never throw", () => {
  const random = randomFrom(7);
  const strange = [null, 3, "x", [], {}, [null], { Plans: 3 }, true];
  for (let round = 0; round < 500; round++) {
    const plan = JSON.stringify(randomPlan(random));
    const broken = plan.replace(/"[A-Z][^"]*":[^,{[]+/g, (pair) =>
      random() < 0.05
        ? `"Plans":${JSON.stringify(strange[Math.floor(random() * strange.length)])}`
        : pair,
    );
    expect(typeof readPlan(broken).ok).toBe("boolean");
    expect(typeof readPlan(broken.slice(0, Math.floor(random() * broken.length))).ok).toBe(
      "boolean",
    );
  }
});
