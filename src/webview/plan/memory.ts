/**
 * What the page remembers while it is hidden and through restarts of the editor: how it is looked
 * at, and what was typed and not sent yet. Never a query or a plan: those are sent again.
 */
import type { Plan } from "../../core/plan/plan.ts";
import type { GivenValue } from "../../protocol/plans.ts";

export type TabName = "plan" | "table" | "graph" | "compare" | "json";

export type SortKey = "order" | "node" | "time" | "total" | "rows" | "error" | "cost" | "buffers";

export type Memory = {
  readonly tab: TabName;
  /** The query that the following is about; of another one it counts for nothing. */
  readonly query: string;
  /** Of the plan, of whose nodes the next two tell. */
  readonly shape: number;
  readonly node: number | undefined;
  readonly collapsed: readonly number[];
  readonly sort: SortKey;
  readonly isUpward: boolean;
  /** The earlier plan that it is compared with; undefined: the newest. */
  readonly earlier: number | undefined;
  readonly isQueryOpen: boolean;
  /** By the number of the parameter. */
  readonly drafts: Readonly<Record<number, GivenValue>>;
};

export type Remember = (change: Partial<Memory>) => void;

const usual: Memory = {
  tab: "plan",
  query: "",
  shape: 0,
  node: undefined,
  collapsed: [],
  sort: "order",
  isUpward: true,
  earlier: undefined,
  isQueryOpen: false,
  drafts: {},
};

/** What an older version kept may lack something. */
export function remembered(state: unknown): Memory {
  return { ...usual, ...(typeof state === "object" && state !== null ? state : {}) };
}

/** Another query is looked at anew, in the same tab and order; another plan of it, at no node. */
export function ofQuery(memory: Memory, query: string, shape: number): Memory {
  if (memory.query !== query) {
    const { tab, sort, isUpward } = memory;
    return { ...usual, query, shape, tab, sort, isUpward };
  }
  return memory.shape === shape ? memory : { ...memory, shape, node: undefined, collapsed: [] };
}

/** The same for plans whose nodes stand in the same places, whatever they took. */
export function shapeOf({ nodes }: Plan): number {
  let shape = nodes.length;
  for (const { depth, type } of nodes) {
    for (const character of `${depth}${type}`) {
      shape = (Math.imul(shape, 31) + character.charCodeAt(0)) | 0;
    }
  }
  return shape;
}
