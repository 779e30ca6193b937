/**
 * What goes when something goes: a column takes its indexes and constraints along, a table the
 * foreign keys that point at it. As PostgreSQL does it, for statements that PostgreSQL lets pass.
 */
import {
  changeColumn,
  changeTables,
  childrenOf,
  type Draft,
  exclude,
  put,
  remap,
  remove,
} from "./apply-draft.ts";
import type { Column, Qualified, Table, TableConstraint } from "./catalog.ts";
import { keyOf } from "./names.ts";
import type { Expression } from "./step.ts";

/**
 * Foreign keys that point at the table go in any case: without CASCADE PostgreSQL refuses to drop
 * it while there are some.
 */
export function removeTable(draft: Draft, key: Qualified, cascade: boolean): void {
  if (!draft.tables.has(key)) return;
  for (const child of childrenOf(draft, key)) {
    if (draft.tables.get(child)?.partitionOf === key || cascade) removeTable(draft, child, cascade);
  }
  remove(draft, "tables", key);
  exclude(draft, "doubtful", key);
  for (const [name, index] of draft.indexes) {
    if (index.table === key) remove(draft, "indexes", name);
  }
  for (const [name, { ownedBy }] of draft.sequences) {
    if (ownedBy?.table === key) removeSequence(draft, name);
  }
  removeForeignKeys(draft, (constraint) => constraint.target === key);
  if (cascade) removeViewsOver(draft, key, undefined);
}

export function removeView(draft: Draft, key: Qualified, cascade: boolean): void {
  if (!draft.views.has(key)) return;
  remove(draft, "views", key);
  exclude(draft, "doubtful", key);
  for (const [name, index] of draft.indexes) {
    if (index.table === key) remove(draft, "indexes", name);
  }
  if (cascade) removeViewsOver(draft, key, undefined);
}

/** Views that read the relation; when a column is given, only those whose query names it. */
function removeViewsOver(draft: Draft, key: Qualified, column: string | undefined): void {
  for (const [name, view] of [...draft.views]) {
    if (!view.reads.includes(key)) continue;
    if (column === undefined || mayName(view.query, column)) removeView(draft, name, true);
  }
}

/** Whether a query can mean a column: it has the name in it, or takes all columns; `count(*)` does not. */
export function mayName(query: string, column: string): boolean {
  const isWide = query.replace(/\bcount\s*\(\s*\*\s*\)/gi, "").includes("*");
  return isWide || query.toLowerCase().includes(column.toLowerCase());
}

/** From the table and from those below it. */
export function removeColumn(draft: Draft, key: Qualified, name: string, cascade: boolean): void {
  const table = draft.tables.get(key);
  if (table === undefined) return;
  for (const constraint of table.constraints.values()) {
    if (constraint.columns.includes(name)) removeConstraint(draft, key, constraint.name, cascade);
  }
  removeStandingOn(draft, key, name);
  deleteColumn(draft, key, name);
  for (const child of childrenOf(draft, key)) removeColumn(draft, child, name, cascade);
  if (!cascade) return;
  removeViewsOver(draft, key, name);
  for (const column of table.columns.values()) {
    if (column.generatedAs?.columns.includes(name)) removeColumn(draft, key, column.name, true);
  }
}

/** Indexes, sequences and other tables' foreign keys. */
function removeStandingOn(draft: Draft, key: Qualified, name: string): void {
  for (const [indexKey, index] of draft.indexes) {
    const used = [...index.columns, ...index.include, ...index.alsoReads];
    if (index.table === key && used.includes(name)) removeIndex(draft, indexKey, false);
  }
  removeForeignKeys(
    draft,
    (constraint) => constraint.target === key && constraint.targetColumns.includes(name),
  );
  for (const [sequence, { ownedBy }] of draft.sequences) {
    if (ownedBy?.table === key && ownedBy.column === name) removeSequence(draft, sequence);
  }
}

function deleteColumn(draft: Draft, key: Qualified, name: string): void {
  const table = draft.tables.get(key);
  if (table === undefined || !table.columns.has(name)) return;
  const columns = remap(table.columns, (column, key) => (key === name ? undefined : [key, column]));
  put(draft, "tables", key, { ...table, columns });
}

/** With its index, and with what stands on that; inherited ones go from the tables below too. */
export function removeConstraint(
  draft: Draft,
  key: Qualified,
  name: string,
  cascade: boolean,
): void {
  const table = draft.tables.get(key);
  const constraint = table?.constraints.get(name);
  if (table === undefined || constraint === undefined) return;
  const constraints = remap(table.constraints, (one, at) => (at === name ? undefined : [at, one]));
  put(draft, "tables", key, { ...table, constraints });
  if ("index" in constraint) {
    removeIndex(draft, constraint.index, cascade);
    return;
  }
  if (constraint.kind === "not-null") {
    for (const column of constraint.columns) changeColumn(draft, key, column, { isNotNull: false });
  }
  for (const child of childrenOf(draft, key)) {
    const same = inheritedFrom(constraint, draft.tables.get(child));
    if (same !== undefined) removeConstraint(draft, child, same, cascade);
  }
}

