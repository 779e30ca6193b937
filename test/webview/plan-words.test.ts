/** Pure parts of the plan panel: numbers that people type and read, names of nodes, harmless texts. */
import { describe, expect, test } from "vitest";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { harmless, original } from "../../src/webview/plan/graph/harmless.ts";
import { nodeName, nodeObject, nodeRole } from "../../src/webview/plan/node-words.ts";
import {
  blocks,
  cost,
  count,
  duration,
  factor,
  kilobytes,
  percent,
  rowsTyped,
} from "../../src/webview/plan/numbers.ts";
import { planJson } from "../support/plan-panel-pages.ts";

describe("a number of rows that somebody types", () => {
  test.each([
    ["1m", 1_000_000],
    ["250k", 250_000],
    ["1,000,000", 1_000_000],
    ["1.000", 1],
    ["1.5 M", 1_500_000],
    ["2b", 2e9],
    ["2G", 2e9],
    [" 42 ", 42],
    ["10_000", 10_000],
  ])("%s", (text, rows) => expect(rowsTyped(text)).toBe(rows));

  test.each(["", "0", "-5", "lots", "1x", "k", "1..2", "0.2", "NaN", "1e9"])("not %j", (text) =>
    expect(rowsTyped(text)).toBeUndefined(),
  );
});

test.each([
  [0, "0 ms"],
  [0.0432, "0.0432 ms"],
  [12.44, "12.4 ms"],
  [373.412, "373 ms"],
  [1250, "1.25 s"],
  [90_000, "1.5 min"],
])("%d milliseconds are %s", (time, words) => expect(duration(time)).toBe(words));

test("rows, costs, sizes, shares and factors read as people write them", () => {
  expect([0, 3.25, 50, 12_345.6, 1_250_000, 4e9].map(count)).toEqual([
    "0",
    "3.25",
    "50",
    "12,346",
    "1.25 M",
    "4 G",
  ]);
  expect(cost(68_111.69)).toBe("68,111.69");
  expect([1, 128, 600_000].map(blocks)).toEqual(["8 kB", "1 MB", "4.58 GB"]);
  expect(kilobytes(15_336)).toBe("15 MB");
  expect([0, 0.001, 0.456, 1].map(percent)).toEqual(["0 %", "<1 %", "46 %", "100 %"]);
  expect([2.04, 15.4, 1200].map(factor)).toEqual(["2×", "15×", "1,200×"]);
});

test("nodes are called as EXPLAIN calls them", () => {
  const read = readPlan(planJson("run"));
  expect(
    read.ok &&
      read.plan.nodes.map((node) => [nodeRole(node), nodeName(node), nodeObject(node)].join("|")),
  ).toEqual([
    "|Limit|",
    "InitPlan 1|Finalize Aggregate|",
    "|Gather|",
    "|Partial Aggregate|",
    "|Parallel Seq Scan|on orders",
    "|Sort|",
    "|Hash Right Join|",
    "|HashAggregate|",
    "|Seq Scan|on order_items",
    "|Hash|",
    "|Gather|",
    "|Parallel Hash Join|",
    "|Parallel Seq Scan|on customers c",
    "|Parallel Hash|",
    "|Parallel Seq Scan|on orders o",
  ]);
});

describe("texts on their way into the graph", () => {
  // Of what HTML takes for the beginning of a tag, of a comment, of an end, of an entity.
  const begins = /<[a-z/!?]|&[a-z#]/i;

  test.each([
    "<img src=x onerror=alert(1)>",
    "<<script>alert(1)</script>",
    "</pre><svg/onload=alert(1)>",
    "<!--",
    "<?x",
    "&lt;img src=x&gt;",
    "&#60;b&#62;",
    "<\u2060img src=x>",
    "a < b AND tags && '{x}' AND data @> '{}' AND c <> d AND e <@ f",
  ])("%j begins nothing, and comes back as it was", (text) => {
    const made = String(harmless(text));
    expect(made).not.toMatch(begins);
    expect(original(made)).toBe(text.replaceAll("\u2060", ""));
  });

  test("all texts of a plan, names of properties too, and nothing else", () => {
    const plan = { "<b>": ["<i>", 1, true, null, { Filter: "a <b" }] };
    expect(JSON.stringify(harmless(plan))).not.toMatch(begins);
    const plain = { "Node Type": "Seq Scan", Rows: 3, Plans: [{ Alias: "o" }] };
    expect(harmless(plain)).toEqual(plain);
  });
});
