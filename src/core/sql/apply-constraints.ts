/**
 * Constraints that are added, renamed and validated, with the indexes that stand for them. Does
 * not know whether rows keep to them.
 */

import { textOf } from "../base/text.ts";
import {
  changeColumn,
  changeTable,
  childrenOf,
  type Draft,
  put,
  putConstraint,
  putIndex,
  remap,
  remove,
  tableOf,
} from "./apply-draft.ts";
import { removeConstraint } from "./apply-removal.ts";
import type { Index, Qualified, Table, TableConstraint } from "./catalog.ts";
import { namedIn, readExclusion } from "./exclusion.ts";
import { keyOf, madeUpConstraintName, madeUpIndexName, makeObjectName } from "./names.ts";
import type { Constraint, Step } from "./step.ts";

export function addConstraint(draft: Draft, key: Qualified, constraint: Constraint): void {
  const table = draft.tables.get(key);
  if (table === undefined) return;
  switch (constraint.kind) {
    case "primary-key":
    case "unique":
      addKey(draft, key, table, constraint);
      break;
    case "exclude":
      addExclusion(draft, key, table, constraint);
      break;
    case "check":
      addCheck(draft, key, table, constraint);
      break;
    case "not-null":
      addNotNull(draft, key, table, constraint);
      break;
    case "foreign-key":
      addForeignKey(draft, key, table, constraint);
      break;
  }
}

type Of<Kind> = Extract<Constraint, { readonly kind: Kind }>;
type Key = Extract<Constraint, { readonly usingIndex: string | undefined }>;

function addKey(draft: Draft, key: Qualified, table: Table, written: Key): void {
  const given =
    written.usingIndex === undefined
      ? undefined
      : draft.indexes.get(keyOf(table.schema, written.usingIndex));
  const columns = given?.columns.filter((column) => column !== undefined) ?? written.columns;
  const { schema, name: tableName } = table;
  const name =
    written.name ?? given?.name ?? madeUpIndexName(draft, schema, tableName, written.kind, columns);
  if (given !== undefined) remove(draft, "indexes", keyOf(given.schema, given.name));
  putIndex(draft, {
    ...(given ?? plainIndex(table, key, columns)),
    name,
    isUnique: true,
    constraint: name,
    definition: undefined,
  });
  putConstraint(draft, key, {
    ...common(name, written),
    kind: written.kind,
    columns,
    index: keyOf(schema, name),
  });
  if (written.kind === "primary-key") {
    for (const column of columns) setNotNull(draft, key, column);
  }
  if (table.isPartitioned) addKeyToPartitions(draft, key, name, written);
}

/** Each partition has a key of its own, under a name of its own. */
function addKeyToPartitions(draft: Draft, key: Qualified, name: string, written: Key): void {
  const partOf = keyOf(draft.tables.get(key)?.schema ?? "", name);
  for (const child of childrenOf(draft, key)) {
    const before = new Set(draft.tables.get(child)?.constraints.keys());
    addConstraint(draft, child, { ...written, name: undefined });
    for (const constraint of draft.tables.get(child)?.constraints.values() ?? []) {
      if (before.has(constraint.name) || !("index" in constraint)) continue;
      const index = draft.indexes.get(constraint.index);
      if (index !== undefined) putIndex(draft, { ...index, partOf });
    }
  }
}

function plainIndex(table: Table, key: Qualified, columns: readonly string[]): Index {
  return {
    schema: table.schema,
    name: "",
    table: key,
    isUnique: false,
    method: "btree",
    columns,
    include: [],
    columnNames: columns,
    alsoReads: [],
    where: undefined,
    constraint: undefined,
    partOf: undefined,
    definition: undefined,
  };
}

function addExclusion(draft: Draft, key: Qualified, table: Table, written: Of<"exclude">): void {
  const { columns: parts, expressions, where } = readExclusion(textOf(written.at));
  const columns = parts.filter((part) => part !== undefined);
  const forName = parts.map((part) => part ?? "expr");
  const name = written.name ?? madeUpIndexName(draft, table.schema, table.name, "exclude", forName);
  putIndex(draft, {
    ...plainIndex(table, key, columns),
    name,
    method: written.method,
    columns: parts,
    columnNames: forName,
    alsoReads: namedIn([...expressions, where ?? ""], table.columns.keys()),
    where,
    constraint: name,
  });
  const index = keyOf(table.schema, name);
  putConstraint(draft, key, { ...common(name, written), kind: "exclude", columns, index });
}

