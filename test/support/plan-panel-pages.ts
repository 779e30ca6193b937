/** Pages of the plan panel around real plans of PostgreSQL 18, and one of many nodes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  PlanFindingLine,
  PlanPage,
  PlanRecord,
  PlanResult,
} from "../../src/protocol/plans.ts";

const folder = join(import.meta.dirname, "../fixtures/plans");

/** `run`, `indexed`, `plain`, `never`: the same query before and after an index, and two others. */
export const planJson = (name: string): string =>
  readFileSync(join(folder, `panel-${name}.json`), "utf8");

export const sql = `WITH big AS (
  SELECT order_id, sum(quantity) AS pieces FROM order_items GROUP BY order_id HAVING sum(quantity) > 1
)
SELECT c.email, o.id, o.total, big.pieces, (SELECT max(total) FROM orders) AS most
FROM orders o
JOIN customers c ON c.id = o.customer_id
LEFT JOIN big ON big.order_id = o.id
WHERE o.status = $1 AND o.note LIKE '%n%' AND c.country = ANY ($2) AND o.total < $3
ORDER BY o.total DESC, c.email
LIMIT 50`;

export const embedded = {
  kind: "embedded",
  title: "Embedded PostgreSQL 18",
  detail: "built from the schema, rows assumed",
  label: undefined,
} as const;

export const production = {
  kind: "database",
  title: "shop on PostgreSQL 17.4",
  detail: "encrypted",
  label: "production",
} as const;

export const development = {
  ...production,
  title: "shop_dev on PostgreSQL 18.1",
  label: "development",
} as const;

export const findings: readonly PlanFindingLine[] = [
  {
    rule: "spilled-aggregate",
    href: "https://example.com/rules",
    severity: "error",
    node: 7,
    message: "Grouping 600,000 rows did not fit into memory: 15 MB went to disk",
    advice: "Group only the orders that are needed, or set work_mem to 16 MB for this query",
    addition: undefined,
  },
  {
    rule: "filtered-sequential-scan",
    href: "https://example.com/rules",
    severity: "warning",
    node: 14,
    message: "All 300,000 rows of Order are read to find 1,547",
    advice: "An index on status finds them: 0.5 % of the rows have the value",
    addition: { model: "Order", attribute: "@@index([status])" },
  },
  {
    rule: "row-estimate",
    href: "https://example.com/rules",
    severity: "info",
    node: 7,
    message: "Three times more groups than PostgreSQL expected",
    advice: "",
    addition: undefined,
  },
];

export function result(more: Partial<PlanResult> = {}): PlanResult {
  return {
    ...record({ id: 3, at: "2025-06-01T10:20:00.000Z" }),
    options: "EXPLAIN (ANALYZE, BUFFERS, VERBOSE, SETTINGS, WAL, SERIALIZE, FORMAT JSON)",
    findings,
    notices: [],
    took: 391,
    ...more,
  };
}

export function record(more: Partial<PlanRecord> = {}): PlanRecord {
  return {
    id: 2,
    at: "2025-06-01T10:10:00.000Z",
    target: development.title,
    mode: "run",
    json: planJson("run"),
    isGeneric: false,
    executionTimes: [373.412],
    ...more,
  };
}

export function planPage(more: Partial<PlanPage> = {}): PlanPage {
  return {
    query: "q1",
    start: 0,
    end: 400,
    place: "src/reports/failed-orders.ts:42",
    uri: "file:///shop/src/reports/failed-orders.ts",
    range: { start: { line: 41, character: 2 }, end: { line: 51, character: 10 } },
    sql,
    target: development,
    targets: [embedded, development],
    seen: [],
    parameters: [
      { number: 1, name: "status", type: "text", value: "FAILED", isList: false },
      { number: 2, name: "countries", type: "text[]", value: "{DE,FR}", isList: true },
      { number: 3, name: "limit", type: "numeric", value: "500", isList: false },
    ],
    result: result(),
    failure: undefined,
    canRun: { isAllowed: true, reason: "" },
    assumed: [],
    history: [],
    schemaUri: "file:///shop/prisma/schema.prisma",
    ...more,
  };
}

/** Planned only, in the embedded database, for any values. */
export function plainPage(more: Partial<PlanPage> = {}): PlanPage {
  const base = planPage();
  return {
    ...base,
    target: embedded,
    seen: ["Calls now(), which gives something else each time"],
    parameters: base.parameters.map((one, at) => (at === 0 ? one : { ...one, value: false })),
    result: result({
      mode: "plan",
      json: planJson("plain"),
      executionTimes: [],
      isGeneric: true,
      findings: findings.slice(1, 2),
    }),
    assumed: [
      { table: "public.orders", model: "Order", rows: 300_000, isDefault: false },
      { table: "public.order_items", model: "OrderItem", rows: 100_000, isDefault: true },
      { table: "public.customers", model: "Customer", rows: 100_000, isDefault: true },
    ],
    ...more,
  };
}

/** The query once more, after an index was made; two earlier plans. */
export function comparedPage(): PlanPage {
  return planPage({
    result: result({ json: planJson("indexed"), findings: [] }),
    history: [
      record(),
      record({ id: 1, mode: "plan", json: planJson("plain"), executionTimes: [] }),
    ],
  });
}

const inGroup = 24;

/** Many partitions in groups, each read through its index. */
export function manyNodes(nodes: number): string {
  const groups = Math.ceil((nodes - 1) / (inGroup + 1));
  const children = Array.from({ length: groups }, (_, group) => {
    const room = nodes - 1 - group * (inGroup + 1) - 1;
    const size = Math.min(inGroup, room);
    return {
      ...append(size),
      "Parent Relationship": "Member",
      Plans: Array.from({ length: size }, (__, at) => leaf(group * inGroup + at)),
    };
  });
  const root = { ...append(groups * inGroup), Plans: children };
  const time = root["Actual Total Time"];
  return JSON.stringify([{ Plan: root, "Planning Time": 12, "Execution Time": time + 1 }]);
}

function append(size: number) {
  return {
    "Node Type": "Append",
    "Startup Cost": 0.42,
    "Total Cost": 21 * size,
    "Plan Rows": 4 * size,
    "Plan Width": 64,
    "Actual Startup Time": 0.01,
    "Actual Total Time": 0.15 * size,
    "Actual Rows": 45 * size,
    "Actual Loops": 1,
    "Shared Hit Blocks": 4 * size,
    "Shared Read Blocks": 2 * size,
  };
}

function leaf(at: number) {
  return {
    "Node Type": "Index Scan",
    "Parent Relationship": "Member",
    "Scan Direction": "Forward",
    "Index Name": `events_${at}_account_id_idx`,
    "Relation Name": `events_${at}`,
    Schema: "public",
    Alias: `events_${at}`,
    "Startup Cost": 0.42,
    "Total Cost": 8.44 + (at % 13),
    "Plan Rows": 1 + (at % 7),
    "Plan Width": 64,
    "Actual Startup Time": 0.01,
    "Actual Total Time": 0.02 + (at % 11) / 100,
    "Actual Rows": (at * 7) % 90,
    "Actual Loops": 1,
    "Index Cond": `(account_id = ${at})`,
    Filter: "(kind <> 'ping'::text)",
    "Rows Removed by Filter": at % 5,
    "Shared Hit Blocks": 4,
    "Shared Read Blocks": at % 3,
  };
}
