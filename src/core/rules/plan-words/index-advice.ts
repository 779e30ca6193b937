/**
 * The index that a scan lacks, in Prisma's words where the table is a model and else as SQL. Knows
 * which indexes a model has; what a database has beside them, it does not.
 */
import { cutTo, defaultName, longestIdentifier } from "../../schema/names.ts";
import type { Field, Index } from "../../schema/resolve.ts";
import { quoted } from "../../sql/write-name.ts";
import type { PlanFinding } from "../plan-rule.ts";
import { fieldOf, type Table } from "./tables.ts";

export type Advice = Pick<PlanFinding, "advice" | "addition">;

/** Columns by their names in the database. */
export type Wanted = {
  /** Compared with one value, or with each of a few; in any order. */
  readonly equal: readonly string[];
  /** Compared with a bound, at most one: what is behind it in an index no longer narrows. */
  readonly range?: string | undefined;
  readonly sort?: readonly SortColumn[];
  /** The range is the beginning of a text: `LIKE 'x%'`. */
  readonly isPrefix?: boolean;
};

export type SortColumn = {
  readonly column: string;
  readonly isDescending: boolean;
  /** The nulls stand where PostgreSQL puts them by itself: Prisma knows nothing else. */
  readonly hasOwnNulls: boolean;
};

/** A b-tree. Undefined where nothing is asked that one could answer. */
export function bTreeAdvice(table: Table, wanted: Wanted): Advice | undefined {
  const { model } = table;
  const parts = partsOf(table, wanted);
  if (parts.length === 0) return undefined;
  const existing = model?.indexes.find((index) => answers(index, wanted, parts));
  if (existing !== undefined) return { advice: unusedWords(existing, table) };
  const columns = parts.map(({ column }) => column);
  const { name, map } = namedFor(table, columns, "ordered");
  const listed = parts.map((part) => sqlPart(part, fieldOf(table, part.column)));
  const statement = createIndex(table, name, `(${listed.join(", ")})`);
  const written = parts.map((part) => writtenPart(part, fieldOf(table, part.column)));
  if (model === undefined || written.some((text) => text === undefined)) {
    const when = model === undefined ? "Unless there is one, create" : "Create";
    return { advice: `${when} an index in a migration: ${statement}` };
  }
  const attribute = `@@index([${written.join(", ")}]${map})`;
  if (parts.some(({ hasOwnNulls }) => !hasOwnNulls)) {
    return { advice: nullsAdvice(table, wanted, parts, { attribute, statement }) };
  }
  const shorter = model.indexes.find((index) => isBeginning(index, parts));
  const replaced = shorter ? `; it then does the work of ${shorter.name} too` : "";
  return {
    advice: `Add ${attribute} to model ${table.name}${replaced}`,
    addition: { model: table.name, attribute },
  };
}

/**
 * Prisma does not see where the nulls of an index stand. It drops one that has no line in its model,
 * and leaves alone one that has.
 */
function nullsAdvice(
  table: Table,
  wanted: Wanted,
  parts: readonly Part[],
  { attribute, statement }: { readonly attribute: string; readonly statement: string },
): string {
  const plain = parts.map((part) => ({ ...part, hasOwnNulls: true }));
  const existing = table.model?.indexes.find(
    (index) =>
      index.kind === "index" &&
      answers(index, wanted, plain) &&
      plain.every(({ column, isDescending }) =>
        index.parts.some(
          (part) => part.column === column && !isTurned({ isDescending }, part.sort),
        ),
      ),
  );
  if (existing === undefined) {
    return `Add ${attribute} to model ${table.name}, and write the place of the nulls into its migration, which Prisma has no words for: ${statement}`;
  }
  const again = statement.replace(/(?<=CONCURRENTLY )"(?:[^"]|"")+"/, quoted(existing.name));
  return `Make ${existing.name} anew in a migration, with the place of the nulls, which Prisma has no words for: DROP INDEX CONCURRENTLY ${quoted(existing.name)}, then ${again}`;
}

/** A GIN index, with Prisma's name of its operator class or one inside `raw("…")`. */
export function ginAdvice(table: Table, column: string, ops: GinOps): Advice {
  const field = fieldOf(table, column);
  const needs = ops === "trigrams" ? ", and the extension pg_trgm" : "";
  const { name, map } = namedFor(table, [column], "gin");
  if (field === undefined) {
    const statement = createIndex(table, name, `USING gin (${quoted(column)}${sqlOps[ops]})`);
    return { advice: `Unless there is one, create an index in a migration${needs}: ${statement}` };
  }
  const attribute = `@@index([${field.shape.name}${prismaOps[ops]}], type: Gin${map})`;
  return {
    advice: `Add ${attribute} to model ${table.name}${needs}`,
    addition: { model: table.name, attribute },
  };
}

export type GinOps = "trigrams" | "json-path" | "default";

const prismaOps = {
  trigrams: '(ops: raw("gin_trgm_ops"))',
  "json-path": "(ops: JsonbPathOps)",
  default: "",
} as const;

const sqlOps = { trigrams: " gin_trgm_ops", "json-path": " jsonb_path_ops", default: "" } as const;

type Named = { readonly name: string; readonly map: string };

/** Prisma names an index after its columns, whatever it is: a second one needs a name of its own. */
function namedFor({ relation, model }: Table, columns: readonly string[], kind: string): Named {
  const isTaken = (name: string) => model?.indexes.some((index) => index.name === name) === true;
  const usual = usualName(relation, columns);
  if (!isTaken(usual)) return { name: usual, map: "" };
  let name = ownName(relation, columns, kind);
  for (let count = 2; isTaken(name); count++) name = ownName(relation, columns, `${kind}${count}`);
  return { name, map: `, map: ${JSON.stringify(name)}` };
}

