/**
 * What ALTER TABLE has to do so that a table is again as it was: columns, keys, checks and foreign
 * keys. Tables as a whole, indexes and everything else are elsewhere.
 */

import type { Catalog, Column, Qualified, Table, TableConstraint } from "../sql/catalog.ts";
import { childrenOf } from "../sql/lookup.ts";
import { quoted } from "../sql/write-name.ts";
import type { Draft } from "./reverse-script.ts";
import { castBack } from "./reverse-types.ts";
import {
  columnSql,
  constraintSql,
  defaultSql,
  identitySql,
  isPlainIdentity,
  pathOf,
} from "./write-sql.ts";

/** `from` is there now, `to` is what is wanted. Both have the table. */
export type TablePair = {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly key: Qualified;
  readonly now: Table;
  readonly was: Table;
};

/** Partitions and children have what their parents have: what is whose is not kept. */
export function isInFamily({ from, to, key, now, was }: TablePair): boolean {
  return (
    [now, was].some((one) => one.isPartitioned || one.partitionOf || one.inherits.length > 0) ||
    childrenOf(from, key).length > 0 ||
    childrenOf(to, key).length > 0
  );
}

/** Foreign keys go first, so that nothing holds a key or a table. */
export function dropForeignKeys({ now, was }: TablePair, draft: Draft): void {
  for (const one of extraConstraints(now, was)) {
    if (one.kind !== "foreign-key") continue;
    const sql = `ALTER TABLE ${pathOf(now)} DROP CONSTRAINT ${quoted(one.name)}`;
    draft.pieces.push({ label: "DropForeignKey", sql });
  }
}

/** Everything but foreign keys, as one ALTER TABLE. */
export function alterTable(pair: TablePair, draft: Draft): void {
  const clauses: string[] = [];
  const { now, was, to, key } = pair;
  for (const one of extraConstraints(now, was).filter(isOnTable)) {
    clauses.push(`DROP CONSTRAINT ${quoted(one.name)}`);
  }
  for (const column of now.columns.values()) {
    if (was.columns.has(column.name)) continue;
    clauses.push(`DROP COLUMN ${quoted(column.name)}`);
    draft.losses.push(`what stands in ${place(now, column.name)} by then`);
  }
  for (const column of was.columns.values()) {
    const current = now.columns.get(column.name);
    if (current === undefined) addBack(pair, column, clauses, draft);
    else if (current !== column) changeBack(pair, current, column, clauses, draft);
  }
  for (const one of extraConstraints(was, now).filter(isOnTable)) {
    addConstraint(to, was, one, clauses, draft);
  }
  if (clauses.length > 0) {
    const sql = `ALTER TABLE ${pathOf(now)} ${clauses.join(",\n")}`;
    draft.pieces.push({ label: "AlterTable", sql });
  }
  if (was.hasMore && [...was.columns.keys()].some((name) => !now.columns.has(name))) {
    draft.refused.push(`comments or options of table ${key} are not kept`);
  }
}

/** The names of NOT NULL constraints are nobody's business: the column says it. */
function isOnTable({ kind }: TableConstraint): boolean {
  return kind !== "foreign-key" && kind !== "not-null";
}

/** Of the table `was`, those that the table does not have now. */
export function addForeignKeys(
  to: Catalog,
  was: Table,
  now: Table | undefined,
  draft: Draft,
): void {
  for (const one of now === undefined ? was.constraints.values() : extraConstraints(was, now)) {
    if (one.kind !== "foreign-key") continue;
    const clauses: string[] = [];
    addConstraint(to, was, one, clauses, draft);
    for (const clause of clauses) {
      draft.pieces.push({ label: "AddForeignKey", sql: `ALTER TABLE ${pathOf(was)} ${clause}` });
    }
  }
}

export function addConstraint(
  to: Catalog,
  was: Table,
  one: TableConstraint,
  clauses: string[],
  draft: Draft,
): void {
  const sql = constraintSql(to, was, one);
  if (!sql.ok) {
    draft.refused.push(`constraint ${one.name} cannot be brought back: ${sql.reason}`);
    return;
  }
  clauses.push(`ADD ${sql.sql}`);
  if (one.isValid) draft.fails.push(`a row of ${pathOf(was)} breaks ${quoted(one.name)}`);
}

/** In `one` and not, or not like that, in `other`; not those that come and go with a column. */
function extraConstraints(one: Table, other: Table): readonly TableConstraint[] {
  return [...one.constraints.values()].filter((constraint) => {
    const same = other.constraints.get(constraint.name);
    if (same === constraint) return false;
    if (same !== undefined && signature(same) === signature(constraint)) return false;
    return true;
  });
}

