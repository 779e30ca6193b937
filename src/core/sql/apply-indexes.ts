/**
 * Indexes that are created, renamed and dropped, on tables and on materialized views. Those of
 * constraints come and go with them.
 */
import { textOf } from "../base/text.ts";
import { moveIndex, renameConstraint } from "./apply-constraints.ts";
import { childrenOf, type Draft, putIndex, tableOf } from "./apply-draft.ts";
import { removeIndex } from "./apply-removal.ts";
import type { Index, Qualified } from "./catalog.ts";
import { namedIn } from "./exclusion.ts";
import { indexColumnNames, keyOf, madeUpIndexName, qualify } from "./names.ts";
import type { Step } from "./step.ts";

type Of<Kind> = Extract<Step, { readonly kind: Kind }>;

export function createIndex(draft: Draft, step: Of<"create-index">): void {
  const view = draft.views.get(qualify(draft, step.table));
  const { schema, name: table } = view ?? tableOf(draft, step.table).table;
  const key = keyOf(schema, table);
  const names = indexColumnNames(step.parts, step.include);
  const name = step.index ?? madeUpIndexName(draft, schema, table, "index", names);
  if (step.ifNotExists && draft.indexes.has(keyOf(schema, name))) return;
  const columns = step.parts.map((part) => part.column);
  const known = draft.tables.get(key)?.columns;
  const index: Index = {
    schema,
    name,
    table: key,
    isUnique: step.isUnique,
    method: step.method,
    columns,
    include: step.include,
    columnNames: names,
    alsoReads: columnsRead(step, known),
    where: step.where?.text,
    constraint: undefined,
    partOf: undefined,
    definition: textOf(step.at),
  };
  putIndex(draft, index);
  addToPartitions(draft, index);
}

/** Every partition gets an index like that of the table above it, under a made-up name. */
export function addToPartitions(draft: Draft, index: Index): void {
  if (!draft.tables.get(index.table)?.isPartitioned) return;
  for (const child of childrenOf(draft, index.table)) addToPartition(draft, index, child);
}

/** Takes an index that is already there and alike, or makes one. */
export function addToPartition(draft: Draft, parent: Index, child: Qualified): void {
  const table = draft.tables.get(child);
  if (table === undefined) return;
  const partOf = keyOf(parent.schema, parent.name);
  for (const index of draft.indexes.values()) {
    if (index.table === child && index.partOf === undefined && isAlike(index, parent)) {
      putIndex(draft, { ...index, partOf });
      return;
    }
  }
  const { schema } = table;
  const name = madeUpIndexName(draft, schema, table.name, "index", parent.columnNames);
  const index = { ...parent, schema, name, table: child, partOf, definition: undefined };
  putIndex(draft, index);
  addToPartitions(draft, index);
}

function isAlike(one: Index, other: Index): boolean {
  return (
    one.isUnique === other.isUnique &&
    one.method === other.method &&
    one.where === other.where &&
    one.columns.join("\n") === other.columns.join("\n") &&
    one.include.join("\n") === other.include.join("\n")
  );
}

/** Columns that an expression or the WHERE of the index names. */
function columnsRead(
  step: Of<"create-index">,
  known: ReadonlyMap<string, unknown> | undefined,
): readonly string[] {
  const expressions = step.parts.filter(({ column }) => column === undefined);
  const inside = namedIn(
    expressions.map(({ text }) => text),
    known?.keys() ?? [],
  );
  return [...new Set([...(step.where?.columns ?? []), ...inside])];
}

export function dropIndexes(draft: Draft, step: Of<"drop-index">): void {
  for (const name of step.indexes) removeIndex(draft, qualify(draft, name), step.cascade);
}

/** The constraint for which it stands is renamed with it. */
export function renameIndex(draft: Draft, key: Qualified, to: string): void {
  const index = draft.indexes.get(key);
  if (index === undefined) return;
  if (index.constraint !== undefined) renameConstraint(draft, index.table, index.constraint, to);
  else moveIndex(draft, key, { ...index, name: to });
}
