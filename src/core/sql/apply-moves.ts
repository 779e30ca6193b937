/**
 * Tables, views, indexes, sequences, types and schemas that get another name or another schema:
 * everything that points at them follows.
 */
import {
  changeTables,
  type Draft,
  exclude,
  include,
  put,
  remap,
  remove,
  tableOf,
} from "./apply-draft.ts";
import { renameIndex } from "./apply-indexes.ts";
import type { Catalog, Column, Qualified, Table, TableConstraint } from "./catalog.ts";
import { keyOf, qualify, qualifyType } from "./names.ts";
import type { Name, Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

/** ALTER TABLE … RENAME works on views, indexes and sequences as well. */
export function renameRelation(draft: Draft, step: Of<"rename-table">): void {
  const key = qualify(draft, step.table);
  if (draft.indexes.has(key)) {
    renameIndex(draft, key, step.to);
    return;
  }
  moveRelation(draft, step.table, (place) => ({ ...place, name: step.to }));
}

/** An index moves with its table only. */
export function setSchema(draft: Draft, step: Of<"set-schema">): void {
  moveRelation(draft, step.table, (place) => ({ ...place, schema: step.to }));
}

type Place = { readonly schema: string; readonly name: string };

function moveRelation(draft: Draft, name: Name, to: (from: Place) => Place): void {
  const key = qualify(draft, name);
  const sequence = draft.sequences.get(key);
  const view = draft.views.get(key);
  if (sequence !== undefined) {
    const place = to({ schema: key.slice(0, key.length - name.name.length - 1), name: name.name });
    remove(draft, "sequences", key);
    put(draft, "sequences", keyOf(place.schema, place.name), sequence);
  } else if (view !== undefined) {
    const moved = { ...view, ...to(view) };
    remove(draft, "views", key);
    put(draft, "views", keyOf(moved.schema, moved.name), moved);
    follow(draft, key, keyOf(moved.schema, moved.name), moved.schema);
  } else {
    moveTable(draft, tableOf(draft, name), to);
  }
}

function moveTable(
  draft: Draft,
  { key, table }: { readonly key: Qualified; readonly table: Table },
  to: (from: Place) => Place,
): void {
  const place = to(table);
  const moved: Table = { ...table, schema: place.schema, name: place.name };
  const next = keyOf(moved.schema, moved.name);
  if (next === key) return;
  remove(draft, "tables", key);
  put(draft, "tables", next, moved);
  if (moved.schema !== table.schema) moveOwned(draft, key, next, moved.schema);
  follow(draft, key, next, moved.schema);
}

/** Sequences of its columns change their schema with a table. */
function moveOwned(draft: Draft, from: Qualified, to: Qualified, schema: string): void {
  for (const [name, sequence] of [...draft.sequences]) {
    const { ownedBy } = sequence;
    if (ownedBy?.table !== from) continue;
    remove(draft, "sequences", name);
    const moved = keyOf(schema, name.slice(name.indexOf(".") + 1));
    put(draft, "sequences", moved, { ...sequence, ownedBy: { ...ownedBy, table: to } });
  }
}

/** What points at `from` points at `to`. */
function follow(draft: Draft, from: Qualified, to: Qualified, schema: string): void {
  if (draft.doubtful.has(from)) {
    exclude(draft, "doubtful", from);
    include(draft, "doubtful", to);
  }
  const swap = (key: Qualified) => (key === from ? to : key);
  for (const [name, index] of [...draft.indexes]) {
    if (index.table !== from) continue;
    const moved = keyOf(schema, index.name);
    if (moved !== name) remove(draft, "indexes", name);
    put(draft, "indexes", moved, { ...index, schema, table: to });
  }
  for (const [name, sequence] of draft.sequences) {
    const { ownedBy } = sequence;
    if (ownedBy?.table !== from) continue;
    put(draft, "sequences", name, { ...sequence, ownedBy: { ...ownedBy, table: to } });
  }
  for (const [name, view] of draft.views) {
    if (view.reads.includes(from))
      put(draft, "views", name, { ...view, reads: view.reads.map(swap) });
  }
  changeTables(draft, (table, key) => pointed(key === to ? inSchema(table) : table, from, to));
}

/** Its constraints' indexes are called after the schema. */
function inSchema(table: Table): Table {
  const constraints = remap(table.constraints, (one, name) => [
    name,
    "index" in one ? { ...one, index: keyOf(table.schema, name) } : one,
  ]);
  return { ...table, constraints };
}

function pointed(table: Table, from: Qualified, to: Qualified): Table {
  const swap = (key: Qualified) => (key === from ? to : key);
  const points = (one: TableConstraint) => one.kind === "foreign-key" && one.target === from;
  let next = table;
  if ([...table.constraints.values()].some(points)) {
    const constraints = remap(table.constraints, (one, name) => [
      name,
      one.kind === "foreign-key" && points(one) ? { ...one, target: to } : one,
    ]);
    next = { ...next, constraints };
  }
  if (table.partitionOf === from) next = { ...next, partitionOf: to };
  if (table.inherits.includes(from)) next = { ...next, inherits: table.inherits.map(swap) };
  return next;
}

/** Columns of the type follow. */
export function renameType(draft: Draft, step: Of<"rename-type">): void {
  const key = qualifyType(draft, step.type);
  const type = draft.enums.get(key);
  const domain = draft.domains.get(key);
  const schema = key.slice(0, key.length - step.type.name.length - 1);
  const to = keyOf(schema, step.to);
  if (draft.doubtful.has(key)) {
    exclude(draft, "doubtful", key);
    include(draft, "doubtful", to);
  }
  if (type !== undefined) {
    remove(draft, "enums", key);
    put(draft, "enums", to, { ...type, name: step.to });
  } else if (domain !== undefined) {
    remove(draft, "domains", key);
    put(draft, "domains", to, domain);
  }
  retype(draft, { schema, name: step.type.name }, { schema, name: step.to });
}

/** A type that the catalog does not know is in columns as it was written. */
function retype(draft: Draft, from: Place, to: Place): void {
  const isIt = ({ type }: Column) =>
    type.name === from.name && (type.schema ?? from.schema) === from.schema;
  changeTables(draft, (table) => {
    if (![...table.columns.values()].some(isIt)) return undefined;
    const columns = remap(table.columns, (column, name) => {
      if (!isIt(column)) return [name, column];
      const schema = column.type.schema === undefined ? undefined : to.schema;
      return [name, { ...column, type: { ...column.type, schema, name: to.name } }];
    });
    return { ...table, columns };
  });
}

export function renameSchema(draft: Draft, step: Of<"rename-schema">): void {
  const { schema: from, to } = step;
  const moved = (key: Qualified) =>
    key.startsWith(`${from}.`) ? `${to}${key.slice(from.length)}` : key;
  const place = <Thing extends Place>(thing: Thing): Thing =>
    thing.schema === from ? { ...thing, schema: to } : thing;
  const next: Partial<Catalog> = {
    tables: remap(draft.tables, (table, key) => [
      moved(key),
      place(movedTable(table, moved, from, to)),
    ]),
    indexes: remap(draft.indexes, (index, key) => [
      moved(key),
      { ...place(index), table: moved(index.table), partOf: index.partOf && moved(index.partOf) },
    ]),
    enums: remap(draft.enums, (type, key) => [moved(key), place(type)]),
    domains: remap(draft.domains, (domain, key) => [moved(key), domain]),
    views: remap(draft.views, (view, key) => [
      moved(key),
      { ...place(view), reads: view.reads.map(moved) },
    ]),
    sequences: remap(draft.sequences, ({ ownedBy, ...rest }, key) => [
      moved(key),
      { ...rest, ownedBy: ownedBy && { ...ownedBy, table: moved(ownedBy.table) } },
    ]),
    functions: remap(draft.functions, (body, key) => [moved(key), body]),
    schemas: new Set([...draft.schemas].map((schema) => (schema === from ? to : schema))),
    doubtful: new Set([...draft.doubtful].map(moved)),
  };
  Object.assign(draft, next);
  draft.copied.clear();
}

function movedTable(
  table: Table,
  moved: (key: Qualified) => Qualified,
  from: string,
  to: string,
): Table {
  const retyped = ({ type }: Column) => (type.schema === from ? { ...type, schema: to } : type);
  return {
    ...table,
    partitionOf: table.partitionOf && moved(table.partitionOf),
    inherits: table.inherits.map(moved),
    columns: remap(table.columns, (column, name) => [name, { ...column, type: retyped(column) }]),
    constraints: remap(table.constraints, (one, name) => {
      if ("index" in one) return [name, { ...one, index: moved(one.index) }];
      return [name, one.kind === "foreign-key" ? { ...one, target: moved(one.target) } : one];
    }),
  };
}
