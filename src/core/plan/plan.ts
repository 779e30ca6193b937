/**
 * What PostgreSQL says it would do for a query, or has done: a tree of nodes with estimates, and
 * with what was measured where it was run. Shapes only; `read-plan.ts` makes them.
 */

export type Plan = {
  /** All nodes, each before its children, in the order in which EXPLAIN lists them; the root is first. */
  readonly nodes: readonly PlanNode[];
  /** Whether it was run: then nodes have `actual`. */
  readonly isAnalyzed: boolean;
  /** In milliseconds. */
  readonly planningTime: number | undefined;
  readonly executionTime: number | undefined;
  readonly planningBuffers: Buffers | undefined;
  /** Settings of the planner that are not at their defaults, as EXPLAIN (SETTINGS) tells them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly triggers: readonly Trigger[];
  readonly jit: Jit | undefined;
  /** What it cost to turn the rows into what is sent: PostgreSQL 17 and later, EXPLAIN (SERIALIZE). */
  readonly serialization: Serialization | undefined;
};

export type PlanNode = {
  /** Its place in `nodes`. */
  readonly index: number;
  readonly parent: number | undefined;
  readonly children: readonly number[];
  readonly depth: number;
  /** As in EXPLAIN's JSON: `Seq Scan`, `Hash Join`, `Aggregate`. */
  readonly type: string;
  /** Outer, Inner, Member, Subquery, InitPlan, SubPlan; undefined for the root. */
  readonly relationship: string | undefined;
  /** `CTE totals`, `InitPlan 1`, `SubPlan 2`. */
  readonly subplanName: string | undefined;
  /** A table's name as it is in the database, with its schema where EXPLAIN tells it (VERBOSE). */
  readonly relation: string | undefined;
  readonly schema: string | undefined;
  readonly alias: string | undefined;
  readonly indexName: string | undefined;
  readonly cteName: string | undefined;
  readonly functionName: string | undefined;
  /** Inner, Left, Semi, Anti, … */
  readonly joinType: string | undefined;
  /** Plain, Sorted, Hashed, Mixed. */
  readonly strategy: string | undefined;
  /** Insert, Update, Delete, Merge. */
  readonly operation: string | undefined;
  /** Simple, Partial, Finalize. */
  readonly partialMode: string | undefined;
  /** Forward, Backward. */
  readonly scanDirection: string | undefined;
  readonly isParallelAware: boolean;
  /** The planner was told not to use it, and had no other way: PostgreSQL 18 says so itself. */
  readonly isDisabled: boolean;

  readonly startupCost: number;
  readonly totalCost: number;
  /** Estimated rows of one loop, and their average width in bytes. */
  readonly planRows: number;
  readonly planWidth: number;
  /** Undefined where the plan was not run. */
  readonly actual: Actual | undefined;

  /** What rows are compared with, as PostgreSQL writes it; in EXPLAIN's order. */
  readonly conditions: readonly Condition[];
  /** Rows thrown away, per loop as EXPLAIN tells them; 0 where nothing is said. */
  readonly removedByFilter: number;
  readonly removedByJoinFilter: number;
  readonly removedByRecheck: number;

  readonly sortKey: readonly string[];
  readonly presortedKey: readonly string[];
  readonly groupKey: readonly string[];
  readonly sort: Sort | undefined;
  readonly hash: Hash | undefined;
  /** kB that rows kept for later took: PostgreSQL 18 tells it of Materialize, WindowAgg and CTE Scan. */
  readonly storage: { readonly space: number; readonly isOnDisk: boolean } | undefined;
  /** Of a bitmap heap scan. */
  readonly heapBlocks: { readonly exact: number; readonly lossy: number } | undefined;
  /** Of an index-only scan: rows for which the table had to be read after all. */
  readonly heapFetches: number | undefined;
  /** How often the index was descended: PostgreSQL 18 and later. */
  readonly indexSearches: number | undefined;
  /** Of Memoize. */
  readonly cache:
    | { readonly hits: number; readonly misses: number; readonly evictions: number }
    | undefined;
  /** Of Gather and Gather Merge. */
  readonly workersPlanned: number | undefined;
  readonly workersLaunched: number | undefined;
  readonly buffers: Buffers | undefined;
  /** Expressions that it gives on: VERBOSE. */
  readonly output: readonly string[];
  /** All of EXPLAIN's own properties but the children, for those who want to look. */
  readonly properties: Readonly<Record<string, unknown>>;
};

