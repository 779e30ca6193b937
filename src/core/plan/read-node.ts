/**
 * One node's properties → a node, over all versions: what has been renamed or moved, and what
 * parallel workers tell beside the leader. Does not look at other nodes.
 */
import type { Actual, Buffers, Condition, ConditionKind, Hash, PlanNode, Sort } from "./plan.ts";
import {
  countAt,
  flagAt,
  numberAt,
  objectAt,
  objectsAt,
  type Properties,
  stringAt,
  stringsAt,
} from "./property.ts";

/**
 * Where the node is comes from outside. One object with all of its properties, since putting it
 * together from others takes ten times as long, which plans of thousands of nodes show.
 */
export function readNode(
  properties: Properties,
  { index, parent, depth, children }: Pick<PlanNode, "index" | "parent" | "depth" | "children">,
): PlanNode {
  return {
    index,
    parent,
    children,
    depth,
    type: stringAt(properties, "Node Type") ?? "",
    relationship: stringAt(properties, "Parent Relationship"),
    subplanName: stringAt(properties, "Subplan Name"),
    relation: stringAt(properties, "Relation Name"),
    schema: stringAt(properties, "Schema"),
    alias: stringAt(properties, "Alias"),
    indexName: stringAt(properties, "Index Name"),
    cteName: stringAt(properties, "CTE Name"),
    functionName: stringAt(properties, "Function Name"),
    joinType: stringAt(properties, "Join Type"),
    strategy: stringAt(properties, "Strategy"),
    operation: stringAt(properties, "Operation"),
    partialMode: stringAt(properties, "Partial Mode"),
    scanDirection: stringAt(properties, "Scan Direction"),
    isParallelAware: flagAt(properties, "Parallel Aware"),
    isDisabled: flagAt(properties, "Disabled"),
    startupCost: countAt(properties, "Startup Cost"),
    totalCost: countAt(properties, "Total Cost"),
    planRows: countAt(properties, "Plan Rows"),
    planWidth: countAt(properties, "Plan Width"),
    actual: readActual(properties),
    conditions: readConditions(properties),
    removedByFilter: countAt(properties, "Rows Removed by Filter"),
    removedByJoinFilter: countAt(properties, "Rows Removed by Join Filter"),
    removedByRecheck: countAt(properties, "Rows Removed by Index Recheck"),
    sortKey: stringsAt(properties, "Sort Key"),
    presortedKey: stringsAt(properties, "Presorted Key"),
    groupKey: readGroupKey(properties),
    sort: readSort(properties),
    hash: readHash(properties),
    storage: readStorage(properties),
    heapBlocks: readHeapBlocks(properties),
    heapFetches: numberAt(properties, "Heap Fetches"),
    indexSearches: numberAt(properties, "Index Searches"),
    cache: readCache(properties),
    workersPlanned: numberAt(properties, "Workers Planned"),
    workersLaunched: numberAt(properties, "Workers Launched"),
    buffers: readBuffers(properties),
    output: stringsAt(properties, "Output"),
    properties: withoutChildren(properties),
  };
}

/** Undefined where EXPLAIN was not asked for them. */
export function readBuffers(properties: Properties): Buffers | undefined {
  if (!Object.keys(properties).some((name) => name.endsWith(" Blocks") && bufferNames.test(name))) {
    return undefined;
  }
  const count = (name: string) => countAt(properties, `${name} Blocks`);
  return {
    sharedHit: count("Shared Hit"),
    sharedRead: count("Shared Read"),
    sharedDirtied: count("Shared Dirtied"),
    sharedWritten: count("Shared Written"),
    localHit: count("Local Hit"),
    localRead: count("Local Read"),
    tempRead: count("Temp Read"),
    tempWritten: count("Temp Written"),
    readTime: timeOf(properties, "Read"),
    writeTime: timeOf(properties, "Write"),
  };
}

const bufferNames = /^(?:Shared|Local|Temp) /;

/** One name until 14; temporary files apart since 15, and shared apart from local since 17. */
function timeOf(properties: Properties, what: "Read" | "Write"): number | undefined {
  const times = ["I/O", "Shared I/O", "Local I/O", "Temp I/O"].flatMap(
    (name) => numberAt(properties, `${name} ${what} Time`) ?? [],
  );
  return times.length === 0 ? undefined : times.reduce((sum, time) => sum + time, 0);
}

function readActual(properties: Properties): Actual | undefined {
  const loops = numberAt(properties, "Actual Loops");
  const rows = numberAt(properties, "Actual Rows");
  if (loops === undefined || rows === undefined) return undefined;
  return {
    startup: numberAt(properties, "Actual Startup Time"),
    total: numberAt(properties, "Actual Total Time"),
    rows: Math.max(0, rows),
    loops: Math.max(0, loops),
  };
}

