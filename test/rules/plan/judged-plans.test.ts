/**
 * Plans that PostgreSQL made for 300,000 orders of 20,000 users with 600,000 items, and what is to be
 * said of each: with the times of a run, and by the estimates alone. The fixtures hold the queries.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rulesOf, verdictsOf } from "../../support/plan-examples.ts";
import { shop } from "./shop.ts";

type Judged = { readonly run: readonly string[]; readonly plan: readonly string[] };

const judged: Readonly<Record<string, Judged>> = {
  "fk-in": {
    run: ["foreign-key-lookup-without-index"],
    plan: ["foreign-key-lookup-without-index"],
  },
  "join-user-order": {
    run: ["foreign-key-lookup-without-index"],
    plan: ["foreign-key-lookup-without-index"],
  },
  lateral: {
    run: ["foreign-key-lookup-without-index"],
    plan: ["foreign-key-lookup-without-index"],
  },
  subplan: {
    run: ["foreign-key-lookup-without-index"],
    plan: ["foreign-key-lookup-without-index"],
  },
  "subplan-indexed": { run: ["correlated-subplan"], plan: ["correlated-subplan"] },
  topn: { run: ["all-rows-sorted-for-few"], plan: ["all-rows-sorted-for-few"] },
  "topn-status": { run: ["all-rows-sorted-for-few"], plan: ["all-rows-sorted-for-few"] },
  "topn-nulls": { run: ["all-rows-sorted-for-few"], plan: ["all-rows-sorted-for-few"] },
  "topn-note": { run: ["all-rows-sorted-for-few"], plan: [] },
  like: { run: ["search-inside-text"], plan: ["search-inside-text"] },
  ilike: { run: ["search-inside-text"], plan: [] },
  prefix: { run: ["sequential-scan-for-few-rows"], plan: ["sequential-scan-for-few-rows"] },
  "json-path": { run: ["search-inside-json"], plan: ["search-inside-json"] },
  "json-at": { run: ["search-inside-json"], plan: ["search-inside-json"] },
  "json-hash": { run: ["search-inside-json"], plan: ["search-inside-json"] },
  "cast-uuid": { run: ["cast-hides-column"], plan: ["cast-hides-column"] },
  "cast-enum": { run: ["cast-hides-column"], plan: ["cast-hides-column"] },
  lower: { run: ["function-hides-column"], plan: [] },
  day: { run: ["function-hides-column"], plan: ["function-hides-column"] },
  range: { run: ["sequential-scan-for-few-rows"], plan: ["sequential-scan-for-few-rows"] },
  "status-range": {
    run: ["index-scan-discards-rows"],
    plan: ["index-scan-discards-rows"],
  },
  open: { run: [], plan: [] },
  "status-total": {
    run: ["index-scan-discards-rows"],
    plan: ["index-scan-discards-rows"],
  },
  or: { run: ["sequential-scan-for-few-rows"], plan: ["sequential-scan-for-few-rows"] },
  neq: { run: ["unbounded-result"], plan: ["unbounded-result"] },
  sortbig: {
    run: ["sort-spilled-to-disk", "unbounded-result"],
    plan: ["sort-spilled-to-disk", "unbounded-result"],
  },
  groupby: { run: ["unbounded-result"], plan: ["unbounded-result"] },
  hashjoin: { run: ["hash-spilled-to-disk"], plan: [] },
  offset: { run: ["deep-offset"], plan: ["deep-offset"] },
  "offset-small": { run: [], plan: [] },
  crossjoin: { run: [], plan: [] },
  delete: { run: ["foreign-key-check-without-index"], plan: [] },
  all: { run: ["unbounded-result"], plan: ["unbounded-result"] },
  count: { run: [], plan: [] },
  byid: { run: [], plan: [] },
  bytoken: { run: [], plan: [] },
  page: { run: [], plan: [] },
  trap: { run: ["sequential-scan-for-few-rows"], plan: ["sequential-scan-for-few-rows"] },
  "items-of": { run: [], plan: ["foreign-key-lookup-without-index"] },
  exists: { run: ["sequential-scan-for-few-rows"], plan: ["sequential-scan-for-few-rows"] },
  notexists: { run: [], plan: [] },
  groupall: { run: [], plan: [] },
  update: { run: ["sequential-scan-for-few-rows"], plan: ["sequential-scan-for-few-rows"] },
  cte: { run: ["join-filter-discards-rows"], plan: ["sequential-scan-for-few-rows"] },
  window: { run: ["sort-spilled-to-disk"], plan: [] },
  distinct: {
    run: ["sort-spilled-to-disk", "unbounded-result"],
    plan: ["sort-spilled-to-disk", "unbounded-result"],
  },
  "in-sub": {
    run: ["index-scan-discards-rows"],
    plan: ["foreign-key-lookup-without-index", "index-scan-discards-rows"],
  },
  "param-null": { run: [], plan: [] },
};

/** Where version 15 planned otherwise, or found its rows in another order. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  crossjoin: ["cast-hides-column"],
  notexists: ["hash-spilled-to-disk"],
};

type Fixture = { readonly sql: string; readonly run?: unknown; readonly plan?: unknown };

function plansOf(name: number | string): Readonly<Record<string, Fixture>> {
  const folder = join(import.meta.dirname, "../../fixtures/plans/judged");
  return JSON.parse(readFileSync(join(folder, `postgres-${name}.json`), "utf8"));
}

describe.each([18, 15])("PostgreSQL %i", (postgres) => {
  const plans = plansOf(postgres);

  test.each(Object.keys(plans))("%s", (name) => {
    const { sql, run, plan } = plans[name] ?? { sql: "" };
    const said = judged[name];
    const beside = { schema: shop, sql, postgres };
    if (run !== undefined) {
      const expected = (postgres === 15 ? otherwise[name] : undefined) ?? said?.run;
      expect(rulesOf(JSON.stringify(run), beside)).toEqual(expected);
    }
    if (plan !== undefined) expect(rulesOf(JSON.stringify(plan), beside)).toEqual(said?.plan);
  });
});

test("each query is judged", () => {
  expect(Object.keys(plansOf(18))).toEqual(Object.keys(judged));
});

describe("with the indexes that were advised, and other good plans", () => {
  const indexed = shop
    .replace(
      "@@index([status])",
      "@@index([status])\n@@index([customerId, placedAt(sort: Desc)])\n@@index([placedAt])\n@@index([total])\n@@index([data(ops: JsonbPathOps)], type: Gin)",
    )
    .replace("quantity Int", "quantity Int\n@@index([orderId])");
  const plans = plansOf("18-indexed");
  const said: Readonly<Record<string, readonly string[]>> = {
    bigsub: ["correlated-subplan"],
    func: ["unbounded-result"],
    "lateral-all": ["relation-joined-row-by-row"],
    // No index leads to the names and kinds that are asked for.
    null: ["sequential-scan-for-few-rows"],
    part: ["sequential-scan-for-few-rows"],
    "part-prune": ["sequential-scan-for-few-rows"],
  };

  test.each(Object.keys(plans))("%s", (name) => {
    const { sql, run } = plans[name] ?? { sql: "" };
    const beside = { schema: indexed, sql, postgres: 18 };
    expect(rulesOf(JSON.stringify(run), beside)).toEqual(said[name] ?? []);
  });
});

/** Plans of other options, and of versions that tell less: nothing breaks, no number is missing. */
describe("without what some plans do not have", () => {
  const without: Readonly<Record<string, RegExp>> = {
    buffers: /"[^"]* (?:Hit|Read|Dirtied|Written) Blocks":\d+,?/g,
    times: /"Actual (?:Startup|Total) Time":[\d.]+,?/g,
    "removed rows": /"Rows Removed by [^"]*":[\d.]+,?/g,
    widths: /"Plan Width":\d+,?/g,
    conditions: /"(?:Filter|Hash Cond|Index Cond|Join Filter)":"(?:[^"\\]|\\.)*",?/g,
    aliases: /"Alias":"[^"]*",?/g,
  };

  test.each(Object.keys(without))("%s", (what) => {
    for (const { sql, run, plan } of Object.values(plansOf(18))) {
      for (const one of [run, plan]) {
        if (one === undefined) continue;
        const text = JSON.stringify(one)
          .replace(without[what] ?? /$^/, "")
          .replaceAll(",}", "}");
        for (const { message, advice, weight } of verdictsOf(text, { schema: shop, sql })) {
          expect(`${message} ${advice}`).not.toMatch(/NaN|undefined|Infinity|\[object/);
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(weight).toBeLessThanOrEqual(1);
        }
      }
    }
  });
});
