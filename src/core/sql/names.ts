/**
 * Which thing a written name means, and which names PostgreSQL makes up for constraints, indexes
 * and sequences that were given none. Reads a catalog, changes nothing.
 */
import type { Catalog, Qualified } from "./catalog.ts";
import type { Name, TypeName } from "./step.ts";

/** The part of a catalog in which names are looked up. */
export type NameSpace = Pick<
  Catalog,
  | "tables"
  | "views"
  | "indexes"
  | "sequences"
  | "enums"
  | "domains"
  | "functions"
  | "schemas"
  | "searchPath"
  | "doubtful"
>;

/** Where PostgreSQL keeps what lives as long as a session; looked into before anything else. */
export const temporarySchema = "pg_temp";

export function keyOf(schema: string, name: string): Qualified {
  return `${schema}.${name}`;
}

/** The schema in which a thing is made whose name was written without one. */
export function creationSchema(space: NameSpace): string {
  const path = space.searchPath.filter((schema) => schema !== temporarySchema);
  return path.find((schema) => space.schemas.has(schema)) ?? path[0] ?? "public";
}

/**
 * The table, view, index or sequence that a name means: the first of that name along the search
 * path; where there is none, what a statement would create.
 */
export function qualify(space: NameSpace, name: Name): Qualified {
  return along(space, name, (key) => hasRelation(space, key));
}

/** As `qualify`, among types: enums and domains. */
export function qualifyType(space: NameSpace, name: Name): Qualified {
  return along(space, name, (key) => space.enums.has(key) || space.domains.has(key));
}

/** As `qualify`, among functions and procedures, whose arguments are not told apart. */
export function qualifyFunction(space: NameSpace, name: Name): Qualified {
  return along(space, name, (key) => space.functions.has(key));
}

function along(space: NameSpace, name: Name, isThere: (key: Qualified) => boolean): Qualified {
  if (name.schema !== undefined) return keyOf(name.schema, name.name);
  for (const schema of [temporarySchema, ...space.searchPath]) {
    const key = keyOf(schema, name.name);
    if (isThere(key)) return key;
  }
  return keyOf(creationSchema(space), name.name);
}

/** Tables, views, indexes and sequences of a schema share their names. */
export function hasRelation(space: NameSpace, key: Qualified): boolean {
  return (
    space.tables.has(key) ||
    space.views.has(key) ||
    space.indexes.has(key) ||
    space.sequences.has(key)
  );
}

/**
 * A type as a catalog keeps it: an enum's or a domain's schema is filled in, so that two ways to
 * write it become one. Types that are not known to the catalog stay as written.
 */
export function resolveType(space: NameSpace, type: TypeName): TypeName {
  if (type.schema !== undefined) return type;
  const key = qualifyType(space, { schema: undefined, name: type.name });
  const schema = space.enums.get(key)?.schema ?? domainSchema(space, key, type.name);
  return schema === undefined ? type : { ...type, schema };
}

function domainSchema(space: NameSpace, key: Qualified, name: string): string | undefined {
  return space.domains.has(key) ? key.slice(0, key.length - name.length - 1) : undefined;
}

/** Bytes a name may have: NAMEDATALEN - 1. */
const longest = 63;

/**
 * `first_second_label`, the longer of the two names cut until it fits into 63 bytes of UTF-8, never
 * inside a character. `makeObjectName` in PostgreSQL's indexcmds.c.
 */
export function makeObjectName(first: string, second: string | undefined, label: string): string {
  const room = longest - byteLength(label) - 1 - (second === undefined ? 0 : 1);
  let ofFirst = byteLength(first);
  let ofSecond = byteLength(second ?? "");
  while (ofFirst + ofSecond > room) {
    if (ofFirst > ofSecond) ofFirst--;
    else ofSecond--;
  }
  const parts = [clip(first, ofFirst), second === undefined ? undefined : clip(second, ofSecond)];
  return [...parts, label].filter((part) => part !== undefined).join("_");
}

