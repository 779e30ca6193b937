/**
 * What a history of migrations made that Prisma would not make of the schema: extensions,
 * functions, views, indexes written by hand. As statements, for a database built of the schema.
 */
import type { Catalog, Qualified } from "../sql/catalog.ts";
import { quoted } from "../sql/write-name.ts";

export type BeyondSchema = {
  /** To be run before the tables are made: their defaults may call them. */
  readonly before: readonly string[];
  /** To be run afterwards; each may fail where the schema has moved on. */
  readonly after: readonly string[];
};

/** `history` is what the migrations make, `made` what Prisma makes of the schema. */
export function beyondSchema(history: Catalog, made: Catalog): BeyondSchema {
  const schemas = [...history.schemas].filter((name) => name !== "public" && !/^pg_/.test(name));
  return {
    before: [
      ...schemas.map((name) => `CREATE SCHEMA IF NOT EXISTS ${quoted(name)}`),
      ...[...history.extensions].map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoted(name)}`),
      ...[...history.functions.values()].map(({ definition }) => definition),
    ],
    after: [...indexesOf(history, made), ...viewsOf(history)],
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

/** Under a name that Prisma does not make, or on a table whose name is the same and has none like it. */
function indexesOf(history: Catalog, made: Catalog): string[] {
  return [...history.indexes].flatMap(([name, { definition, table }]) =>
    definition !== undefined && !made.indexes.has(name) && made.tables.has(table)
      ? [definition.replace(/\bCONCURRENTLY\b/i, "")]
      : [],
  );
}

/** Those that others read come first; what reads itself in a circle cannot be. */
function viewsOf({ views }: Catalog): string[] {
  const done = new Set<Qualified>();
  const statements: string[] = [];
  const add = (name: Qualified) => {
    const view = views.get(name);
    if (!view || done.has(name)) return;
    done.add(name);
    for (const read of view.reads) add(read);
    statements.push(view.definition);
  };
  for (const name of views.keys()) add(name);
  return statements;
}
