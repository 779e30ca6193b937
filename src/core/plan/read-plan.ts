/**
 * EXPLAIN (FORMAT JSON) of PostgreSQL 12 to 18 → a plan. What is no plan is refused in plain words.
 * Does not know EXPLAIN's text format.
 */
import { unframed } from "./frame.ts";
import type { Jit, PlanNode, PlanOrNot, Serialization, Trigger } from "./plan.ts";
import {
  countAt,
  isProperties,
  numberAt,
  objectAt,
  objectsAt,
  type Properties,
  stringAt,
} from "./property.ts";
import { readBuffers, readNode } from "./read-node.ts";

/**
 * The JSON as text, as psql frames it, or parsed; also inside the rows that drivers give
 * (`[{ "QUERY PLAN": … }]`). Never throws.
 */
export function readPlan(json: unknown): PlanOrNot {
  const value = typeof json === "string" ? parsed(json) : json;
  if (value === undefined) return refused("This is not JSON: EXPLAIN (FORMAT JSON) gives it");
  return fromValue(value, 0);
}

/** One statement's object, as it stands in EXPLAIN's array. */
export function planFrom(statement: Properties): PlanOrNot {
  const root = objectAt(statement, "Plan");
  if (root === undefined) return refused("There is no plan in this JSON");
  const nodes = nodesFrom(root);
  if (nodes === undefined) return refused("A node of this plan does not say what it is");
  const planning = objectAt(statement, "Planning") ?? statement;
  return {
    ok: true,
    plan: {
      nodes,
      isAnalyzed: nodes[0]?.actual !== undefined,
      planningTime: numberAt(statement, "Planning Time"),
      executionTime: numberAt(statement, "Execution Time"),
      planningBuffers: readBuffers(planning),
      settings: readSettings(statement),
      triggers: objectsAt(statement, "Triggers").map(readTrigger),
      jit: readJit(statement),
      serialization: readSerialization(statement),
    },
  };
}

function fromValue(value: unknown, depth: number): PlanOrNot {
  if (depth > deepestWrapping) return refused("There is no plan in this JSON");
  if (typeof value === "string") {
    const inner = parsed(value);
    return inner === undefined || typeof inner === "string"
      ? refused("There is no plan in this JSON")
      : fromValue(inner, depth + 1);
  }
  if (Array.isArray(value)) return fromList(value, depth);
  if (!isProperties(value)) return refused("There is no plan in this JSON");
  const wrapped = value["QUERY PLAN"] ?? value["query plan"];
  return wrapped === undefined ? planFrom(value) : fromValue(wrapped, depth + 1);
}

/** A plan is wrapped in a row, that in a list of rows, and it is a list itself. */
const deepestWrapping = 6;

function fromList(list: readonly unknown[], depth: number): PlanOrNot {
  const [first] = list;
  if (first === undefined) return refused("There is no plan in this JSON: the list is empty");
  if (list.length > 1) {
    return refused(`There are ${list.length} plans here; one is read at a time`);
  }
  if (first === "Utility Statement") {
    return refused("PostgreSQL makes no plan for this statement");
  }
  return fromValue(first, depth + 1);
}

function parsed(text: string): unknown {
  const plain = parsedPlain(text);
  return plain === undefined ? parsedPlain(unframed(text).join("\n")) : plain;
}

function parsedPlain(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}

function refused(reason: string): PlanOrNot {
  return { ok: false, reason };
}

/** Without recursion: a plan may be deeper than the stack. Undefined where something is no node. */
function nodesFrom(root: Properties): readonly PlanNode[] | undefined {
  const nodes: PlanNode[] = [];
  const childrenOf: number[][] = [];
  const waiting: { properties: Properties; parent: number | undefined; depth: number }[] = [
    { properties: root, parent: undefined, depth: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { properties, parent, depth } = next;
    if (stringAt(properties, "Node Type") === undefined) return undefined;
    const index = nodes.length;
    const children: number[] = [];
    childrenOf.push(children);
    nodes.push(readNode(properties, { index, parent, depth, children }));
    if (parent !== undefined) childrenOf[parent]?.push(index);
    for (const child of objectsAt(properties, "Plans").toReversed()) {
      waiting.push({ properties: child, parent: index, depth: depth + 1 });
    }
  }
  return nodes;
}

function readSettings(statement: Properties): Readonly<Record<string, string>> {
  const settings = Object.entries(objectAt(statement, "Settings") ?? {});
  return Object.fromEntries(settings.map(([name, value]) => [name, String(value)]));
}

function readTrigger(trigger: Properties): Trigger {
  return {
    name: stringAt(trigger, "Trigger Name") ?? "",
    constraint: stringAt(trigger, "Constraint Name"),
    relation: stringAt(trigger, "Relation"),
    time: numberAt(trigger, "Time"),
    calls: countAt(trigger, "Calls"),
  };
}

function readJit(statement: Properties): Jit | undefined {
  const jit = objectAt(statement, "JIT");
  return (
    jit && {
      functions: countAt(jit, "Functions"),
      total: numberAt(objectAt(jit, "Timing") ?? {}, "Total"),
    }
  );
}

function readSerialization(statement: Properties): Serialization | undefined {
  const serialization = objectAt(statement, "Serialization");
  return (
    serialization && {
      time: numberAt(serialization, "Time"),
      volume: countAt(serialization, "Output Volume"),
      format: stringAt(serialization, "Format") ?? "text",
    }
  );
}