function addCheck(draft: Draft, key: Qualified, table: Table, written: Of<"check">): void {
  const { columns } = written.expression;
  const own = columns.filter((column) => table.columns.has(column));
  const name = written.name ?? madeUpConstraintName(draft, table.schema, table.name, "check", own);
  putConstraint(draft, key, {
    ...common(name, written),
    kind: "check",
    notNullOf: written.notNullOf,
    columns: [...new Set(own)],
  });
  for (const child of childrenOf(draft, key)) {
    const below = draft.tables.get(child);
    if (below === undefined || below.constraints.has(name)) continue;
    addCheck(draft, child, below, { ...written, name });
  }
}

function addNotNull(draft: Draft, key: Qualified, table: Table, written: Of<"not-null">): void {
  for (const column of written.columns) setNotNull(draft, key, column);
  if (written.name === undefined && !written.isNotValid) return;
  const { schema, name: tableName } = table;
  const name =
    written.name ?? madeUpConstraintName(draft, schema, tableName, "not-null", written.columns);
  putConstraint(draft, key, {
    ...common(name, written),
    kind: "not-null",
    columns: written.columns,
  });
}

/** In the table and in those below it. */
export function setNotNull(draft: Draft, key: Qualified, column: string): void {
  changeColumn(draft, key, column, { isNotNull: true });
  for (const child of childrenOf(draft, key)) setNotNull(draft, child, column);
}

function addForeignKey(
  draft: Draft,
  key: Qualified,
  table: Table,
  written: Of<"foreign-key">,
): void {
  const { columns, onDelete, onUpdate } = written;
  const { key: target, table: other } = tableOf(draft, written.target);
  const targetColumns =
    written.targetColumns.length > 0 ? written.targetColumns : primaryKeyOf(other);
  const isTaken = written.name !== undefined && table.constraints.has(written.name);
  const name =
    written.name !== undefined && !isTaken
      ? written.name
      : madeUpConstraintName(draft, table.schema, table.name, "foreign-key", columns);
  putConstraint(draft, key, {
    ...common(name, written),
    kind: "foreign-key",
    columns,
    target,
    targetColumns,
    onDelete,
    onUpdate,
  });
  if (!table.isPartitioned) return;
  for (const child of childrenOf(draft, key)) addConstraint(draft, child, { ...written, name });
}

/** Empty when it has none. */
export function primaryKeyOf(table: Table): readonly string[] {
  for (const constraint of table.constraints.values()) {
    if (constraint.kind === "primary-key") return constraint.columns;
  }
  return [];
}

function common(name: string, written: Constraint) {
  return {
    name,
    isValid: !written.isNotValid,
    isDeferrable: written.isDeferrable,
    written,
  };
}

/** A made-up not-null constraint is not kept: its name tells whose it is. */
export function dropConstraint(
  draft: Draft,
  { table: name, constraint, cascade }: Extract<Step, { kind: "drop-constraint" }>,
): void {
  const { key, table } = tableOf(draft, name);
  if (table.constraints.has(constraint)) {
    removeConstraint(draft, key, constraint, cascade);
    return;
  }
  for (const column of table.columns.keys()) {
    if (makeObjectName(table.name, column, "not_null") === constraint) {
      changeColumn(draft, key, column, { isNotNull: false });
    }
  }
}

/** In the table and in those below it. */
export function validateConstraint(draft: Draft, key: Qualified, name: string): void {
  const constraint = draft.tables.get(key)?.constraints.get(name);
  if (constraint === undefined) return;
  putConstraint(draft, key, { ...constraint, isValid: true });
  for (const child of childrenOf(draft, key)) validateConstraint(draft, child, name);
}

/** With the index that stands for it. */
export function renameConstraint(draft: Draft, key: Qualified, name: string, to: string): void {
  const table = draft.tables.get(key);
  const constraint = table?.constraints.get(name);
  if (table === undefined || constraint === undefined || name === to) return;
  const renamed = (one: TableConstraint): TableConstraint =>
    "index" in one ? { ...one, name: to, index: keyOf(table.schema, to) } : { ...one, name: to };
  changeTable(draft, key, {
    constraints: remap(table.constraints, (one, at) =>
      at === name ? [to, renamed(one)] : [at, one],
    ),
  });
  if ("index" in constraint) {
    const index = draft.indexes.get(constraint.index);
    if (index !== undefined)
      moveIndex(draft, constraint.index, { ...index, name: to, constraint: to });
    return;
  }
  for (const child of childrenOf(draft, key)) renameConstraint(draft, child, name, to);
}

/** Puts `index` where its schema and name say, instead of at `from`. */
export function moveIndex(draft: Draft, from: Qualified, index: Index): void {
  const to = keyOf(index.schema, index.name);
  put(draft, "indexes", to, index);
  if (to !== from) remove(draft, "indexes", from);
  if (!draft.tables.get(index.table)?.isPartitioned) return;
  for (const [key, one] of [...draft.indexes]) {
    if (one.partOf === from) put(draft, "indexes", key, { ...one, partOf: to });
  }
}