const conditionKinds: readonly ConditionKind[] = [
  "Filter",
  "Index Cond",
  "Recheck Cond",
  "Hash Cond",
  "Merge Cond",
  "Join Filter",
  "One-Time Filter",
  "TID Cond",
  "Order By",
  "Run Condition",
];

const isConditionKind = (name: string): name is ConditionKind =>
  (conditionKinds as readonly string[]).includes(name);

function readConditions(properties: Properties): readonly Condition[] {
  return Object.keys(properties).flatMap((name) => {
    const text = stringAt(properties, name);
    return isConditionKind(name) && text !== undefined ? [{ kind: name, text }] : [];
  });
}

/** With several grouping sets, all keys that are in any of them. */
function readGroupKey(properties: Properties): readonly string[] {
  const key = stringsAt(properties, "Group Key");
  if (key.length > 0) return key;
  const sets = objectsAt(properties, "Grouping Sets").flatMap((set) => [
    ...listsAt(set, "Group Keys"),
    ...listsAt(set, "Hash Keys"),
  ]);
  return [...new Set(sets)];
}

function listsAt(properties: Properties, name: string): readonly string[] {
  const value = properties[name];
  return Array.isArray(value) ? value.flat().filter((item) => typeof item === "string") : [];
}

/** The node itself, which is the leader, and the workers that tell something of their own. */
function processes(properties: Properties): readonly Properties[] {
  return [properties, ...objectsAt(properties, "Workers")];
}

/** Of several processes, the one that needed most, one that wrote to disk before others. */
function readSort(properties: Properties): Sort | undefined {
  return worst([
    ...processes(properties).flatMap(plainSort),
    ...processes(properties).flatMap(groupedSort),
  ]);
}

function plainSort(one: Properties): Sort[] {
  const method = stringAt(one, "Sort Method");
  if (method === undefined) return [];
  return [
    {
      method,
      space: countAt(one, "Sort Space Used"),
      isOnDisk: stringAt(one, "Sort Space Type") === "Disk",
    },
  ];
}

/** Incremental sorts tell of two kinds of groups. */
function groupedSort(one: Properties): Sort[] {
  return ["Full-sort Groups", "Pre-sorted Groups"].flatMap((name) => {
    const groups = objectAt(one, name);
    if (groups === undefined) return [];
    const disk = objectAt(groups, "Sort Space Disk");
    const space = disk ?? objectAt(groups, "Sort Space Memory") ?? {};
    return [
      {
        method: stringsAt(groups, "Sort Methods Used").join(", "),
        space: countAt(space, "Peak Sort Space Used"),
        isOnDisk: disk !== undefined,
      },
    ];
  });
}

function worst<T extends { readonly space: number; readonly isOnDisk: boolean }>(
  all: readonly T[],
): T | undefined {
  return [...all].sort((a, b) => Number(b.isOnDisk) - Number(a.isOnDisk) || b.space - a.space)[0];
}

function readHash(properties: Properties): Hash | undefined {
  const all = processes(properties).filter(
    (one) =>
      numberAt(one, "Hash Batches") !== undefined || numberAt(one, "HashAgg Batches") !== undefined,
  );
  if (all.length === 0) return undefined;
  const most = (...names: string[]) =>
    all.reduce((most, one) => Math.max(most, ...names.map((name) => countAt(one, name))), 0);
  return {
    buckets: most("Hash Buckets"),
    batches: Math.max(1, most("Hash Batches", "HashAgg Batches")),
    originalBatches: Math.max(1, most("Original Hash Batches")),
    peakMemory: most("Peak Memory Usage"),
    disk: most("Disk Usage"),
  };
}

function readStorage(properties: Properties): PlanNode["storage"] {
  const kind = stringAt(properties, "Storage");
  if (kind === undefined) return undefined;
  return { space: countAt(properties, "Maximum Storage"), isOnDisk: kind === "Disk" };
}

/** Since 18 workers tell theirs; before, only the leader's are known. */
function readHeapBlocks(properties: Properties): PlanNode["heapBlocks"] {
  const all = processes(properties).filter(
    (one) => "Exact Heap Blocks" in one || "Lossy Heap Blocks" in one,
  );
  if (all.length === 0) return undefined;
  return { exact: sum(all, "Exact Heap Blocks"), lossy: sum(all, "Lossy Heap Blocks") };
}

function readCache(properties: Properties): PlanNode["cache"] {
  const all = processes(properties).filter((one) => "Cache Hits" in one);
  if (all.length === 0) return undefined;
  return {
    hits: sum(all, "Cache Hits"),
    misses: sum(all, "Cache Misses"),
    evictions: sum(all, "Cache Evictions"),
  };
}

function sum(all: readonly Properties[], name: string): number {
  return all.reduce((total, one) => total + countAt(one, name), 0);
}

function withoutChildren(properties: Properties): Properties {
  const { Plans: _, ...own } = properties;
  return own;
}
