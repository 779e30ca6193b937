/**
 * What comes to be called otherwise in a PostgreSQL database when only `@map` and `@@map` differ
 * between two schemas, and where two things would come to have one name.
 */
import { isTable } from "../schema/model.ts";
import { cutTo } from "../schema/names.ts";
import type { Model, Schema } from "../schema/resolve.ts";
import type { Shape } from "../schema/shape.ts";

const longest = 63;

/** Names as PostgreSQL stores them. */
export type Rename = { readonly from: string; readonly to: string };

export type TableRenames = {
  readonly dbSchema: string | undefined;
  /** Both the same when the table keeps its name. */
  readonly table: Rename;
  readonly columns: readonly Rename[];
  /** The primary key and the foreign keys. */
  readonly constraints: readonly Rename[];
  /** Of uniques too: Prisma makes an index for them, and no constraint. */
  readonly indexes: readonly Rename[];
};

export type EnumRename = { readonly dbSchema: string | undefined; readonly type: Rename };

/** Models, fields and enums that are there before and after, matched by their names. */
export function renamesBetween(
  before: Schema,
  after: Schema,
): { readonly tables: readonly TableRenames[]; readonly enums: readonly EnumRename[] } {
  const models = new Map(after.models.map((model) => [model.shape.name, model]));
  const enums = new Map(after.enums.map(({ shape }) => [shape.name, shape]));
  return {
    tables: before.models.filter(isTable).flatMap((model) => {
      const now = models.get(model.shape.name);
      const renames = now && tableRenames(model, now);
      return renames && !isEmpty(renames) ? [renames] : [];
    }),
    enums: before.enums.flatMap(({ shape }) => {
      const now = enums.get(shape.name);
      const type = now && rename(shape.databaseName, now.databaseName);
      return type && type.from !== type.to ? [{ dbSchema: shape.dbSchema, type }] : [];
    }),
  };
}

function isEmpty({ table, columns, constraints, indexes }: TableRenames): boolean {
  return table.from === table.to && columns.length + constraints.length + indexes.length === 0;
}

function tableRenames(before: Model, after: Model): TableRenames {
  const columns = new Map(after.shape.fields.map(({ name, column }) => [name, column]));
  const keys = new Map(
    after.relations.map(({ field, foreignKey }) => [field.name, foreignKey?.constraint]),
  );
  const index = (kinds: boolean) =>
    before.indexes.flatMap(({ kind, name }, at) =>
      (kind === "primary-key") === kinds ? changed(name, after.indexes[at]?.name) : [],
    );
  const inDatabase = before.settings.relationMode === "foreignKeys";
  return {
    dbSchema: before.shape.dbSchema,
    table: rename(before.shape.table, after.shape.table),
    columns: before.fields.flatMap(({ kind, shape }) =>
      kind === "relation" ? [] : changed(shape.column, columns.get(shape.name)),
    ),
    constraints: [
      ...index(true),
      ...before.relations.flatMap(({ field, foreignKey }) =>
        foreignKey && inDatabase ? changed(foreignKey.constraint, keys.get(field.name)) : [],
      ),
    ],
    indexes: index(false),
  };
}

function changed(from: string, to: string | undefined): Rename[] {
  if (to === undefined) return [];
  const found = rename(from, to);
  return found.from === found.to ? [] : [found];
}

function rename(from: string, to: string): Rename {
  return { from: cutTo(longest, from), to: cutTo(longest, to) };
}

/** Blocks of `before` which, or parts of which, come to have a name that something else has too. */
export function collisionsIn(before: Schema, after: Schema): Shape[] {
  const old = namesIn(before);
  const now = namesIn(after);
  const holders = new Map<string, number>();
  for (const names of now.values()) {
    for (const name of names) holders.set(name, (holders.get(name) ?? 0) + 1);
  }
  return [...before.models, ...before.enums].flatMap(({ shape }) => {
    const had = new Set(old.get(shape.name));
    const names = now.get(shape.name) ?? [];
    const collides = names.some((name) => !had.has(name) && (holders.get(name) ?? 0) > 1);
    return collides ? [shape] : [];
  });
}

/**
 * By block. Tables and indexes share their names, and so do enums and tables, each of which
 * brings along a type; constraints of one table do.
 */
function namesIn({ models, enums }: Schema): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const model of models.filter(isTable)) names.set(model.shape.name, namesOf(model));
  for (const { shape } of enums) {
    names.set(shape.name, [key(shape.dbSchema, "type", shape.databaseName)]);
  }
  return names;
}

function namesOf({ shape, indexes, relations }: Model): string[] {
  const { dbSchema, table } = shape;
  const hidden = relations.flatMap(({ joinTable }) => (joinTable?.column === "A" ? joinTable : []));
  const tables = [table, ...hidden.map(({ name }) => name)];
  const others = [
    ...indexes.map(({ name }) => name),
    ...hidden.flatMap(({ index, primaryKey }) => [index, primaryKey]),
  ];
  return [
    ...tables.map((name) => key(dbSchema, "type", name)),
    ...[...tables, ...others].map((name) => key(dbSchema, "relation", name)),
    ...relations.flatMap(({ foreignKey }) =>
      foreignKey ? key(dbSchema, `constraint of ${table}`, foreignKey.constraint) : [],
    ),
  ];
}

function key(dbSchema: string | undefined, kind: string, name: string): string {
  return [dbSchema ?? "", kind, cutTo(longest, name)].join("\n");
}