/** Of an index over the columns, as Prisma gives it. */
export function usualName(relation: string, columns: readonly string[]): string {
  return defaultName("idx", relation, columns, "postgresql");
}

/** What tells it from others stays when the rest is too long. */
function ownName(relation: string, columns: readonly string[], kind: string): string {
  const end = `_${kind}_idx`;
  return (
    cutTo(longestIdentifier("postgresql") - end.length, [relation, ...columns].join("_")) + end
  );
}

/** Over an expression, which the language of Prisma has no words for. */
export function expressionAdvice(table: Table, column: string, expression: string): string {
  const name = ownName(table.relation, [column], "expr");
  const statement = createIndex(table, name, `(${expression})`);
  return `create an index over the expression in a migration of your own, which Prisma leaves alone: ${statement}`;
}

/** Whether the model has an index of the type over the column; undefined where there is no model. */
export function hasIndexOfType(
  { model }: Table,
  column: string,
  type: string,
  isFit: (ops: string | undefined) => boolean = () => true,
): boolean | undefined {
  return model?.indexes.some(
    (index) =>
      index.type === type && index.parts.some((part) => part.column === column && isFit(part.ops)),
  );
}

type Part = SortColumn & { readonly isSort: boolean; readonly isPrefix: boolean };

/** Equality first; then the sort, since a range before it would spoil it; else the range. */
function partsOf(table: Table, { equal, range, sort = [], isPrefix = false }: Wanted): Part[] {
  const plain = (column: string): Part => ({
    column,
    isDescending: false,
    hasOwnNulls: true,
    isSort: false,
    isPrefix: false,
  });
  const first = [...new Set(equal)].sort((a, b) => rank(table, a) - rank(table, b)).map(plain);
  const sorted = sort
    .filter(({ column }) => !equal.includes(column))
    .map((part) => ({ ...part, isSort: true, isPrefix: false }));
  if (sorted.length > 0) return [...first, ...sorted];
  if (range === undefined || equal.includes(range)) return first;
  return [...first, { ...plain(range), isPrefix }];
}

/** Foreign keys first: an index that begins with one serves joins and deletions too. */
function rank({ model }: Table, column: string): number {
  const isForeign = model?.relations.some(({ foreignKey }) =>
    foreignKey?.fields.some((field) => field.column === column),
  );
  return isForeign ? 0 : 1;
}

/** As it is written inside `@@index([…])`; undefined for what Prisma cannot say. */
function writtenPart(part: Part, field: Field | undefined): string | undefined {
  if (field === undefined) return undefined;
  const { name } = field.shape;
  if (part.isPrefix) return `${name}(ops: raw("${patternOps(field)}"))`;
  return part.isDescending ? `${name}(sort: Desc)` : name;
}

/** By the bytes, which is how a pattern is compared. */
function patternOps(field: Field | undefined): string {
  return field?.shape.nativeType?.name === "Char" ? "bpchar_pattern_ops" : "text_pattern_ops";
}

function sqlPart(
  { column, isDescending, hasOwnNulls, isPrefix }: Part,
  field: Field | undefined,
): string {
  const nulls = hasOwnNulls ? "" : isDescending ? " NULLS LAST" : " NULLS FIRST";
  const ops = isPrefix ? ` ${patternOps(field)}` : "";
  return `${quoted(column)}${ops}${isDescending ? " DESC" : ""}${nulls}`;
}

function createIndex({ relation, schema }: Table, name: string, definition: string): string {
  const prefix = schema === undefined || schema === "public" ? "" : `${quoted(schema)}.`;
  return `CREATE INDEX CONCURRENTLY ${quoted(name)} ON ${prefix}${quoted(relation)} ${definition}`;
}

/** Whether an index of the model already leads to the rows, in the order that is asked for. */
function answers(index: Index, { equal }: Wanted, parts: readonly Part[]): boolean {
  if (index.type !== "BTree" || index.where !== undefined) return false;
  const first = index.parts.slice(0, new Set(equal).size).map(({ column }) => column);
  if (!equal.every((column) => first.includes(column))) return false;
  const rest = parts.slice(first.length);
  const behind = index.parts.slice(first.length);
  const turned = rest[0]?.isSort === true && isTurned(rest[0], behind[0]?.sort);
  return rest.every((part, at) => {
    const other = behind[at];
    if (other?.column !== part.column) return false;
    if (part.isPrefix) return /^(?:text|varchar|bpchar)_pattern_ops$/.test(other.ops ?? "");
    return !part.isSort || (part.hasOwnNulls && isTurned(part, other.sort) === turned);
  });
}

function isTurned(
  { isDescending }: Pick<Part, "isDescending">,
  sort: "asc" | "desc" | undefined,
): boolean {
  return isDescending !== (sort === "desc");
}

/** An index that only narrows, and that the new one begins with: it is not needed any more. */
function isBeginning({ kind, type, where, parts }: Index, wanted: readonly Part[]): boolean {
  if (kind !== "index" || type !== "BTree" || where !== undefined) return false;
  return (
    parts.length < wanted.length &&
    parts.every(({ column, sort }, at) => {
      const part = wanted[at];
      return column === part?.column && (sort === "desc") === part.isDescending;
    })
  );
}

function unusedWords({ name }: Index, { relation }: Table): string {
  return `${name} leads there and was not used: see that it is in this database and valid, then run ANALYZE ${quoted(relation)}`;
}