/** The name under which a partition or a child has what its parent has. */
function inheritedFrom(parents: TableConstraint, child: Table | undefined): string | undefined {
  if (child === undefined) return undefined;
  if (parents.kind === "foreign-key") {
    if (child.partitionOf === undefined) return undefined;
    for (const one of child.constraints.values()) {
      const isSame =
        one.kind === "foreign-key" &&
        one.target === parents.target &&
        one.columns.join() === parents.columns.join();
      if (isSame) return one.name;
    }
    return undefined;
  }
  return child.constraints.has(parents.name) ? parents.name : undefined;
}

/** With the constraint it stands for, and those of a partitioned table's partitions. */
export function removeIndex(draft: Draft, key: Qualified, cascade: boolean): void {
  const index = draft.indexes.get(key);
  if (index === undefined) return;
  remove(draft, "indexes", key);
  if (index.constraint !== undefined) {
    removeConstraint(draft, index.table, index.constraint, cascade);
  }
  if (draft.tables.get(index.table)?.isPartitioned) {
    for (const [name, one] of [...draft.indexes]) {
      if (one.partOf === key) removeIndex(draft, name, cascade);
    }
  }
  if (cascade && index.isUnique) removeUnsupported(draft, index.table);
}

/** Foreign keys that have lost the unique index which they stood on. */
function removeUnsupported(draft: Draft, target: Qualified): void {
  const unique = [...draft.indexes.values()]
    .filter((index) => index.table === target && index.isUnique && index.where === undefined)
    .map((index) => setOf(index.columns));
  removeForeignKeys(
    draft,
    (constraint) =>
      constraint.target === target && !unique.includes(setOf(constraint.targetColumns)),
  );
}

function setOf(columns: readonly (string | undefined)[]): string {
  return [...columns].sort().join("\n");
}

export type ForeignKey = Extract<TableConstraint, { kind: "foreign-key" }>;

function removeForeignKeys(draft: Draft, isGone: (constraint: ForeignKey) => boolean): void {
  const goes = (one: TableConstraint) => one.kind === "foreign-key" && isGone(one);
  changeTables(draft, (table) => {
    if (!some(table.constraints, goes)) return undefined;
    const constraints = remap(table.constraints, (one, name) =>
      goes(one) ? undefined : [name, one],
    );
    return { ...table, constraints };
  });
}

function some<Value>(map: ReadonlyMap<string, Value>, test: (value: Value) => boolean): boolean {
  for (const value of map.values()) if (test(value)) return true;
  return false;
}

/** Defaults that take their values from it go too: without CASCADE PostgreSQL refuses. */
export function removeSequence(draft: Draft, key: Qualified): void {
  if (!draft.sequences.has(key)) return;
  remove(draft, "sequences", key);
  changeTables(draft, (table) => {
    const uses = ({ default: value }: Column) => value !== undefined && drawsFrom(value, key);
    if (!some(table.columns, uses)) return undefined;
    const columns = remap(table.columns, (column, name) => [
      name,
      uses(column) ? { ...column, default: undefined } : column,
    ]);
    return { ...table, columns };
  });
}

function drawsFrom(value: Expression, sequence: Qualified): boolean {
  if (!value.functions.includes("nextval")) return false;
  const name = sequence.slice(sequence.indexOf(".") + 1);
  const written = /'((?:[^']|'')*)'/.exec(value.text)?.[1]?.replaceAll("''", "'") ?? "";
  const last = /(?:^|\.)\s*(?:"((?:[^"]|"")+)"|([^".]+))$/.exec(written);
  return (last?.[1]?.replaceAll('""', '"') ?? last?.[2]?.toLowerCase()) === name;
}

/** Everything whose type is gone: PostgreSQL drops the columns, not the tables. */
export function removeType(draft: Draft, key: Qualified, cascade: boolean): void {
  const isDomain = draft.domains.has(key);
  if (!isDomain && !draft.enums.has(key)) return;
  remove(draft, isDomain ? "domains" : "enums", key);
  exclude(draft, "doubtful", key);
  if (!cascade) return;
  for (const [tableKey, table] of [...draft.tables]) {
    for (const { name, type } of table.columns.values()) {
      if (type.schema === undefined || keyOf(type.schema, type.name) !== key) continue;
      removeColumn(draft, tableKey, name, true);
    }
  }
}
