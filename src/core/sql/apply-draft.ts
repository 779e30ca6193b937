/**
 * A catalog while statements change it: maps are copied when they are first written to, so that
 * what is not touched stays the very same object. Knows nothing of what statements mean.
 */
import type { Catalog, Column, Index, Qualified, Table, TableConstraint } from "./catalog.ts";
import { hasRelation, keyOf, qualify } from "./names.ts";
import type { Name } from "./step.ts";

/** Also a `Catalog`: what reads one reads a draft. */
export type Draft = { -readonly [Part in keyof Catalog]: Catalog[Part] } & {
  readonly copied: Set<keyof Catalog>;
};

type MapPart = "tables" | "indexes" | "enums" | "domains" | "views" | "sequences" | "functions";
type SetPart = "schemas" | "extensions" | "doubtful";
type ValueOf<Part extends MapPart> =
  Catalog[Part] extends ReadonlyMap<Qualified, infer Value> ? Value : never;

export function openDraft(catalog: Catalog): Draft {
  return { ...catalog, copied: new Set() };
}

/** The draft as it is now. Later changes of the draft do not reach it. */
export function snapshot(draft: Draft): Catalog {
  draft.copied.clear();
  const { copied: _, ...catalog } = draft;
  return catalog;
}

export function put<Part extends MapPart>(
  draft: Draft,
  part: Part,
  key: Qualified,
  value: ValueOf<Part>,
): void {
  writable(draft, part).set(key, value);
}

export function remove(draft: Draft, part: MapPart, key: Qualified): void {
  if (draft[part].has(key)) writable(draft, part).delete(key);
}

function writable<Part extends MapPart>(draft: Draft, part: Part): Map<Qualified, ValueOf<Part>> {
  if (!draft.copied.has(part)) {
    draft.copied.add(part);
    Object.assign(draft, { [part]: new Map<Qualified, unknown>(draft[part]) });
  }
  return draft[part] as unknown as Map<Qualified, ValueOf<Part>>;
}

export function include(draft: Draft, part: SetPart, value: string): void {
  if (!draft[part].has(value)) draft[part] = new Set(draft[part]).add(value);
}

export function exclude(draft: Draft, part: SetPart, value: string): void {
  if (!draft[part].has(value)) return;
  draft[part] = new Set([...draft[part]].filter((one) => one !== value));
}

/**
 * The table that a statement speaks of. One that nothing created is made up, and is doubtful; for a
 * view or an index an empty one is given that is nowhere, so that changes of it come to nothing.
 */
export function tableOf(draft: Draft, name: Name): { key: Qualified; table: Table } {
  const key = qualify(draft, name);
  const known = draft.tables.get(key);
  if (known !== undefined) return { key, table: known };
  const schema = key.slice(0, key.length - name.name.length - 1);
  const table = emptyTable(schema, name.name);
  if (hasRelation(draft, key)) return { key, table };
  put(draft, "tables", key, table);
  include(draft, "doubtful", key);
  return { key, table };
}

export function emptyTable(schema: string, name: string): Table {
  return {
    schema,
    name,
    columns: new Map(),
    constraints: new Map(),
    triggers: new Map(),
    policies: new Set(),
    rowLevelSecurity: false,
    partitionOf: undefined,
    isPartitioned: false,
    inherits: [],
    isTemporary: false,
  };
}

/** Nothing when there is no such table. */
export function changeTable(draft: Draft, key: Qualified, change: Partial<Table>): void {
  const table = draft.tables.get(key);
  if (table !== undefined) put(draft, "tables", key, { ...table, ...change });
}

/** Nothing when there is no such column; the table is doubtful from then on. */
export function changeColumn(
  draft: Draft,
  key: Qualified,
  name: string,
  change: Partial<Column>,
): void {
  const table = draft.tables.get(key);
  const column = table?.columns.get(name);
  if (table === undefined || column === undefined) {
    doubtWithout(draft, key, name);
    return;
  }
  const columns = new Map(table.columns).set(name, { ...column, ...change });
  put(draft, "tables", key, { ...table, columns });
}

/** A statement speaks of a column that is not known: something unseen has made it. */
export function doubtWithout(draft: Draft, key: Qualified, column: string): void {
  if (draft.tables.get(key)?.columns.has(column) === false) include(draft, "doubtful", key);
}

export function putConstraint(draft: Draft, key: Qualified, constraint: TableConstraint): void {
  const table = draft.tables.get(key);
  if (table === undefined) return;
  const constraints = new Map(table.constraints).set(constraint.name, constraint);
  put(draft, "tables", key, { ...table, constraints });
}

export function putIndex(draft: Draft, index: Index): void {
  put(draft, "indexes", keyOf(index.schema, index.name), index);
}

/** Partitions and tables that inherit, not their own children. */
export function childrenOf(draft: Draft, key: Qualified): Qualified[] {
  const found: Qualified[] = [];
  for (const [child, table] of draft.tables) {
    if (table.partitionOf === key || table.inherits.includes(key)) found.push(child);
  }
  return found;
}

/** `table` and everything below it, parents first. */
export function familyOf(draft: Draft, key: Qualified): Qualified[] {
  const found = [key];
  for (const parent of found) {
    for (const child of childrenOf(draft, parent)) if (!found.includes(child)) found.push(child);
  }
  return found;
}

/** The same map under other keys and values; those of which `change` makes nothing are left out. */
export function remap<Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value, key: string) => readonly [string, Value] | undefined,
): Map<string, Value> {
  const result = new Map<string, Value>();
  for (const [key, value] of map) {
    const next = change(value, key);
    if (next !== undefined) result.set(next[0], next[1]);
  }
  return result;
}

/** Replaces the tables for which `change` gives another object. */
export function changeTables(
  draft: Draft,
  change: (table: Table, key: Qualified) => Table | undefined,
): void {
  for (const [key, table] of [...draft.tables]) {
    const next = change(table, key);
    if (next !== undefined && next !== table) put(draft, "tables", key, next);
  }
}
