/**
 * Two catalogs → the statements that lead from the one that is there to the one that was. What
 * only has another name, and what a catalog does not hold, cannot be seen here.
 */
import type { Catalog, Index, Qualified, Table } from "../sql/catalog.ts";
import {
  createBelow,
  createSchemas,
  createViewsAndTriggers,
  dropBelow,
  dropSchemas,
  dropViewsAndTriggers,
} from "./reverse-objects.ts";
import { type Draft, openUndoing, type Undoing } from "./reverse-script.ts";
import {
  addConstraint,
  addForeignKeys,
  alterTable,
  dropForeignKeys,
  isInFamily,
  type TablePair,
} from "./reverse-tables.ts";
import { createEnumSql, recreateEnum } from "./reverse-types.ts";
import { indexSql } from "./write-definition.ts";
import { pathOf, pathOfKey, tableSql } from "./write-sql.ts";

/** `from` is there now, `to` is wanted. */
export function differenceOf(from: Catalog, to: Catalog): Undoing {
  const draft = openUndoing();
  const pairs = changedTables(from, to, draft);
  const objects = { from, to, draft };
  dropViewsAndTriggers(objects);
  for (const pair of pairs) dropForeignKeys(pair, draft);
  dropIndexes(from, to, draft);
  createSchemas(objects);
  createTypes(from, to, draft);
  createBelow(objects);
  for (const pair of pairs) alterTable(pair, draft);
  createTables(from, to, draft);
  dropTables(from, to, draft);
  dropTypes(from, to, draft);
  dropBelow(objects);
  createIndexes(from, to, draft, (key) => to.tables.has(key));
  for (const [key, table] of newTables(from, to)) {
    addForeignKeys(to, table, undefined, draft);
    lateConstraints(to, table, draft);
    if (table.policies.size > 0) draft.refused.push(`policies of table ${key} are not kept`);
  }
  for (const { to: wanted, was, now } of pairs) addForeignKeys(wanted, was, now, draft);
  createViewsAndTriggers(objects);
  createIndexes(from, to, draft, (key) => to.views.has(key));
  dropSchemas(objects);
  return draft;
}

const isTemporary = (key: Qualified) => key.startsWith("pg_temp.");

function changedTables(from: Catalog, to: Catalog, draft: Draft): readonly TablePair[] {
  const pairs: TablePair[] = [];
  if (from.tables === to.tables) return pairs;
  for (const [key, was] of to.tables) {
    const now = from.tables.get(key);
    if (now === undefined || now === was || isTemporary(key)) continue;
    const pair = { from, to, key, now, was };
    if (isInFamily(pair)) draft.refused.push(`table ${key} has partitions or children, or is one`);
    else pairs.push(pair);
  }
  return pairs;
}

function newTables(from: Catalog, to: Catalog): readonly (readonly [Qualified, Table])[] {
  return [...to.tables].filter(([key]) => !from.tables.has(key) && !isTemporary(key));
}

function createTables(from: Catalog, to: Catalog, draft: Draft): void {
  for (const [key, table] of newTables(from, to)) {
    const sql = tableSql(to, key, table);
    if (!sql.ok) {
      draft.refused.push(`table ${key} cannot be brought back: ${sql.reason}`);
      continue;
    }
    if (table.hasMore) draft.refused.push(`comments or options of table ${key} are not kept`);
    draft.pieces.push({ label: "CreateTable", sql: sql.sql });
    draft.losses.push(`the rows of ${pathOf(table)}`);
  }
}

/** CREATE TABLE has no word for what is not valid. */
function lateConstraints(to: Catalog, table: Table, draft: Draft): void {
  for (const one of table.constraints.values()) {
    if (one.isValid || one.kind === "foreign-key" || one.kind === "not-null") continue;
    const clauses: string[] = [];
    addConstraint(to, table, one, clauses, draft);
    for (const clause of clauses) {
      draft.pieces.push({ label: "AlterTable", sql: `ALTER TABLE ${pathOf(table)} ${clause}` });
    }
  }
}

function dropTables(from: Catalog, to: Catalog, draft: Draft): void {
  for (const [key, table] of from.tables) {
    if (to.tables.has(key) || isTemporary(key)) continue;
    draft.pieces.push({ label: "DropTable", sql: `DROP TABLE ${pathOf(table)}` });
    draft.losses.push(`the rows that ${pathOf(table)} holds by then`);
  }
}

/** Those of a column, a table or a view that goes go with it. */
function dropIndexes(from: Catalog, to: Catalog, draft: Draft): void {
  for (const index of onlyIn(from, to)) {
    const table = to.tables.get(index.table);
    const now = from.tables.get(index.table);
    if (table === undefined && !to.views.has(index.table)) continue;
    if (index.partOf !== undefined || isTemporary(index.table)) continue;
    const used = [...index.columns, ...index.include, ...index.alsoReads];
    const goes = (column: string | undefined) =>
      column !== undefined && now?.columns.has(column) && !table?.columns.has(column);
    if (table !== undefined && used.some(goes)) continue;
    draft.pieces.push({ label: "DropIndex", sql: `DROP INDEX ${pathOf(index)}` });
  }
}

function createIndexes(
  from: Catalog,
  to: Catalog,
  draft: Draft,
  isOn: (key: Qualified) => boolean,
): void {
  for (const index of onlyIn(to, from)) {
    if (!isOn(index.table) || isTemporary(index.table)) continue;
    const sql = indexSql(index);
    if (!sql.ok) {
      draft.refused.push(`index ${index.name} cannot be brought back: ${sql.reason}`);
      continue;
    }
    draft.pieces.push({ label: "CreateIndex", sql: sql.sql });
    if (index.isUnique) {
      draft.fails.push(`rows of ${pathOfKey(index.table)} are alike for "${index.name}"`);
    }
  }
}

/** Indexes of no constraint. */
function onlyIn(one: Catalog, other: Catalog): readonly Index[] {
  if (one.indexes === other.indexes) return [];
  return [...one.indexes].flatMap(([key, index]) => {
    const same = other.indexes.get(key);
    const isSame = same !== undefined && same.constraint === undefined && isAlike(index, same);
    return index.constraint !== undefined || isSame ? [] : index;
  });
}

function isAlike(one: Index, other: Index): boolean {
  return (
    one === other ||
    (one.definition === other.definition && one.columns.join() === other.columns.join())
  );
}

function createTypes(from: Catalog, to: Catalog, draft: Draft): void {
  for (const [key, was] of to.enums) {
    const now = from.enums.get(key);
    if (now === undefined) draft.pieces.push({ label: "CreateEnum", sql: createEnumSql(was) });
    else if (now.values.join("\n") !== was.values.join("\n")) recreateEnum(from, key, was, draft);
  }
  for (const [key, was] of to.domains) {
    if (from.domains.get(key) !== was)
      draft.refused.push(`the conditions of domain ${key} are not kept`);
  }
}

function dropTypes(from: Catalog, to: Catalog, draft: Draft): void {
  for (const [key, one] of from.enums) {
    if (!to.enums.has(key))
      draft.pieces.push({ label: "DropEnum", sql: `DROP TYPE ${pathOf(one)}` });
  }
  for (const key of from.domains.keys()) {
    if (to.domains.has(key)) continue;
    draft.pieces.push({ label: "DropDomain", sql: `DROP DOMAIN ${pathOfKey(key)}` });
  }
}
