/**
 * Names for tables, columns and enums that need no quotes in SQL. A name that is stated has been
 * chosen and is left alone.
 */
import { snakeCase } from "../base/words.ts";
import type { Model } from "../schema/resolve.ts";
import type { EnumShape, FieldShape, ModelShape } from "../schema/shape.ts";
import { pluralOf } from "./plural.ts";
import { reservedWords } from "./reserved-words.ts";

/** The columns of `model` that have capitals, with the names they get. */
export function snakeColumns({ shape, fields }: Model): ReadonlyMap<FieldShape, string> {
  const columns = fields.filter(({ kind }) => kind !== "relation").map((field) => field.shape);
  const taken = new Set(columns.map(({ column }) => column));
  const inSql = sqlOf(shape);
  const found = new Map<FieldShape, string>();
  for (const field of columns) {
    const { column, node } = field;
    const stated = node.attributes.some(({ name }) => name.text === "map");
    if (stated || column === column.toLowerCase() || inSql.includes(column)) continue;
    const wanted = snakeColumn(field);
    if (taken.has(wanted)) continue;
    taken.add(wanted);
    found.set(field, wanted);
  }
  return found;
}

/** The SQL that a schema holds speaks of columns, and would speak of some that are gone. */
function sqlOf({ indexes }: ModelShape): string {
  return indexes
    .flatMap(({ where }) =>
      where?.kind === "call" ? where.source.text.slice(where.start, where.end) : [],
    )
    .join("\n");
}

/** `Order` does not become the reserved word. */
function snakeColumn({ name }: FieldShape): string {
  const snake = snakeCase(name);
  return reservedWords.has(snake) ? `${snake}_value` : snake;
}

/** Undefined for a table that needs no quotes, or whose name is stated. */
export function snakeTable({ map, table }: ModelShape): string | undefined {
  return map || table === table.toLowerCase() ? undefined : withoutQuotes(table);
}

/** The same of the type behind an enum. */
export function snakeEnum({ map, databaseName }: EnumShape): string | undefined {
  return map || databaseName === databaseName.toLowerCase()
    ? undefined
    : withoutQuotes(databaseName);
}

function withoutQuotes(name: string): string {
  const snake = snakeCase(name);
  return reservedWords.has(snake) ? pluralOf(snake) : snake;
}