function signature(one: TableConstraint): string {
  const { kind, name, columns, isValid, isDeferrable } = one;
  const points = one.kind === "foreign-key" ? [one.target, one.targetColumns] : [];
  const acts = one.kind === "foreign-key" ? [one.onDelete, one.onUpdate] : [];
  const text = one.written.kind === "check" ? one.written.expression.text : "";
  return JSON.stringify([kind, name, columns, isValid, isDeferrable, points, acts, text]);
}

function addBack(pair: TablePair, column: Column, clauses: string[], draft: Draft): void {
  const { to, key, was } = pair;
  const sql = columnSql(to, key, column);
  if (!sql.ok) {
    draft.refused.push(`column ${column.name} cannot be brought back: ${sql.reason}`);
    return;
  }
  clauses.push(`ADD COLUMN     ${sql.sql}`);
  if (column.generated !== undefined) return;
  draft.losses.push(`the values of ${place(was, column.name)}`);
  if (column.isNotNull && column.default === undefined && column.identity === undefined) {
    draft.fails.push(
      `${pathOf(was)} holds a row: ${quoted(column.name)} was required and had no default`,
    );
  }
}

function changeBack(
  pair: TablePair,
  now: Column,
  was: Column,
  clauses: string[],
  draft: Draft,
): void {
  const alter = `ALTER COLUMN ${quoted(was.name)}`;
  if (now.generated !== was.generated) {
    draft.refused.push(`column ${was.name} cannot be generated again: it keeps its values`);
    return;
  }
  if (now.identity !== undefined && was.identity === undefined) {
    clauses.push(`${alter} DROP IDENTITY`);
  }
  if (was.generated === undefined) {
    typeAndDefaultBack(pair, now, was, clauses, draft);
  } else {
    if (isOther(now, was)) clauses.push(...typeBack(pair, now, was, draft));
    if (now.generatedAs?.text !== was.generatedAs?.text) {
      clauses.push(`${alter} SET EXPRESSION AS (${was.generatedAs?.text ?? ""})`);
    }
  }
  if (now.isNotNull && !was.isNotNull) clauses.push(`${alter} DROP NOT NULL`);
  if (!now.isNotNull && was.isNotNull) {
    clauses.push(`${alter} SET NOT NULL`);
    draft.fails.push(`a row of ${pathOf(pair.was)} has no ${quoted(was.name)}`);
  }
  identityBack(pair, now, was, alter, clauses, draft);
}

/** A default of another type is put aside while the type changes. */
function typeAndDefaultBack(
  pair: TablePair,
  now: Column,
  was: Column,
  clauses: string[],
  draft: Draft,
): void {
  const alter = `ALTER COLUMN ${quoted(was.name)}`;
  const isOtherType = typeKey(now) !== typeKey(was);
  const isOtherDefault = isOtherType || now.default?.text !== was.default?.text;
  if (isOtherDefault && now.default !== undefined) {
    if (isOtherType || was.default === undefined) clauses.push(`${alter} DROP DEFAULT`);
  }
  if (isOther(now, was)) clauses.push(...typeBack(pair, now, was, draft));
  if (isOtherDefault && was.default !== undefined) {
    clauses.push(`${alter} SET DEFAULT ${defaultSql(was.default)}`);
  }
}

function isOther(now: Column, was: Column): boolean {
  return (
    typeKey(now) !== typeKey(was) ||
    now.collation !== was.collation ||
    now.type.modifiers.join() !== was.type.modifiers.join()
  );
}

function typeBack(pair: TablePair, now: Column, was: Column, draft: Draft): readonly string[] {
  const type = castBack(pair, now, was, draft);
  return type === undefined ? [] : [`ALTER COLUMN ${quoted(was.name)} SET DATA TYPE ${type}`];
}

function identityBack(
  { to, key }: TablePair,
  now: Column,
  was: Column,
  alter: string,
  clauses: string[],
  draft: Draft,
): void {
  if (was.identity === undefined || now.identity === was.identity) return;
  if (now.identity !== undefined) {
    clauses.push(`${alter} SET GENERATED ${was.identity.toUpperCase()}`);
  } else if (isPlainIdentity(to, key, was)) {
    clauses.push(`${alter} ADD ${identitySql(was.identity)}`);
    draft.losses.push(`where the sequence of ${quoted(was.name)} was`);
  } else {
    draft.refused.push(`options of the identity column ${was.name} are not kept`);
  }
}

function typeKey({ type }: Column): string {
  return `${type.schema ?? ""}.${type.name}${type.isArray ? "[]" : ""}`;
}

function place(table: Table, column: string): string {
  return `${pathOf(table)}.${quoted(column)}`;
}
