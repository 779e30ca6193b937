/**
 * The names that blocks take in a database: of tables, join tables, enums, indexes and
 * constraints, and who wants the same one. Knows what a name is for, not what becomes of it.
 */
import type { Enum, Model } from "./resolve.ts";
import { shapeOf } from "./shape.ts";
import type { Block } from "./syntax.ts";

const known = new WeakMap<Model | Block, readonly string[]>();

/** In no order, without the schema they stand in. An enum is asked by its block. */
export function databaseNames(subject: Model | Block): readonly string[] {
  const before = known.get(subject);
  if (before) return before;
  const names = "shape" in subject ? namesOfModel(subject) : namesOfEnum(subject);
  known.set(subject, names);
  return names;
}

function namesOfModel({ shape, indexes, relations }: Model): string[] {
  return [
    shape.table,
    ...indexes.map(({ name }) => name),
    ...relations.flatMap(({ foreignKey }) => foreignKey?.constraint ?? []),
    ...relations.flatMap(({ joinTable }) =>
      joinTable ? [joinTable.name, joinTable.primaryKey, joinTable.index] : [],
    ),
  ];
}

function namesOfEnum(block: Block): string[] {
  const shape = shapeOf(block);
  return shape?.kind === "enum" ? [shape.databaseName] : [];
}

/**
 * Whether two tables or two enums of these want the same name in the same schema of the database. Prisma
 * does not refuse it of join tables; then whichever comes last is compared.
 */
export function haveRivals(models: readonly Model[], enums: readonly Enum[]): boolean {
  const owners = new Map<string, string>();
  const isTaken = (name: string, owner: string) => {
    const before = owners.get(name);
    owners.set(name, owner);
    return before !== undefined && before !== owner;
  };
  return (
    models.some((model) => tablesOf(model).some(({ name, owner }) => isTaken(name, owner))) ||
    enums.some(({ shape }) => isTaken(`enum ${shape.dbSchema}.${shape.databaseName}`, shape.name))
  );
}

type Table = { readonly name: string; readonly owner: string };

const tables = new WeakMap<Model, readonly Table[]>();

/** Of the model itself and of its implicit relations; both sides of one are the same owner. */
function tablesOf(model: Model): readonly Table[] {
  const before = tables.get(model);
  if (before) return before;
  const { name, table, dbSchema } = model.shape;
  const found = model.relations.flatMap(({ joinTable, target }) => {
    if (!joinTable) return [];
    const [first, second] =
      joinTable.column === "A" ? [model.shape, target] : [target, model.shape];
    return [{ name: `${first.dbSchema}.${joinTable.name}`, owner: `${first.name} ${second.name}` }];
  });
  const all = [{ name: `${dbSchema}.${table}`, owner: name }, ...found];
  tables.set(model, all);
  return all;
}
