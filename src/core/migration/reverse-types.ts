/**
 * A column's type back to what it was, and an enum back to the values it had. PostgreSQL cannot
 * take a value out of an enum, so the enum is made anew and every column moves over.
 */
import type { Catalog, Column, Enum, Qualified, Table } from "../sql/catalog.ts";
import { columnsOfType, foreignKeysTo, indexesOf, viewsOver } from "../sql/lookup.ts";
import { keyOf, makeObjectName } from "../sql/names.ts";
import type { TypeName } from "../sql/step.ts";
import { valueChange } from "../sql/type-values.ts";
import type { Draft } from "./reverse-script.ts";
import type { TablePair } from "./reverse-tables.ts";
import { indexSql } from "./write-definition.ts";
import {
  constraintSql,
  defaultSql,
  literal,
  namesAll,
  pathOf,
  quoted,
  typeSql,
} from "./write-sql.ts";

/** What stands behind SET DATA TYPE; undefined when it was refused. */
export function castBack(
  { from, to, was: table }: TablePair,
  now: Column,
  was: Column,
  draft: Draft,
): string | undefined {
  const type = typeSql(was.type);
  if (!type.ok) {
    draft.refused.push(`the type of ${was.name} cannot be written: ${type.reason}`);
    return undefined;
  }
  const path = `${pathOf(table)}.${quoted(was.name)}`;
  const { mayFail, mayLose } = valueChange(
    {
      from: now.type,
      to: was.type,
      fromCollation: now.collation,
      toCollation: was.collation,
      column: was.name,
      using: undefined,
    },
    (name) => valuesOf(from, name) ?? valuesOf(to, name),
  );
  if (mayFail) draft.fails.push(`a value of ${path} does not fit into ${type.sql}`);
  if (mayLose) draft.losses.push(`what of ${path} does not fit into ${type.sql}`);
  const collation = was.collation === undefined ? "" : ` COLLATE ${quoted(was.collation)}`;
  const isSame =
    now.type.name === was.type.name &&
    now.type.schema === was.type.schema &&
    now.type.isArray === was.type.isArray;
  if (isSame) return `${type.sql}${collation}`;
  const cast = isCastable(now.type, was.type) ? "" : "::text";
  return `${type.sql}${collation} USING (${quoted(was.name)}${cast}::${type.sql})`;
}

function valuesOf(catalog: Catalog, { schema, name, isArray }: TypeName) {
  if (schema === undefined || isArray) return undefined;
  return catalog.enums.get(keyOf(schema, name))?.values;
}

/** Whether PostgreSQL has a cast of its own; all others go through text, which every type has. */
function isCastable(from: TypeName, to: TypeName): boolean {
  if (from.isArray !== to.isArray || from.schema !== undefined || to.schema !== undefined) {
    return false;
  }
  return families.some((family) => family.has(from.name) && family.has(to.name));
}

/** Types with casts among all of them. https://www.postgresql.org/docs/current/catalog-pg-cast.html */
const families: readonly ReadonlySet<string>[] = [
  "int2 int4 int8 float4 float8 numeric",
  "text varchar bpchar name citext",
  "date timestamp timestamptz",
  "json jsonb",
  "bit varbit",
  "inet cidr",
  "int4 bool",
].map((line) => new Set(line.split(" ")));

/** `from` is the catalog as it is now, with the values that `was` does not have. */
export function recreateEnum(from: Catalog, key: Qualified, was: Enum, draft: Draft): void {
  const now = from.enums.get(key);
  if (now === undefined) return;
  const obstacle = obstacleTo(from, key, was);
  if (obstacle !== undefined) {
    draft.refused.push(`enum ${was.name} cannot be made anew: ${obstacle}`);
    return;
  }
  const old = freeName(from, was);
  const oldPath = pathOf({ schema: was.schema, name: old });
  const label = "AlterEnum";
  const push = (sql: string) => draft.pieces.push({ label, sql });
  const uses = columnsOfType(from, key);
  const around = uses.map((use) => standingOn(from, use.table, use.column, draft));
  for (const { drop } of around) drop.forEach(push);
  push(createEnumSql({ ...was, name: old }));
  for (const { table, column } of uses) {
    const alter = alterOf(from, table, column);
    if (alter === undefined) continue;
    const type = `${oldPath}${column.type.isArray ? "[]" : ""}`;
    if (column.default !== undefined) push(`${alter} DROP DEFAULT`);
    push(`${alter} TYPE ${type} USING (${quoted(column.name)}::text::${type})`);
    for (const value of now.values.filter((one) => !was.values.includes(one))) {
      draft.fails.push(`a row of ${pathOf(tableAt(from, table))} holds ${literal(value)}`);
    }
  }
  push(`DROP TYPE ${pathOf(was)}`);
  push(`ALTER TYPE ${oldPath} RENAME TO ${quoted(was.name)}`);
  for (const { table, column } of uses) {
    const alter = alterOf(from, table, column);
    if (alter === undefined || column.default === undefined) continue;
    push(`${alter} SET DEFAULT ${defaultSql(column.default)}`);
  }
  for (const { create } of around) create.forEach(push);
}

