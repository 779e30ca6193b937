/**
 * Tables that are created, dropped, attached and detached, with what they take over from others.
 * Rows are not thought of.
 */
import { textOf } from "../base/text.ts";
import { inheritColumns, putColumn } from "./apply-columns.ts";
import { addConstraint } from "./apply-constraints.ts";
import {
  changeTable,
  type Draft,
  emptyTable,
  exclude,
  familyOf,
  include,
  put,
  putIndex,
  tableOf,
} from "./apply-draft.ts";
import { addToPartition } from "./apply-indexes.ts";
import { removeTable, removeView } from "./apply-removal.ts";
import type { Column, Qualified, Table, TableConstraint } from "./catalog.ts";
import { creationSchema, keyOf, madeUpIndexName, qualify, temporarySchema } from "./names.ts";
import type { Constraint, Name, Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

export function createTable(draft: Draft, step: Of<"create-table">): void {
  const schema = step.isTemporary ? temporarySchema : (step.table.schema ?? creationSchema(draft));
  const key = keyOf(schema, step.table.name);
  const isGuess = draft.doubtful.has(key);
  if (step.ifNotExists && !isGuess && (draft.tables.has(key) || draft.views.has(key))) return;
  const above = putTable(draft, key, schema, step);
  for (const parent of above) inheritColumns(draft, parent, key);
  const models = step.like.map((name) => tableOf(draft, name).key);
  for (const model of models) copyColumns(draft, model, key, step);
  for (const column of step.columns) putColumn(draft, key, column);
  for (const constraint of constraintsOf(step)) addConstraint(draft, key, constraint);
  for (const parent of above) takeChecks(draft, parent, key);
  for (const model of models) copyIndexes(draft, model, key, step);
  if (step.partitionOf !== undefined) for (const parent of above) takeOver(draft, parent, key);
}

/**
 * A table without columns yet; gives the tables that it has them from. What was guessed about it
 * is thrown away, unless IF NOT EXISTS leaves open whether this is the statement that makes it.
 */
function putTable(
  draft: Draft,
  key: Qualified,
  schema: string,
  step: Of<"create-table">,
): readonly Qualified[] {
  const below = familyOf(draft, key);
  const parents = (names: readonly Name[]) =>
    names.map((name) => tableOf(draft, name).key).filter((parent) => !below.includes(parent));
  const [partitionOf] = parents(step.partitionOf === undefined ? [] : [step.partitionOf]);
  const inherits = parents(step.inherits);
  const before = step.ifNotExists ? draft.tables.get(key) : undefined;
  if (!step.ifNotExists) removeView(draft, key, true);
  put(draft, "tables", key, {
    ...(before ?? emptyTable(schema, step.table.name)),
    isTemporary: schema === temporarySchema,
    isPartitioned: step.isPartitioned,
    partitionOf,
    inherits,
    ...((step.isUnlogged || hasOptions(step)) && { hasMore: true as const }),
  });
  if (before === undefined) exclude(draft, "doubtful", key);
  if (step.fromQuery) include(draft, "doubtful", key);
  return partitionOf === undefined ? inherits : [...inherits, partitionOf];
}

/** WITH, TABLESPACE, USING behind the columns. */
function hasOptions(step: Of<"create-table">): boolean {
  const last = /\b(?:WITH|TABLESPACE|USING)\b[^()]*(?:\([^()]*\))?[^()]*$/i;
  return last.test(textOf(step.at));
}

/**
 * In the order in which PostgreSQL gives names: checks, the primary key, other keys, foreign keys.
 * Of two keys over the same columns it keeps one.
 */
function constraintsOf(step: Of<"create-table">): readonly Constraint[] {
  const all = [...step.columns.flatMap((column) => column.constraints), ...step.constraints];
  const sorted = all.toSorted((one, other) => ranks[one.kind] - ranks[other.kind]);
  const seen = new Set<string>();
  const named = new Map<string, string>();
  for (const one of sorted) {
    if (isKey(one) && one.name !== undefined) named.set(one.columns.join("\n"), one.name);
  }
  return sorted.flatMap((one): Constraint[] => {
    if (!isKey(one)) return [one];
    const columns = one.columns.join("\n");
    if (seen.has(columns)) return [];
    seen.add(columns);
    return [{ ...one, name: one.name ?? named.get(columns) }];
  });
}

const ranks = {
  check: 0,
  "not-null": 1,
  "primary-key": 2,
  unique: 3,
  exclude: 3,
  "foreign-key": 4,
} as const;

function isKey(one: Constraint): one is Extract<Constraint, { usingIndex: string | undefined }> {
  return one.kind === "primary-key" || one.kind === "unique";
}

/** What LIKE was told to take beside names, types and NOT NULL. */
function likeTakes(step: Of<"create-table">, what: string): boolean {
  const text = textOf(step.at);
  const isIn = (option: string) => new RegExp(`\\bINCLUDING\\s+${option}\\b`, "i").test(text);
  const isOut = new RegExp(`\\bEXCLUDING\\s+${what}\\b`, "i").test(text);
  return isIn(what) || (isIn("ALL") && !isOut);
}

function copyColumns(draft: Draft, from: Qualified, to: Qualified, step: Of<"create-table">): void {
  const columns = new Map(draft.tables.get(to)?.columns);
  const withDefaults = likeTakes(step, "DEFAULTS");
  const withGenerated = likeTakes(step, "GENERATED");
  const withIdentity = likeTakes(step, "IDENTITY");
  for (const column of draft.tables.get(from)?.columns.values() ?? []) {
    columns.set(column.name, {
      ...column,
      default: withDefaults ? column.default : undefined,
      generated: withGenerated ? column.generated : undefined,
      generatedAs: withGenerated ? column.generatedAs : undefined,
      identity: withIdentity ? column.identity : undefined,
    });
  }
  changeTable(draft, to, { columns });
  if (likeTakes(step, "CONSTRAINTS")) takeChecks(draft, from, to);
}

function copyIndexes(draft: Draft, from: Qualified, to: Qualified, step: Of<"create-table">): void {
  const table = draft.tables.get(to);
  if (table === undefined || !likeTakes(step, "INDEXES")) return;
  for (const constraint of draft.tables.get(from)?.constraints.values() ?? []) {
    if (isKey(constraint.written)) {
      addConstraint(draft, to, { ...constraint.written, name: undefined, usingIndex: undefined });
    }
  }
  for (const index of [...draft.indexes.values()]) {
    if (index.table !== from || index.constraint !== undefined) continue;
    const name = madeUpIndexName(draft, table.schema, table.name, "index", index.columnNames);
    putIndex(draft, { ...index, schema: table.schema, name, table: to, partOf: undefined });
  }
}

/** Checks that a child has under the same names. */
function takeChecks(draft: Draft, parent: Qualified, child: Qualified): void {
  for (const constraint of draft.tables.get(parent)?.constraints.values() ?? []) {
    if (constraint.kind !== "check" || draft.tables.get(child)?.constraints.has(constraint.name)) {
      continue;
    }
    addConstraint(draft, child, { ...constraint.written, name: constraint.name });
  }
}

/** A partition has the checks, keys, indexes and foreign keys of the table above it. */
function takeOver(draft: Draft, parent: Qualified, child: Qualified): void {
  const above = draft.tables.get(parent);
  if (above === undefined) return;
  takeChecks(draft, parent, child);
  for (const column of above.columns.values()) takeNotNull(draft, child, column);
  for (const constraint of above.constraints.values()) {
    if ("index" in constraint) takeKey(draft, constraint, child);
    if (constraint.kind === "foreign-key" && !hasSameKey(draft.tables.get(child), constraint)) {
      addConstraint(draft, child, { ...constraint.written, name: constraint.name });
    }
  }
  for (const index of [...draft.indexes.values()]) {
    if (index.table === parent && index.constraint === undefined) {
      addToPartition(draft, index, child);
    }
  }
}

function takeNotNull(draft: Draft, child: Qualified, above: Column): void {
  const table = draft.tables.get(child);
  const column = table?.columns.get(above.name);
  if (table === undefined || column === undefined || column.isNotNull === above.isNotNull) return;
  const isNotNull = column.isNotNull || above.isNotNull;
  const columns = new Map(table.columns).set(column.name, { ...column, isNotNull });
  put(draft, "tables", child, { ...table, columns });
}

function takeKey(
  draft: Draft,
  above: Extract<TableConstraint, { index: Qualified }>,
  child: Qualified,
): void {
  const own = [...(draft.tables.get(child)?.constraints.values() ?? [])];
  const alike = own.find(
    (one) => one.kind === above.kind && one.columns.join("\n") === above.columns.join("\n"),
  );
  if (alike === undefined) addConstraint(draft, child, { ...above.written, name: undefined });
  const now = [...(draft.tables.get(child)?.constraints.values() ?? [])];
  const part = alike ?? now.find((one) => !own.includes(one));
  const index = part !== undefined && "index" in part ? draft.indexes.get(part.index) : undefined;
  if (index !== undefined) putIndex(draft, { ...index, partOf: above.index });
}

function hasSameKey(
  table: Table | undefined,
  above: Extract<TableConstraint, { kind: "foreign-key" }>,
): boolean {
  return [...(table?.constraints.values() ?? [])].some(
    (one) =>
      one.kind === "foreign-key" &&
      one.target === above.target &&
      one.columns.join("\n") === above.columns.join("\n"),
  );
}

/** What it drops was a table, whatever was thought of it. */
export function dropTables(draft: Draft, step: Of<"drop-table">): void {
  for (const name of step.tables) {
    const key = qualify(draft, name);
    removeTable(draft, key, step.cascade);
    if (draft.doubtful.has(key)) removeView(draft, key, step.cascade);
    exclude(draft, "doubtful", key);
  }
}

export function attachPartition(draft: Draft, step: Of<"attach-partition">): void {
  const parent = tableOf(draft, step.table).key;
  const child = tableOf(draft, step.partition).key;
  if (familyOf(draft, child).includes(parent)) return;
  changeTable(draft, child, { partitionOf: parent });
  takeOver(draft, parent, child);
}

/** A table of its own again; it keeps its indexes and constraints. */
export function detachPartition(draft: Draft, step: Of<"detach-partition">): void {
  const child: Name = step.partition;
  const { key } = tableOf(draft, child);
  changeTable(draft, key, { partitionOf: undefined });
  for (const index of [...draft.indexes.values()]) {
    if (index.table === key) putIndex(draft, { ...index, partOf: undefined });
  }
}
