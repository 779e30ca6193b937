/**
 * What a history of migrations made that Prisma would not make of the schema: extensions,
 * functions, views, indexes written by hand. As statements, for a database built of the schema.
 */
import { defaultName } from "../schema/names.ts";
import type { Catalog, Index, Qualified } from "../sql/catalog.ts";
import { quoted } from "../sql/write-name.ts";

export type BeyondSchema = {
  /** To be run before the tables are made: their defaults may call them. */
  readonly before: readonly string[];
  /** To be run afterwards; each may fail where the schema has moved on. */
  readonly after: readonly string[];
};

/** `history` is what the migrations make, `made` what Prisma makes of the schema. */
export function beyondSchema(history: Catalog, made: Catalog): BeyondSchema {
  const functions = [...history.functions.values()].map(({ definition }) => definition);
  const isLate = speaksOf(made);
  const schemas = [...history.schemas].filter((name) => name !== "public" && !/^pg_/.test(name));
  return {
    before: [
      ...schemas.map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoted(name)}`),
      ...[...history.extensions].map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoted(name)}`),
      ...functions.filter((definition) => !isLate(definition)),
    ],
    after: [...functions.filter(isLate), ...indexesOf(history, made), ...viewsOf(history, made)],
  };
}

/**
 * Scripts for an empty database, in order; `made` is the SQL that Prisma makes of the schema. Each by
 * itself, so that a view that does not fit any more costs the tables nothing.
 */
export function scriptsWith(
  { before, after }: BeyondSchema,
  made: string,
): { readonly name: string; readonly text: string }[] {
  const joined = (statements: readonly string[]) =>
    statements.map((statement) => `${statement};\n`).join("");
  return [
    { name: "before", text: joined(["SET check_function_bodies = off", ...before]) },
    { name: "schema", text: made },
    { name: "after", text: joined(after) },
  ].filter(({ text }) => text.trim() !== "");
}

/** Whether a function takes or returns what only the schema makes; what its body reads does not matter. */
function speaksOf({ enums, tables }: Catalog): (definition: string) => boolean {
  const types = new Set([...enums.values(), ...tables.values()].map(({ name }) => name));
  return (definition) => {
    const [head = ""] = definition.split(/\bAS\b/i, 1);
    const words = head.match(/[\w$]+|"(?:[^"]|"")+"/g) ?? [];
    return words.some((word) =>
      types.has(word.startsWith('"') ? word.slice(1, -1) : word.toLowerCase()),
    );
  };
}

/** What the schema has no line for, or no words; not what it had a line for, and what it knows no more. */
function indexesOf(history: Catalog, made: Catalog): string[] {
  return [...history.indexes].flatMap(([name, index]) => {
    const { definition, table, columns, columnNames, include, alsoReads } = index;
    const there = made.tables.get(table)?.columns;
    const read = [...columns, ...include, ...alsoReads];
    if (definition === undefined || there === undefined) return [];
    if (!read.every((column) => column === undefined || there.has(column))) return [];
    // The statement calls a column as it was called then.
    if (columns.some((column, at) => column && columnNames[at] !== column)) return [];
    const statement = definition.replace(/\bCONCURRENTLY\b/i, "");
    const same = made.indexes.get(name);
    if (same === undefined) return isAsPrismaMakes(index) ? [] : [statement];
    const isRicher = saysMore.test(definition) && same.columns.join() === columns.join();
    return isRicher ? [`DROP INDEX ${quoted(index.schema)}.${quoted(index.name)}`, statement] : [];
  });
}

/** Prisma's migrations make such a one from a line, and drop it when the line is gone. */
function isAsPrismaMakes({ schema, name, table, columns, include, where }: Index): boolean {
  const known = columns.flatMap((column) => column ?? []);
  if (where !== undefined || include.length > 0 || known.length < columns.length) return false;
  const short = table.startsWith(`${schema}.`) ? table.slice(schema.length + 1) : table;
  return (["idx", "key"] as const).some(
    (kind) => name === defaultName(kind, short, known, "postgresql"),
  );
}

/** Prisma sees neither in a database, and leaves the index alone as long as its line is there. */
const saysMore = /\bNULLS\s+(?:FIRST|LAST)\b|\bINCLUDE\s*\(/i;

/** Those that others read come first; what reads itself in a circle cannot be. */
function viewsOf({ views }: Catalog, { tables }: Catalog): string[] {
  const done = new Set<Qualified>();
  const statements: string[] = [];
  const add = (name: Qualified) => {
    const view = views.get(name);
    // What the schema declares as a model is a table there.
    if (!view || done.has(name) || tables.has(name)) return;
    done.add(name);
    for (const read of view.reads) add(read);
    statements.push(view.definition);
  };
  for (const name of views.keys()) add(name);
  return statements;
}