export function createEnumSql(one: Enum): string {
  return `CREATE TYPE ${pathOf(one)} AS ENUM (${one.values.map(literal).join(", ")})`;
}

function tableAt(catalog: Catalog, key: Qualified): Pick<Table, "schema" | "name"> {
  const dot = key.indexOf(".");
  return catalog.tables.get(key) ?? { schema: key.slice(0, dot), name: key.slice(dot + 1) };
}

function alterOf(catalog: Catalog, key: Qualified, column: Column): string | undefined {
  const table = catalog.tables.get(key);
  if (table === undefined || table.isTemporary) return undefined;
  return `ALTER TABLE ${pathOf(table)} ALTER COLUMN ${quoted(column.name)}`;
}

function freeName(catalog: Catalog, { schema, name }: Enum): string {
  let free = makeObjectName(name, undefined, "old");
  while (catalog.enums.has(keyOf(schema, free)) || catalog.tables.has(keyOf(schema, free))) {
    free = makeObjectName(free, undefined, "old");
  }
  return free;
}

/** Why PostgreSQL would not let the columns change their type, or the enum go. */
function obstacleTo(catalog: Catalog, key: Qualified, { name }: Enum): string | undefined {
  if (catalog.doubtful.has(key)) return "a block of code may have changed it";
  for (const { base } of catalog.domains.values()) {
    if (base.name === name) return "a domain is based on it";
  }
  for (const [called, { definition }] of catalog.functions) {
    if (namesAll(definition, [name])) return `function ${called} names it`;
  }
  for (const { table: tableKey, column } of columnsOfType(catalog, key)) {
    const table = catalog.tables.get(tableKey);
    if (table === undefined) continue;
    const why = obstacleAt(catalog, tableKey, table, column);
    if (why !== undefined) return why;
  }
  return undefined;
}

function obstacleAt(
  catalog: Catalog,
  key: Qualified,
  table: Table,
  { name }: Column,
): string | undefined {
  if (table.isPartitioned || table.partitionOf !== undefined || table.inherits.length > 0) {
    return `table ${key} is partitioned or inherits`;
  }
  const [view] = viewsOver(catalog, key);
  if (view !== undefined) return `view ${view} reads table ${key}`;
  if (table.policies.size > 0) return `table ${key} has policies`;
  for (const [trigger, { definition }] of table.triggers) {
    if (namesAll(definition, [name])) return `trigger ${trigger} names column ${name}`;
  }
  for (const column of table.columns.values()) {
    if (column.generatedAs?.columns.includes(name)) return `column ${column.name} is made from it`;
  }
  const isKeyed =
    [...table.constraints.values()].some(
      (one) => (one.kind === "foreign-key" || one.kind === "exclude") && one.columns.includes(name),
    ) || foreignKeysTo(catalog, key).some((one) => one.foreignKey.targetColumns.includes(name));
  return isKeyed ? `a foreign key or an exclusion stands on column ${name}` : undefined;
}

/** Conditions that compare the column with a value of the old type are put aside meanwhile. */
function standingOn(catalog: Catalog, key: Qualified, { name }: Column, draft: Draft) {
  const drop: string[] = [];
  const create: string[] = [];
  const table = catalog.tables.get(key);
  if (table === undefined || table.isTemporary) return { drop, create };
  for (const index of indexesOf(catalog, key)) {
    if (!index.alsoReads.includes(name) || index.constraint !== undefined) continue;
    const sql = indexSql(index);
    if (!sql.ok) draft.refused.push(`index ${index.name} cannot be made again: ${sql.reason}`);
    else {
      drop.push(`DROP INDEX ${pathOf(index)}`);
      create.push(sql.sql);
    }
  }
  for (const one of table.constraints.values()) {
    if (one.kind !== "check" || !one.columns.includes(name)) continue;
    const sql = constraintSql(catalog, table, one);
    if (!sql.ok) draft.refused.push(`check ${one.name} cannot be made again: ${sql.reason}`);
    else {
      drop.push(`ALTER TABLE ${pathOf(table)} DROP CONSTRAINT ${quoted(one.name)}`);
      create.push(`ALTER TABLE ${pathOf(table)} ADD ${sql.sql}`);
    }
  }
  return { drop, create };
}