/** Averages of one loop, as EXPLAIN tells them. Times in milliseconds; undefined with TIMING off. */
export type Actual = {
  readonly startup: number | undefined;
  readonly total: number | undefined;
  /** PostgreSQL 18 tells fractions. */
  readonly rows: number;
  /** 0: never executed. */
  readonly loops: number;
};

export type ConditionKind =
  | "Filter"
  | "Index Cond"
  | "Recheck Cond"
  | "Hash Cond"
  | "Merge Cond"
  | "Join Filter"
  | "One-Time Filter"
  | "TID Cond"
  | "Order By"
  | "Run Condition";

export type Condition = { readonly kind: ConditionKind; readonly text: string };

export type Sort = {
  /** `quicksort`, `top-N heapsort`, `external merge`. */
  readonly method: string;
  /** kB. */
  readonly space: number;
  readonly isOnDisk: boolean;
};

export type Hash = {
  readonly buckets: number;
  readonly batches: number;
  readonly originalBatches: number;
  /** kB. */
  readonly peakMemory: number;
  /** kB written to disk: hashed aggregates tell it. */
  readonly disk: number;
};

/** Blocks of 8 kB; times in milliseconds, where track_io_timing is on. Children are included, as EXPLAIN has it. */
export type Buffers = {
  readonly sharedHit: number;
  readonly sharedRead: number;
  readonly sharedDirtied: number;
  readonly sharedWritten: number;
  readonly localHit: number;
  readonly localRead: number;
  readonly tempRead: number;
  readonly tempWritten: number;
  readonly readTime: number | undefined;
  readonly writeTime: number | undefined;
};

export type Trigger = {
  readonly name: string;
  /** The constraint it stands for, where it is one of PostgreSQL's own. */
  readonly constraint: string | undefined;
  readonly relation: string | undefined;
  /** Milliseconds. */
  readonly time: number | undefined;
  readonly calls: number;
};

/** Times in milliseconds. */
export type Jit = {
  readonly functions: number;
  readonly total: number | undefined;
};

export type Serialization = {
  readonly time: number | undefined;
  /** kB. */
  readonly volume: number;
  readonly format: string;
};

/** Why a text is no plan. */
export type PlanOrNot =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly reason: string };

/** The node at an index that a plan itself gave out. */
export function nodeAt({ nodes }: Plan, index: number | undefined): PlanNode | undefined {
  return index === undefined ? undefined : nodes[index];
}

/** The children, and theirs, in the order of EXPLAIN; not the node itself. */
export function below({ nodes }: Plan, { index, depth }: PlanNode): PlanNode[] {
  let end = index + 1;
  // What follows it and lies deeper is below it.
  while ((nodes[end]?.depth ?? 0) > depth) end++;
  return nodes.slice(index + 1, end);
}

/** For each node, the index after the last node below it. */
export function endsOf(nodes: readonly PlanNode[]): number[] {
  const ends = nodes.map(({ index }) => index + 1);
  for (const { index, parent } of nodes.toReversed()) {
    if (parent !== undefined) ends[parent] = Math.max(ends[parent] ?? 0, ends[index] ?? 0);
  }
  return ends;
}

/** Whether a subplan is run once and its rows are looked up: only what uses it says so. */
export function isHashedSubplan(parent: PlanNode, { subplanName }: PlanNode): boolean {
  const said = `hashed ${subplanName})`;
  return (
    parent.conditions.some(({ text }) => text.includes(said)) ||
    parent.output.some((text) => text.includes(said))
  );
}

/** The tables that are read or written, each once, with their schema where EXPLAIN tells it. */
export function tablesOf({ nodes }: Plan): string[] {
  const names = nodes.flatMap(({ relation, schema }) => {
    if (relation === undefined) return [];
    return [schema === undefined ? relation : `${schema}.${relation}`];
  });
  return [...new Set(names)];
}
