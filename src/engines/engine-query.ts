/**
 * Lets Prisma's schema engine ask a session of PostgreSQL: the texts in which the server answers
 * become the values that the engine expects.
 */
import type { Connection, Value } from "./postgres-connection.ts";
import type { Query } from "./schema-engine.ts";

/** Rejects with the server's words when it refuses. */
export function engineQuery(connection: Connection): Query {
  return async (sql, values) => {
    const answer = await connection.query(sql, values.map(textOf));
    if (!answer.ok) throw new Error(answer.message);
    return {
      columns: answer.columns.map(({ name }) => name),
      types: answer.columns.map(({ type }) => type),
      rows: answer.rows.map((row) =>
        row.map((value, at) => typed(value, answer.columns[at]?.type ?? 0)),
      ),
    };
  };
}

function textOf(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return `{${value.map(element).join(",")}}`;
  return String(value);
}

function element(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return `"${String(value).replace(/[\\"]/g, "\\$&")}"`;
}

/** Oids of pg_type, which are the same in every version. */
function typed(value: Value, type: number): unknown {
  if (value === null) return null;
  const arrayOf = elementTypes[type];
  if (arrayOf !== undefined) return elementsOf(value).map((one) => typed(one, arrayOf));
  if (type === 16) return value === "t";
  return wholeNumbers.has(type) ? Number(value) : value;
}

/** int2, int4, oid; int8 stays a text, as it may not fit. */
const wholeNumbers = new Set([21, 23, 26]);

/** Arrays of bool, "char", name, int2, int4, text, oid and varchar. */
const elementTypes: Readonly<Record<number, number>> = {
  1000: 16,
  1002: 18,
  1003: 19,
  1005: 21,
  1007: 23,
  1009: 25,
  1028: 26,
  1015: 1043,
};

/** `{1,"a b",NULL}` of one dimension. */
function elementsOf(text: string): Value[] {
  const found: Value[] = [];
  for (const [, quoted, plain] of text
    .slice(1, -1)
    .matchAll(/(?:"((?:[^"\\]|\\.)*)"|([^,]+))(?:,|$)/g)) {
    if (quoted !== undefined) found.push(quoted.replace(/\\(.)/g, "$1"));
    else found.push(plain === "NULL" ? null : (plain ?? ""));
  }
  return found;
}
