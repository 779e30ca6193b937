/**
 * What a file of Prisma's TypedSQL says of its parameters in comments: `-- @param {Int} $1:age`.
 * https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/typedsql
 */
import { splitSql } from "./split.ts";

export type StatedParameter = {
  readonly number: number;
  readonly name: string | undefined;
  /** A type of PostgreSQL; undefined for enums, whose name in the database is not said. */
  readonly type: string | undefined;
};

/** In the order of the file; of a number that comes twice the last one counts. */
export function statedParameters(text: string): ReadonlyMap<number, StatedParameter> {
  const stated = new Map<number, StatedParameter>();
  for (const { start, end } of splitSql(text).comments) {
    const [, type = "", digits = "", name] = param.exec(text.slice(start, end)) ?? [];
    if (digits === "") continue;
    const number = Number(digits);
    stated.set(number, { number, name, type: postgresType(type.trim()) });
  }
  return stated;
}

const param = /^--\s*@param\s+(?:\{([^}]*)\}\s*)?\$(\d{1,5})(?::(\w+))?/;

function postgresType(written: string): string | undefined {
  const [, name = "", list] = /^(\w+)\??\s*(\[\])?\??$/.exec(written) ?? [];
  const type = types.get(name);
  return type === undefined ? undefined : `${type}${list ?? ""}`;
}

const types: ReadonlyMap<string, string> = new Map([
  ["Int", "int4"],
  ["BigInt", "int8"],
  ["Float", "float8"],
  ["Boolean", "bool"],
  ["String", "text"],
  ["DateTime", "timestamp"],
  ["Json", "jsonb"],
  ["Bytes", "bytea"],
  ["Decimal", "numeric"],
]);
