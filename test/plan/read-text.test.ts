/** EXPLAIN's text: lines of nodes, what is below them, frames of tools, the part below the tree. */
import { describe, expect, test, vi } from "vitest";
import { readPlanText } from "../../src/core/plan/read-text.ts";
import { nodeOf, randomFrom, recordedText, textPlan } from "./plans.ts";

// Very large plans take their time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const scan = "Seq Scan on t  (cost=0.00..1.50 rows=3 width=8)";

test.each([
  [
    scan,
    {
      type: "Seq Scan",
      relation: "t",
      alias: "t",
      startupCost: 0,
      totalCost: 1.5,
      planRows: 3,
      planWidth: 8,
    },
  ],
  ["Seq Scan on t", { type: "Seq Scan", relation: "t", totalCost: 0, actual: undefined }],
  [
    'Parallel Index Only Scan Backward using "My idx" on shop."Order" o  (cost=0.1..2.0 rows=1 width=4) (actual time=0.010..0.020 rows=1.50 loops=2)',
    {
      type: "Index Only Scan",
      indexName: "My idx",
      schema: "shop",
      relation: "Order",
      alias: "o",
      scanDirection: "Backward",
      isParallelAware: true,
      actual: { startup: 0.01, total: 0.02, rows: 1.5, loops: 2 },
    },
  ],
  [`${scan} (never executed)`, { actual: { rows: 0, loops: 0 } }],
  [`${scan} (actual rows=4 loops=1)`, { actual: { startup: undefined, rows: 4, loops: 1 } }],
  [
    "Bitmap Index Scan on a_idx  (cost=0.00..1.00 rows=1 width=0)",
    { type: "Bitmap Index Scan", indexName: "a_idx", relation: undefined },
  ],
  [
    "Hash Right Anti Join  (cost=0.00..1.00 rows=1 width=0)",
    { type: "Hash Join", joinType: "Right Anti" },
  ],
  [
    "Nested Loop Left Join  (cost=0.00..1.00 rows=1 width=0)",
    { type: "Nested Loop", joinType: "Left" },
  ],
  ["Nested Loop  (cost=0.00..1.00 rows=1 width=0)", { type: "Nested Loop", joinType: "Inner" }],
  [
    "Finalize GroupAggregate  (cost=0.00..1.00 rows=1 width=0)",
    { type: "Aggregate", strategy: "Sorted", partialMode: "Finalize" },
  ],
  ["HashSetOp Except All  (cost=0.00..1.00 rows=1 width=0)", { type: "SetOp", strategy: "Hashed" }],
  [
    'CTE Scan on "Big" b  (cost=0.00..1.00 rows=1 width=0)',
    { type: "CTE Scan", cteName: "Big", alias: "b", relation: undefined },
  ],
  [
    "Function Scan on generate_series g  (cost=0.00..1.00 rows=1 width=0)",
    { functionName: "generate_series", alias: "g" },
  ],
  [
    "Update on t  (cost=0.00..1.00 rows=0 width=0)",
    { type: "ModifyTable", operation: "Update", relation: "t" },
  ],
  [
    "Foreign Scan on remote  (cost=0.00..1.00 rows=1 width=0)",
    { type: "Foreign Scan", relation: "remote" },
  ],
  ["Result  (cost=0.00..0.01 rows=1 width=4)", { type: "Result" }],
])("%s", (line, expected) => {
  expect(textPlan(line).nodes[0]).toMatchObject(expected);
});