/** What PostgreSQL calls the index of a constraint, or an index without a name. */
export function madeUpIndexName(
  space: NameSpace,
  schema: string,
  table: string,
  kind: "primary-key" | "unique" | "exclude" | "index",
  columns: readonly string[],
): string {
  const label = indexLabels[kind];
  const isFree = (name: string) =>
    !hasRelation(space, keyOf(schema, name)) &&
    (kind === "index" || !hasConstraint(space, schema, name));
  const middle = kind === "primary-key" ? undefined : joined(columns);
  return firstFree(table, middle, label, isFree);
}

const indexLabels = {
  "primary-key": "pkey",
  unique: "key",
  exclude: "excl",
  index: "idx",
} as const;

/** What PostgreSQL calls a constraint that has no index. A check names its only column, or none. */
export function madeUpConstraintName(
  space: NameSpace,
  schema: string,
  table: string,
  kind: "foreign-key" | "check" | "not-null",
  columns: readonly string[],
): string {
  const distinct = [...new Set(columns)];
  const middle = kind === "check" && distinct.length !== 1 ? undefined : joined(distinct);
  const isFree = (name: string) => !hasConstraint(space, schema, name);
  return firstFree(table, middle, constraintLabels[kind], isFree);
}

const constraintLabels = {
  "foreign-key": "fkey",
  check: "check",
  "not-null": "not_null",
} as const;

/** The sequence of a serial or identity column. */
export function madeUpSequenceName(
  space: NameSpace,
  schema: string,
  table: string,
  column: string,
): string {
  const isFree = (name: string) => !hasRelation(space, keyOf(schema, name));
  return firstFree(table, column, "seq", isFree);
}

function firstFree(
  first: string,
  second: string | undefined,
  label: string,
  isFree: (name: string) => boolean,
): string {
  let name = makeObjectName(first, second, label);
  for (let pass = 1; !isFree(name); pass++) name = makeObjectName(first, second, `${label}${pass}`);
  return name;
}

/** Constraints that were made up must differ in a whole schema, not only in their table. */
function hasConstraint(space: NameSpace, schema: string, name: string): boolean {
  for (const table of space.tables.values()) {
    if (table.schema === schema && table.constraints.has(name)) return true;
  }
  return false;
}

/** `a_b_c`, no longer than a name: what comes after that is left out. */
function joined(columns: readonly string[]): string {
  return clip(columns.join("_"), longest);
}

/**
 * Names of an index's columns as they go into its own: an expression is called after its outermost
 * function, else `expr`; a name that comes again is numbered. `FigureColname` in PostgreSQL.
 */
export function indexColumnNames(
  parts: readonly { readonly column: string | undefined; readonly text: string }[],
  include: readonly string[],
): readonly string[] {
  const names: string[] = [];
  const wanted = [...parts.map((part) => part.column ?? expressionName(part.text)), ...include];
  for (const first of wanted) {
    let name = first;
    for (let pass = 1; names.includes(name); pass++) {
      name = `${clip(first, longest - String(pass).length)}${pass}`;
    }
    names.push(name);
  }
  return names;
}

function expressionName(text: string): string {
  let inner = text.trim();
  while (inner.startsWith("(") && closesAtEnd(inner)) inner = inner.slice(1, -1).trim();
  const call = /^(?:[\w$]+\.)*([A-Za-z_][\w$]*)\s*\(/.exec(inner);
  if (call?.[1] !== undefined && closesAtEnd(inner.slice(call[0].length - 1))) {
    return call[1].toLowerCase();
  }
  const cast = /^\(?("(?:[^"]|"")+"|[A-Za-z_][\w$]*)\)?\s*::\s*[\w\s"]+$/.exec(inner)?.[1];
  if (cast === undefined) return "expr";
  return cast.startsWith('"') ? cast.slice(1, -1).replaceAll('""', '"') : cast.toLowerCase();
}

/** Whether the parenthesis that opens `text` is closed by its last character. */
function closesAtEnd(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")" && --depth === 0) return at === text.length - 1;
  }
  return false;
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += widthOf(character);
  return bytes;
}

/** As many whole characters as fit into `bytes` of UTF-8. */
function clip(text: string, bytes: number): string {
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
