/** Whether two catalogs hold the same things, whatever the order in which columns were added. */
import type { Catalog, Index, Table, TableConstraint } from "../sql/catalog.ts";

/** Definitions of functions, views and triggers are not looked into, only whether they are there. */
export function isSameCatalog(one: Catalog, other: Catalog): boolean {
  return (
    areAlike(one.tables, other.tables, tableKey) &&
    areAlike(one.indexes, other.indexes, indexKey) &&
    areAlike(one.enums, other.enums, ({ values }) => values.join("\n")) &&
    areAlike(one.sequences, other.sequences, ({ ownedBy }) => JSON.stringify(ownedBy)) &&
    areAlike(one.functions, other.functions, () => "") &&
    areAlike(one.views, other.views, ({ query }) => query)
  );
}

function areAlike<Value>(
  one: ReadonlyMap<string, Value>,
  other: ReadonlyMap<string, Value>,
  say: (value: Value) => string | undefined,
): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [key, value] of one) {
    const twin = other.get(key);
    if (value === twin) continue;
    if (twin === undefined || say(value) !== say(twin)) return false;
  }
  return true;
}

function tableKey(table: Table): string {
  const columns = [...table.columns.values()]
    .map(({ name, type, collation, isNotNull, default: value, identity, generated }) =>
      JSON.stringify([name, type, collation, isNotNull, value?.text, identity, generated]),
    )
    .sort();
  const constraints = [...table.constraints.values()]
    .filter(({ kind }) => kind !== "not-null")
    .map(constraintKey)
    .sort();
  const triggers = [...table.triggers.keys()].sort();
  const policies = [...table.policies].sort();
  return JSON.stringify([columns, constraints, triggers, policies, table.rowLevelSecurity]);
}

function constraintKey(one: TableConstraint): string {
  const key = [one.kind, one.name, one.isValid, one.isDeferrable, one.columns];
  if (one.kind !== "foreign-key") return JSON.stringify(key);
  return JSON.stringify([...key, one.target, one.targetColumns, one.onDelete, one.onUpdate]);
}

function indexKey(index: Index): string {
  const { table, isUnique, method, columns, include, where, constraint } = index;
  return JSON.stringify([table, isUnique, method, columns, include, where, constraint]);
}