test.each([
  ["Filter: (a = 'x: y'::text)", { conditions: [{ kind: "Filter", text: "(a = 'x: y'::text)" }] }],
  ["Rows Removed by Filter: 12", { removedByFilter: 12 }],
  ["Sort Key: a, lower(b, ','), c DESC", { sortKey: ["a", "lower(b, ',')", "c DESC"] }],
  [
    "Sort Method: external merge  Disk: 1024kB",
    { sort: { method: "external merge", space: 1024, isOnDisk: true } },
  ],
  [
    "Worker 0:  Sort Method: quicksort  Memory: 25kB",
    { sort: { method: "quicksort", space: 25, isOnDisk: false } },
  ],
  [
    "Full-sort Groups: 2  Sort Methods: quicksort, top-N heapsort  Average Memory: 26kB  Peak Memory: 27kB",
    { sort: { method: "quicksort, top-N heapsort", space: 27, isOnDisk: false } },
  ],
  [
    "Buckets: 2048 (originally 1024)  Batches: 4 (originally 1)  Memory Usage: 99kB",
    { hash: { buckets: 2048, batches: 4, originalBatches: 1, peakMemory: 99, disk: 0 } },
  ],
  [
    "Batches: 5  Memory Usage: 4145kB  Disk Usage: 800kB",
    { hash: { buckets: 0, batches: 5, peakMemory: 4145, disk: 800 } },
  ],
  [
    "Planned Partitions: 4  Batches: 5  Memory Usage: 10kB",
    { hash: { batches: 5, peakMemory: 10 } },
  ],
  ["Heap Blocks: exact=5 lossy=7", { heapBlocks: { exact: 5, lossy: 7 } }],
  ["Heap Fetches: 3", { heapFetches: 3 }],
  ["Index Searches: 4", { indexSearches: 4 }],
  [
    "Hits: 5  Misses: 2  Evictions: 1  Overflows: 0  Memory Usage: 1kB",
    { cache: { hits: 5, misses: 2, evictions: 1 } },
  ],
  ["Storage: Disk  Maximum Storage: 17kB", { storage: { space: 17, isOnDisk: true } }],
  ["Disabled: true", { isDisabled: true }],
  ["Workers Launched: 2", { workersLaunched: 2 }],
  [
    "Buffers: shared hit=4 read=1, local hit=2, temp read=3 written=5",
    { buffers: { sharedHit: 4, sharedRead: 1, localHit: 2, tempRead: 3, tempWritten: 5 } },
  ],
  ["Output: a, (b + 1), count(*)", { output: ["a", "(b + 1)", "count(*)"] }],
])("below a node: %s", (line, expected) => {
  expect(textPlan(`${scan}\n  ${line}`).nodes[0]).toMatchObject(expected);
});

test.each([
  ["until 14", "I/O Timings: read=1.500 write=0.250", 1.5],
  ["15", "I/O Timings: shared/local read=1.000, temp read=0.500 write=2.000", 1.5],
  ["since 17", "I/O Timings: shared read=1.000, local read=0.250, temp read=0.250", 1.5],
])("times of reading %s", (_, line, readTime) => {
  expect(textPlan(`${scan}\n  Buffers: shared read=1\n  ${line}`).nodes[0]?.buffers?.readTime).toBe(
    readTime,
  );
});

const tree = `Hash Join  (cost=1.00..9.00 rows=3 width=8)
  Hash Cond: (b.x = a.x)
  CTE b
    ->  Seq Scan on other  (cost=0.00..1.00 rows=1 width=4)
          InitPlan 1 (returns $0)
            ->  Result  (cost=0.00..0.01 rows=1 width=4)
  ->  CTE Scan on b  (cost=0.00..1.00 rows=1 width=4)
  ->  Hash  (cost=0.00..1.00 rows=1 width=4)
        ->  Seq Scan on a  (cost=0.00..1.00 rows=1 width=4)
              Filter: (note = 'two
lines'::text)
  SubPlan 2
    ->  Index Scan using i on c  (cost=0.00..1.00 rows=1 width=4)
Planning Time: 0.100 ms
`;

test("columns of arrows make the tree", () => {
  const plan = textPlan(tree);
  expect(
    plan.nodes.map(({ type, parent, relationship, subplanName }) => [
      type,
      parent,
      relationship,
      subplanName,
    ]),
  ).toEqual([
    ["Hash Join", undefined, undefined, undefined],
    ["Seq Scan", 0, "InitPlan", "CTE b"],
    ["Result", 1, "InitPlan", "InitPlan 1 (returns $0)"],
    ["CTE Scan", 0, "Outer", undefined],
    ["Hash", 0, "Inner", undefined],
    ["Seq Scan", 4, "Outer", undefined],
    ["Index Scan", 0, "SubPlan", "SubPlan 2"],
  ]);
  expect(nodeOf(plan, "Seq Scan", 1).conditions).toEqual([
    { kind: "Filter", text: "(note = 'two\nlines'::text)" },
  ]);
  expect(plan.planningTime).toBe(0.1);
});

