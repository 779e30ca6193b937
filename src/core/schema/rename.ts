/**
 * Other names for fields, models and enums wherever the schema uses them, with `@map` and `@@map`
 * so that the database keeps the names it has. Nothing is said of code that uses the client.
 */
import { type Edit, type Span, span } from "../base/text.ts";
import { groupsOf, layOut } from "./alignment.ts";
import { attribute } from "./attributes.ts";
import { addBlockAttribute, addFieldAttribute, replaceTypes } from "./edit.ts";
import type { IndexShape } from "./index-shape.ts";
import type { Enum, Model, Schema } from "./resolve.ts";
import type { FieldShape, Shape } from "./shape.ts";

/**
 * Undefined where the name is taken or no name at all, and where the database could not stay as
 * it is: a many-to-many relation of a model to itself has its columns in the order of its fields.
 */
export function renameFields(
  model: Model,
  names: ReadonlyMap<FieldShape, string>,
): Edit[] | undefined {
  const { shape } = model;
  const after = shape.fields.map((field) => names.get(field) ?? field.name);
  if (shape.kind === "type" || new Set(after).size < after.length) return undefined;
  if (after.some((name) => !isName(name)) || swapsJoinTable(model, names)) return undefined;
  return [
    ...renameDeclarations(model, names),
    ...usesOf(model, names).map(({ at, name }) => ({ at, text: name })),
  ];
}

export function renameField(model: Model, field: FieldShape, name: string): Edit[] | undefined {
  return renameFields(model, new Map([[field, name]]));
}

/**
 * Undefined where the name is taken or no name at all, and where the columns of a hidden join
 * table, which follow the order of the models' names, would change places.
 */
export function renameModel(schema: Schema, model: Model, name: string): Edit[] | undefined {
  const { shape } = model;
  if (isTaken(schema, name)) return undefined;
  const implicit = model.relations.filter(({ joinTable }) => joinTable);
  const swaps = implicit.some(
    ({ target }) => target !== shape && shape.name < target.name !== name < target.name,
  );
  if (swaps) return undefined;
  // The hidden table is called like the relation, and that like the models while it has no name.
  const named = new Map<FieldShape, string>();
  for (const { field, opposite, name: relation } of implicit) {
    if (field.relation?.name !== undefined) continue;
    named.set(field, `@relation("${relation}")`);
    if (opposite) named.set(opposite, `@relation("${relation}")`);
  }
  return [
    { at: shape.block.name, text: name },
    ...retypeAll(schema, shape, name, named),
    ...keepName(shape, shape.kind !== "type"),
  ];
}

export function renameEnum(schema: Schema, { shape }: Enum, name: string): Edit[] | undefined {
  if (isTaken(schema, name)) return undefined;
  return [
    { at: shape.block.name, text: name },
    ...retypeAll(schema, shape, name, new Map()),
    ...keepName(shape, true),
  ];
}

function keepName({ block, map, name }: Shape, inDatabase: boolean): Edit[] {
  return map || !inDatabase ? [] : addBlockAttribute(block, `@@map("${name}")`);
}

function isTaken({ models, enums }: Schema, name: string): boolean {
  return !isName(name) || [...models, ...enums].some(({ shape }) => shape.name === name);
}

function isName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name);
}

function swapsJoinTable(
  { shape, relations }: Model,
  names: ReadonlyMap<FieldShape, string>,
): boolean {
  const now = (field: FieldShape) => names.get(field) ?? field.name;
  return relations.some(
    ({ joinTable, target, field, opposite }) =>
      joinTable &&
      target === shape &&
      opposite &&
      field.name < opposite.name !== now(field) < now(opposite),
  );
}

function renameDeclarations(
  { shape, fields }: Model,
  names: ReadonlyMap<FieldShape, string>,
): Edit[] {
  const { block } = shape;
  const nodes = new Map([...names].map(([field, name]) => [field.node, name]));
  return [
    ...groupsOf(block, [...nodes.keys()]).flatMap(
      (group) => layOut(group, { renamed: nodes }).edits,
    ),
    ...fields.flatMap(({ shape: field, kind }) => {
      const name = names.get(field);
      if (name === undefined || name === field.name) return [];
      const hasColumn = kind !== "relation" && !attribute(field.node.attributes, "map");
      return [
        { at: field.node.name, text: name },
        ...(hasColumn ? addFieldAttribute(block, field.node, `@map("${field.name}")`) : []),
      ];
    }),
  ];
}

type Use = { readonly at: Span; readonly name: string };

/** Where keys, indexes and relations name the fields, here and in the models that point here. */
function usesOf({ shape, fields }: Model, names: ReadonlyMap<FieldShape, string>): Use[] {
  const byName = new Map([...names].map(([field, name]) => [field.name, name]));
  const renamed = (all: readonly (Span & { readonly text: string })[] | undefined) =>
    (all ?? []).flatMap((at): Use[] => {
      const name = byName.get(at.text);
      return name === undefined ? [] : [{ at, name }];
    });
  const neighbours = new Set(
    fields.flatMap(({ type }) => (type && type.kind !== "enum" ? [type] : [])),
  );
  return [
    ...shape.indexes.flatMap((index) => [...partsOf(index, byName), ...renamed(keysOf(index))]),
    ...shape.fields.flatMap(({ relation }) => renamed(relation?.fields)),
    ...[...neighbours].flatMap((neighbour) =>
      neighbour.fields.flatMap(({ relation, typeName }) =>
        typeName === shape.name ? renamed(relation?.references) : [],
      ),
    ),
  ];
}

/** Behind a dot stand the fields of composite types, which keep their names. */
function partsOf({ parts }: IndexShape, names: ReadonlyMap<string, string>): Use[] {
  return parts.flatMap(({ node, field }) => {
    const at = node?.kind === "call" ? node.name : node;
    if (field === undefined || at === undefined) return [];
    const name = names.get(field.name);
    if (name === undefined) return [];
    return [{ at: span(at.source, at.start, at.start + field.name.length), name }];
  });
}

/** The fields in the predicate of a partial index. SQL in `raw("…")` speaks of columns. */
function keysOf({ where }: IndexShape) {
  if (where?.kind !== "object") return [];
  return where.items.flatMap((item) => (item.kind === "argument" && item.name ? [item.name] : []));
}

/** Every field of that type, with the attributes that some get as well. */
function retypeAll(
  { models }: Schema,
  type: Shape,
  name: string,
  added: ReadonlyMap<FieldShape, string>,
): Edit[] {
  return models.flatMap(({ shape, fields }) => {
    const types = fields.flatMap((field) =>
      field.type === type ? [[field.shape.node, name] as const] : [],
    );
    const attributes = shape.fields.flatMap((field) => {
      const text = added.get(field);
      return text === undefined ? [] : [[field.node, text] as const];
    });
    return types.length + attributes.length === 0
      ? []
      : replaceTypes(shape.block, new Map(types), new Map(attributes));
  });
}
