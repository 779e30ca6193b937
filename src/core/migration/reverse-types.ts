/**
 * A column's type back to what it was, and an enum back to the values it had. PostgreSQL cannot
 * take a value out of an enum, so the enum is made anew and every column moves over.
 */

import type { Catalog, Column, Enum, Qualified, Table } from "../sql/catalog.ts";
import { columnsOfType, foreignKeysTo, indexesOf, viewsNaming } from "../sql/lookup.ts";
import { keyOf, makeObjectName } from "../sql/names.ts";
import type { TypeName } from "../sql/step.ts";
import { valueChange } from "../sql/type-values.ts";
import { literal, quoted } from "../sql/write-name.ts";
import type { Draft } from "./reverse-script.ts";
import type { TablePair } from "./reverse-tables.ts";
import { indexSql } from "./write-definition.ts";
import { constraintSql, defaultSql, namesAll, pathOf, typeSql, type Written } from "./write-sql.ts";

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
  if (isSame || isAssigned(now.type, was.type)) return `${type.sql}${collation}`;
  const cast = castTo(now.type, was.type, type.sql);
  return `${type.sql}${collation} USING (${quoted(was.name)}${cast})`;
}

function valuesOf(catalog: Catalog, { schema, name, isArray }: TypeName) {
  if (schema === undefined || isArray) return undefined;
  return catalog.enums.get(keyOf(schema, name))?.values;
}

/**
 * Whether PostgreSQL turns one into the other by itself. Where it does, a cast must not be written:
 * it would cut off what is too long, where the assignment refuses it.
 */
function isAssigned(from: TypeName, to: TypeName): boolean {
  if (from.isArray !== to.isArray || from.schema !== undefined || to.schema !== undefined) {
    return false;
  }
  return families.some((family) => family.has(from.name) && family.has(to.name));
}

/** Types that are assigned to each other. https://www.postgresql.org/docs/current/catalog-pg-cast.html */
const families: readonly ReadonlySet<string>[] = [
  "int2 int4 int8 float4 float8 numeric",
  "text varchar bpchar name citext",
  "date timestamp timestamptz",
  "json jsonb",
  "bit varbit",
  "inet cidr",
].map((line) => new Set(line.split(" ")));

/** Through text, which every type can be written as and read from, where there is no other way. */
function castTo(from: TypeName, to: TypeName, sql: string): string {
  const isPlain = !from.isArray && !to.isArray;
  const isNumberAndTruth = isPlain && [from.name, to.name].sort().join() === "bool,int4";
  if (isNumberAndTruth) return `::${sql}`;
  const isText = !to.isArray && (to.name === "text" || to.name === "varchar");
  return isText ? "::text" : `::text::${sql}`;
}

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
  const uses = columnsOfType(from, key).flatMap(({ table, column }) => {
    const alter = alterOf(from, table, column);
    return alter === undefined ? [] : { table, column, alter };
  });
  const around = uses.map((use) => standingOn(from, use.table, use.column, draft));
  for (const { drop } of around) drop.forEach(push);
  push(createEnumSql({ ...was, name: old }));
  const removed = now.values.filter((one) => !was.values.includes(one));
  for (const { table, column, alter } of uses) {
    const type = `${oldPath}${column.type.isArray ? "[]" : ""}`;
    if (column.default !== undefined) push(`${alter} DROP DEFAULT`);
    push(`${alter} TYPE ${type} USING (${quoted(column.name)}::text::${type})`);
    for (const value of removed) {
      draft.fails.push(`a row of ${pathOf(tableAt(from, table))} holds ${literal(value)}`);
    }
  }
  push(`DROP TYPE ${pathOf(was)}`);
  push(`ALTER TYPE ${oldPath} RENAME TO ${quoted(was.name)}`);
  for (const { column, alter } of uses) {
    if (column.default !== undefined) push(`${alter} SET DEFAULT ${defaultSql(column.default)}`);
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
  const [view] = viewsNaming(catalog, key, name);
  if (view !== undefined) return `view ${view.name} reads column ${name}`;
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
  const again = (what: string, gone: string, sql: Written, before: string) => {
    if (!sql.ok) {
      draft.refused.push(`${what} cannot be made again: ${sql.reason}`);
      return;
    }
    drop.push(gone);
    create.push(`${before}${sql.sql}`);
  };
  for (const index of indexesOf(catalog, key)) {
    if (!index.alsoReads.includes(name) || index.constraint !== undefined) continue;
    again(`index ${index.name}`, `DROP INDEX ${pathOf(index)}`, indexSql(index), "");
  }
  const alter = `ALTER TABLE ${pathOf(table)}`;
  for (const one of table.constraints.values()) {
    if (one.kind !== "check" || !one.columns.includes(name)) continue;
    const gone = `${alter} DROP CONSTRAINT ${quoted(one.name)}`;
    again(`check ${one.name}`, gone, constraintSql(catalog, table, one), `${alter} ADD `);
  }
  return { drop, create };
}