describe("frames", () => {
  const lines = tree.replace("two\nlines", "two lines").trimEnd().split("\n");
  const width = Math.max(...lines.map((line) => line.length));
  const expected = textPlan(lines.join("\n")).nodes.map(({ type, parent }) => [type, parent]);
  test.each([
    [
      "psql",
      [
        `${" QUERY PLAN".padEnd(width)}`,
        "-".repeat(width + 2),
        ...lines.map((line) => ` ${line}`),
        "(13 rows)",
        "",
        "Time: 1.234 ms",
      ],
    ],
    [
      "psql with borders",
      [
        "+---+",
        "| QUERY PLAN |",
        "+---+",
        ...lines.map((line) => `| ${line.padEnd(width)} |`),
        "+---+",
        "(13 rows)",
      ],
    ],
    ["quoted lines", ['"QUERY PLAN"', ...lines.map((line) => `"${line.replaceAll('"', '""')}"`)]],
    ["a log", ["LOG:  duration: 12.3 ms  plan:", "Query Text: select 1", ...lines]],
    ["in the middle of a text", ["Here it is:", "", ...lines.map((line) => `    ${line}`)]],
    ["carriage returns", lines.map((line) => `${line}\r`)],
  ])("%s", (_, framed) => {
    const plan = textPlan(framed.join("\n"));
    expect(plan.nodes.map(({ type, parent }) => [type, parent])).toEqual(expected);
    expect(plan.planningTime).toBe(0.1);
  });
});

test("below the tree", () => {
  const plan = textPlan(`${scan} (actual time=0.1..0.2 rows=3 loops=1)
Settings: work_mem = '64kB', search_path = 'it''s, a "b"'
Planning:
  Buffers: shared hit=7 read=1
Planning Time: 0.374 ms
Trigger RI_ConstraintTrigger_c_1 for constraint fk on t: time=1.500 calls=2
Trigger for constraint fk2: time=0.500 calls=1
Trigger audit: calls=3
JIT:
  Functions: 9
  Options: Inlining false, Optimization false, Expressions true, Deforming true
  Timing: Generation 1.000 ms (Deform 0.500 ms), Inlining 0.000 ms, Optimization 1.000 ms, Emission 2.000 ms, Total 4.000 ms
Serialization: time=0.006 ms  output=12kB  format=text
Execution Time: 25.760 ms`);
  expect(plan).toMatchObject({
    isAnalyzed: true,
    planningTime: 0.374,
    executionTime: 25.76,
    planningBuffers: { sharedHit: 7, sharedRead: 1 },
    settings: { work_mem: "64kB", search_path: 'it\'s, a "b"' },
    triggers: [
      { name: "RI_ConstraintTrigger_c_1", constraint: "fk", relation: "t", time: 1.5, calls: 2 },
      { name: "fk2", constraint: "fk2", relation: undefined, time: 0.5, calls: 1 },
      { name: "audit", constraint: undefined, relation: undefined, time: undefined, calls: 3 },
    ],
    jit: { functions: 9, total: 4 },
    serialization: { time: 0.006, volume: 12, format: "text" },
  });
});

test.each(["15", "18"])("workers of PostgreSQL %s", (version) => {
  const plan = textPlan(recordedText(`${version}-parallel.txt`));
  expect(plan.nodes).toHaveLength(13);
  expect(plan.settings.work_mem).toBe("64kB");
  expect(nodeOf(plan, "Gather Merge").workersLaunched).toBe(2);
  const sort = nodeOf(plan, "Sort", 1);
  expect(sort.properties.Workers).toMatchObject([
    { "Worker Number": 0, "Actual Loops": 1 },
    { "Worker Number": 1 },
  ]);
});

test.each(["", "hello", "select * from t", "• scan\n  table: t@primary", '{"Plan": 1}', "->"])(
  "refuses %j",
  (text) => {
    expect(readPlanText(text)).toEqual({
      ok: false,
      reason: "There is no plan in this text: no line names a node of one",
    });
  },
);

test("two thousand levels", () => {
  const levels = Array.from(
    { length: 2_000 },
    (_, at) => `${" ".repeat(at + 1)}->  Limit  (cost=0.00..1.00 rows=1 width=4)`,
  );
  expect(
    textPlan(["Limit  (cost=0.00..1.00 rows=1 width=4)", ...levels].join("\n")).nodes.at(-1)?.depth,
  ).toBe(2_000);
});

test("no garbled text throws", () => {
  const random = randomFrom(11);
  const whole = recordedText("18-parallel.txt");
  for (let round = 0; round < 300; round++) {
    const at = Math.floor(random() * whole.length);
    const length = Math.floor(random() * 200);
    const garbled = whole.slice(0, at) + whole.slice(at + length);
    expect(typeof readPlanText(garbled.slice(Math.floor(random() * 300))).ok).toBe("boolean");
  }
});
