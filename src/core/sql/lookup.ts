/**
 * Questions about a catalog that others ask: what points at a table, what stands on a column, who
 * uses a type. What was found is kept as long as the catalog is.
 */
import { mayName } from "./apply-removal.ts";
import type { Catalog, Column, Index, Qualified, Table, TableConstraint, View } from "./catalog.ts";
import { keyOf, qualify } from "./names.ts";
import type { Name } from "./step.ts";

export type ForeignKey = Extract<TableConstraint, { readonly kind: "foreign-key" }>;
export type Key = Extract<TableConstraint, { readonly index: Qualified }>;

/** The table that a written name means; undefined when it is not known. */
export function tableNamed(
  catalog: Catalog,
  name: Name,
): { readonly key: Qualified; readonly table: Table } | undefined {
  const key = qualify(catalog, name);
  const table = catalog.tables.get(key);
  return table && { key, table };
}

/** Foreign keys that point at the table, its own to itself among them, with where they are. */
export function foreignKeysTo(catalog: Catalog, target: Qualified): readonly Reference[] {
  return references(catalog.tables).get(target) ?? [];
}

export type Reference = { readonly table: Qualified; readonly foreignKey: ForeignKey };

const references = kept((tables: Catalog["tables"]) => {
  const found: Reference[] = [];
  for (const [key, table] of tables) {
    for (const one of foreignKeysOf(table)) found.push({ table: key, foreignKey: one });
  }
  return grouped(found, ({ foreignKey }) => [foreignKey.target]);
});

export function foreignKeysOf(table: Table): readonly ForeignKey[] {
  return [...table.constraints.values()].filter((one) => one.kind === "foreign-key");
}

/** Of a table or a materialized view, those of constraints among them. */
export function indexesOf(catalog: Catalog, relation: Qualified): readonly Index[] {
  return indexesByTable(catalog.indexes).get(relation) ?? [];
}

const indexesByTable = kept((indexes: Catalog["indexes"]) =>
  grouped([...indexes.values()], ({ table }) => [table]),
);

/**
 * An index in which the rows of a foreign key's values are found at once: its first columns are
 * those of the key, in any order, and no row is left out of it but those without a value.
 */
export function indexServing(
  catalog: Catalog,
  table: Qualified,
  columns: readonly string[],
): Index | undefined {
  return indexesOf(catalog, table).find((index) => {
    if (index.method === "hash" && columns.length > 1) return false;
    if (index.method !== "btree" && index.method !== "hash") return false;
    const first = index.columns.slice(0, columns.length);
    const isWhole = index.where === undefined || leavesOnlyNulls(index.where, columns);
    return isWhole && columns.every((column) => first.includes(column));
  });
}

/** `WHERE c IS NOT NULL`, of the only column that is looked for. */
function leavesOnlyNulls(where: string, columns: readonly string[]): boolean {
  const found = /^\s*\(*\s*(?:"((?:[^"]|"")+)"|(\w+))\s+IS\s+NOT\s+NULL\s*\)*\s*$/i.exec(where);
  const column = found?.[1]?.replaceAll('""', '"') ?? found?.[2]?.toLowerCase();
  return columns.length === 1 && column === columns[0];
}

/** Views that read the relation, and those that read them, nearest first. */
export function viewsOver(catalog: Catalog, relation: Qualified): readonly Qualified[] {
  const readers = viewsByRead(catalog.views);
  const found = new Set<Qualified>();
  const waiting = [relation];
  for (const next of waiting) {
    for (const { schema, name } of readers.get(next) ?? []) {
      const key = keyOf(schema, name);
      if (found.has(key)) continue;
      found.add(key);
      waiting.push(key);
    }
  }
  return [...found];
}

const viewsByRead = kept((views: Catalog["views"]) =>
  grouped([...views.values()], ({ reads }) => reads),
);

/**
 * Views that read the table and whose query has the column's name in it, or a `*`: too many rather
 * than too few.
 */
export function viewsNaming(catalog: Catalog, table: Qualified, column: string): readonly View[] {
  const readers = viewsByRead(catalog.views).get(table) ?? [];
  return readers.filter(({ query }) => mayName(query, column));
}

/** The constraint that an index stands for, with its table. */
export function constraintOf(
  catalog: Catalog,
  index: Qualified,
): { readonly table: Qualified; readonly constraint: Key } | undefined {
  const known = catalog.indexes.get(index);
  if (known?.constraint === undefined) return undefined;
  const constraint = catalog.tables.get(known.table)?.constraints.get(known.constraint);
  if (constraint === undefined || !("index" in constraint)) return undefined;
  return { table: known.table, constraint };
}

export function primaryKeyOf(table: Table): Key | undefined {
  for (const one of table.constraints.values()) if (one.kind === "primary-key") return one;
  return undefined;
}

/** Constraints that name the column: those of its own table only. */
export function constraintsOn(table: Table, column: string): readonly TableConstraint[] {
  return [...table.constraints.values()].filter((one) => one.columns.includes(column));
}

/** Indexes that have the column as a part, include it or read it in an expression. */
export function indexesOn(catalog: Catalog, table: Qualified, column: string): readonly Index[] {
  return indexesOf(catalog, table).filter(
    (index) =>
      index.columns.includes(column) ||
      index.include.includes(column) ||
      index.alsoReads.includes(column),
  );
}

export type TypeUse = { readonly table: Qualified; readonly column: Column };

/** Columns of an enum or a domain, and of arrays of it. */
export function columnsOfType(catalog: Catalog, type: Qualified): readonly TypeUse[] {
  return columnsByType(catalog.tables).get(type) ?? [];
}

const columnsByType = kept((tables: Catalog["tables"]) => {
  const found: TypeUse[] = [];
  for (const [table, { columns }] of tables) {
    for (const column of columns.values()) {
      if (column.type.schema !== undefined) found.push({ table, column });
    }
  }
  return grouped(found, ({ column: { type } }) => [keyOf(type.schema ?? "", type.name)]);
});

/** Its partitions and the tables that inherit from it, not theirs. */
export function childrenOf(catalog: Catalog, table: Qualified): readonly Qualified[] {
  return (
    childrenByParent(catalog.tables)
      .get(table)
      ?.map(([key]) => key) ?? []
  );
}

const childrenByParent = kept((tables: Catalog["tables"]) =>
  grouped([...tables], ([, { partitionOf, inherits }]) =>
    partitionOf === undefined ? inherits : [partitionOf, ...inherits],
  ),
);

/** Sequences that go when the table goes. */
export function sequencesOf(catalog: Catalog, table: Qualified): readonly Qualified[] {
  const found: Qualified[] = [];
  for (const [key, { ownedBy }] of catalog.sequences) if (ownedBy?.table === table) found.push(key);
  return found;
}

/** Statements share what they do not touch, so an answer outlives many catalogs. */
function kept<Part extends object, Answer>(find: (part: Part) => Answer): (part: Part) => Answer {
  const answers = new WeakMap<Part, Answer>();
  return (part) => {
    const known = answers.get(part);
    if (known !== undefined) return known;
    const answer = find(part);
    answers.set(part, answer);
    return answer;
  };
}

function grouped<Thing>(
  things: readonly Thing[],
  keys: (thing: Thing) => readonly string[],
): ReadonlyMap<string, readonly Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    for (const key of keys(thing)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [thing]);
      else group.push(thing);
    }
  }
  return groups;
}
