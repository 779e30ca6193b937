/**
 * What ALTER COLUMN … TYPE costs: whether PostgreSQL copies every row, builds indexes anew, or only
 * changes the catalog. Follows `ATColumnChangeRequiresRewrite`, the casts in `pg_cast` that need no
 * function, and the planner's support functions for lengths. What becomes of the values is in
 * `type-values.ts`.
 */
import type { Catalog } from "./catalog.ts";
import { keyOf } from "./names.ts";
import type { Expression, TypeName } from "./step.ts";

export type TypeChange = {
  /** Undefined where the old type is not known. */
  readonly from: TypeName | undefined;
  readonly to: TypeName;
  readonly fromCollation: string | undefined;
  readonly toCollation: string | undefined;
  readonly column: string;
  readonly using: Expression | undefined;
};

/** What the answer depends on besides the types. */
export type TypeWorld = {
  readonly domains: Catalog["domains"];
  /** Major version of the server: 12 and newer. */
  readonly postgres: number;
  /** The session's TimeZone; undefined when it is not known, which is taken for not UTC. */
  readonly timeZone: string | undefined;
};

export type TypeCost = {
  /** Every row and every index of the table is written again. */
  readonly rewrites: boolean | "unknown";
  /** Indexes on the column are built again though the rows stay. */
  readonly rebuildsIndexes: boolean;
};

/** Source: observed on PostgreSQL 15 and 18, one row each in the replayed lock table. */
export function typeCost(change: TypeChange, world: TypeWorld): TypeCost {
  const { from, to } = change;
  if (from === undefined) return { rewrites: "unknown", rebuildsIndexes: true };
  const path = castsOf(change);
  if (path === undefined) return { rewrites: true, rebuildsIndexes: true };
  let at = from;
  for (const next of path) {
    if (needsFunction(at, next, world)) return { rewrites: true, rebuildsIndexes: true };
    at = next;
  }
  const isSorted =
    sortsAs(from, world) === sortsAs(to, world) && change.fromCollation === change.toCollation;
  return { rewrites: false, rebuildsIndexes: !isSorted };
}

/**
 * The types a value goes through. Without USING it is the new one; `"c"::text::varchar` goes
 * through two. Undefined for any other expression: its value is computed, so rows are written.
 */
export function castsOf({ using, column, to }: TypeChange): readonly TypeName[] | undefined {
  if (using === undefined) return [to];
  let text = using.text.trim();
  const casts: TypeName[] = [];
  for (;;) {
    text = withoutParentheses(text);
    if (text === column || text === `"${column.replaceAll('"', '""')}"`) {
      return [...casts.reverse(), to];
    }
    if (text.toLowerCase() === column && /^[a-z_][a-z0-9_$]*$/.test(column)) {
      return [...casts.reverse(), to];
    }
    const cast = /^(.*)::\s*([\w" .]+?)\s*(?:\(([\d\s,]+)\))?\s*((?:\[\s*\])*)$/s.exec(text);
    if (cast === null) return undefined;
    const [, rest = "", name = "", modifiers = "", brackets = ""] = cast;
    casts.push(typeWritten(name, modifiers, brackets !== "", to));
    text = rest.trim();
  }
}

function withoutParentheses(text: string): string {
  let inner = text.trim();
  while (inner.startsWith("(") && inner.endsWith(")") && closesAtEnd(inner)) {
    inner = inner.slice(1, -1).trim();
  }
  return inner;
}

function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (depth === 0) return at === text.length - 1;
  }
  return false;
}

/** A type in a cast. The column's new type is recognised as what it is, schema and all. */
function typeWritten(name: string, modifiers: string, isArray: boolean, to: TypeName): TypeName {
  const parts = name.split(".").map((part) => part.trim());
  const last = parts.at(-1) ?? "";
  const plain = last.startsWith('"')
    ? last.slice(1, -1).replaceAll('""', '"')
    : last.toLowerCase().replace(/\s+/g, " ");
  const own = aliases[plain] ?? plain;
  return {
    schema: own === to.name ? to.schema : undefined,
    name: own,
    modifiers: modifiers === "" ? defaultModifiers(plain) : modifiers.split(",").map(Number),
    isArray,
  };
}

