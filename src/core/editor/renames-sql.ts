/** Renames in PostgreSQL as the SQL of a migration. Nothing is rewritten and no row is touched. */

import type { Schema } from "../schema/resolve.ts";
import { quoted } from "../sql/write-name.ts";
import { type EnumRename, renamesBetween, type TableRenames } from "./database-renames.ts";

/** For schemas that differ in `@map` and `@@map` only; empty when no name differs. */
export function renamesSql(before: Schema, after: Schema): string {
  const { tables, enums } = renamesBetween(before, after);
  return [...enums.map(ofEnum), ...tables.map(ofTable)].join("\n");
}

function ofEnum({ dbSchema, type }: EnumRename): string {
  return lines("RenameEnum", [
    `ALTER TYPE ${path(dbSchema, type.from)} RENAME TO ${quoted(type.to)};`,
  ]);
}

function ofTable({ dbSchema, table, columns, constraints, indexes }: TableRenames): string {
  const alter = `ALTER TABLE ${path(dbSchema, table.to)}`;
  return lines("RenameTable", [
    ...(table.from === table.to
      ? []
      : [`ALTER TABLE ${path(dbSchema, table.from)} RENAME TO ${quoted(table.to)};`]),
    ...columns.map(({ from, to }) => `${alter} RENAME COLUMN ${quoted(from)} TO ${quoted(to)};`),
    ...constraints.map(
      ({ from, to }) => `${alter} RENAME CONSTRAINT ${quoted(from)} TO ${quoted(to)};`,
    ),
    ...indexes.map(
      ({ from, to }) => `ALTER INDEX ${path(dbSchema, from)} RENAME TO ${quoted(to)};`,
    ),
  ]);
}

function lines(title: string, statements: readonly string[]): string {
  return `${[`-- ${title}`, ...statements].join("\n")}\n`;
}

function path(dbSchema: string | undefined, name: string): string {
  return dbSchema === undefined ? quoted(name) : `${quoted(dbSchema)}.${quoted(name)}`;
}