function defaultModifiers(name: string): readonly number[] {
  return name === "char" || name === "character" || name === "bit" ? [1] : [];
}

const aliases: Readonly<Record<string, string>> = {
  "character varying": "varchar",
  character: "bpchar",
  char: "bpchar",
  int: "int4",
  integer: "int4",
  smallint: "int2",
  bigint: "int8",
  decimal: "numeric",
  real: "float4",
  "double precision": "float8",
  boolean: "bool",
  "timestamp without time zone": "timestamp",
  "timestamp with time zone": "timestamptz",
  "time without time zone": "time",
  "time with time zone": "timetz",
  "bit varying": "varbit",
};

/** Whether a cast has to run for each value. */
function needsFunction(from: TypeName, to: TypeName, world: TypeWorld): boolean {
  const domain = domainOf(to, world);
  if (isSameType(from, to)) return domain === undefined && !keepsLength(from, to);
  if (from.isArray || to.isArray) return true;
  // A domain's own length is not looked at when it is left: as if none was written.
  const source = domainOf(from, world);
  if (source !== undefined) {
    return needsFunction({ ...source.base, modifiers: [] }, to, world);
  }
  if (domain !== undefined) return domain.isConstrained || needsFunction(from, domain.base, world);
  if (!isRelabelled(from.name, to.name, world)) return true;
  return !keepsLength({ ...to, modifiers: [] }, to);
}

function isSameType(from: TypeName, to: TypeName): boolean {
  return from.schema === to.schema && from.name === to.name && from.isArray === to.isArray;
}

function domainOf(type: TypeName, { domains }: TypeWorld) {
  return type.schema === undefined || type.isArray
    ? undefined
    : domains.get(keyOf(type.schema, type.name));
}

/** Casts of `pg_cast` without a function between types that columns have; tests compare them. */
export const relabelled: readonly string[] = [
  "text varchar",
  "text bpchar",
  "varchar text",
  "varchar bpchar",
  "bit varbit",
  "varbit bit",
  "cidr inet",
  "xml text",
  "xml varchar",
  "xml bpchar",
  "int4 oid",
  "oid int4",
];

/** The extension's own casts. */
const relabelledOfCitext = ["text citext", "varchar citext", "citext text", "citext varchar"];

function isRelabelled(from: string, to: string, world: TypeWorld): boolean {
  const pair = `${from} ${to}`;
  if (pair === "timestamp timestamptz" || pair === "timestamptz timestamp") {
    return world.postgres >= 12 && isUtc(world.timeZone);
  }
  return relabelled.includes(pair) || relabelledOfCitext.includes(pair);
}

/** A zone that has always been UTC: only there both kinds of timestamp hold the same number. */
function isUtc(timeZone: string | undefined): boolean {
  return (
    timeZone !== undefined &&
    /^(etc\/)?(utc|uct|gmt|gmt[+-]?0|zulu|universal|greenwich)$/i.test(timeZone)
  );
}

/** Whether every value of the type fits as it is under the new length, precision or scale. */
export function keepsLength(from: TypeName, to: TypeName): boolean {
  const [old, oldScale = 0] = from.modifiers;
  const [next, nextScale = 0] = to.modifiers;
  if (next === undefined) return true;
  if (old === next && oldScale === nextScale) return true;
  if (from.isArray) return false;
  switch (to.name) {
    case "varchar":
    case "varbit":
      return old !== undefined && old <= next;
    case "numeric":
      return old !== undefined && oldScale === nextScale && old <= next;
    case "timestamp":
    case "timestamptz":
    case "time":
    case "timetz":
    case "interval":
      if (from.modifiers.length > 1 || to.modifiers.length > 1) return false;
      return next >= 6 || (old !== undefined && old <= next);
    default:
      return false;
  }
}

/** Types with one word here share the operators that an index is built with. */
function sortsAs(type: TypeName, world: TypeWorld): string {
  const domain = domainOf(type, world);
  const { schema, name, isArray } = domain?.base ?? type;
  const word = name === "varchar" ? "text" : name === "cidr" ? "inet" : name;
  return `${schema ?? ""}.${word}${isArray ? "[]" : ""}`;
}
