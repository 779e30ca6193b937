/**
 * All files of a schema → its models with everything their neighbours say about them. A model is
 * the very same object as before as long as its own text and that of its neighbours stand, so
 * that answers about it stay valid.
 */
import type { SchemaFile } from "./file.ts";
import type { IndexShape } from "./index-shape.ts";
import { defaultName, defaultNameInFull } from "./names.ts";
import { type Relation, resolveRelation } from "./relation.ts";
import { readSettings, type Settings } from "./settings.ts";
import { type EnumShape, type FieldShape, type ModelShape, type Shape, shapeOf } from "./shape.ts";
import type { Block } from "./syntax.ts";

export type Schema = {
  readonly files: readonly SchemaFile[];
  readonly settings: Settings;
  /** Models, views and composite types, in the order of the files. */
  readonly models: readonly Model[];
  readonly enums: readonly Enum[];
};

export type Enum = { readonly shape: EnumShape; readonly settings: Settings };

export type Model = {
  readonly shape: ModelShape;
  readonly settings: Settings;
  readonly fields: readonly Field[];
  readonly relations: readonly Relation[];
  readonly indexes: readonly Index[];
};

export type Field = {
  readonly shape: FieldShape;
  readonly kind: "scalar" | "enum" | "composite" | "relation" | "unsupported" | "unknown";
  /** The enum, composite type or model that the type names. */
  readonly type: Shape | undefined;
};

export type Index = IndexShape & {
  /** In the database: `map` or Prisma's own name, shortened as Prisma shortens it. */
  readonly name: string;
  /** Prisma's own name before it is shortened; undefined where `map` states one. */
  readonly fullName: string | undefined;
};

export function resolve(files: readonly SchemaFile[]): Schema {
  // Plain loops: this runs over everything on each keystroke, and mostly finds it known.
  const options: Block[] = [];
  const shapes: ModelShape[] = [];
  const enums: EnumShape[] = [];
  const byName = new Map<string, Shape>();
  for (const { pieces } of files) {
    for (const piece of pieces) {
      if (piece.kind === "gap") continue;
      const shape = shapeOf(piece);
      if (shape === undefined) {
        options.push(piece);
        continue;
      }
      if (shape.kind === "enum") enums.push(shape);
      else shapes.push(shape);
      if (!byName.has(shape.name)) byName.set(shape.name, shape);
    }
  }
  const settings = readSettings(options);
  const models = shapes.map((shape) => resolveOnce(shape, byName, settings));
  return { files, settings, models, enums: enums.map((shape) => enumOnce(shape, settings)) };
}

const knownEnums = new WeakMap<EnumShape, Enum>();

function enumOnce(shape: EnumShape, settings: Settings): Enum {
  const before = knownEnums.get(shape);
  if (before?.settings === settings) return before;
  const now = { shape, settings };
  knownEnums.set(shape, now);
  return now;
}

type Resolved = {
  readonly model: Model;
  readonly typeNames: readonly string[];
  /** What the type names stood for. */
  readonly types: readonly (Shape | undefined)[];
};

const resolved = new WeakMap<ModelShape, Resolved>();

function resolveOnce(
  shape: ModelShape,
  byName: ReadonlyMap<string, Shape>,
  settings: Settings,
): Model {
  const before = resolved.get(shape);
  if (before?.model.settings === settings && sameTypes(before, byName)) return before.model;
  const typeNames = before?.typeNames ?? otherTypes(shape);
  const model = resolveModel(shape, byName, settings);
  resolved.set(shape, { model, typeNames, types: typeNames.map((name) => byName.get(name)) });
  return model;
}

function sameTypes({ typeNames, types }: Resolved, byName: ReadonlyMap<string, Shape>): boolean {
  let at = 0;
  for (const name of typeNames) if (byName.get(name) !== types[at++]) return false;
  return true;
}

const scalars = new Set([
  "String",
  "Boolean",
  "Int",
  "BigInt",
  "Float",
  "Decimal",
  "DateTime",
  "Json",
  "Bytes",
]);

function otherTypes(shape: ModelShape): string[] {
  const names = new Set(shape.fields.map(({ typeName }) => typeName));
  return [...names].filter((name) => !scalars.has(name));
}

function resolveModel(
  shape: ModelShape,
  byName: ReadonlyMap<string, Shape>,
  settings: Settings,
): Model {
  const fields = shape.fields.map((field) => resolveField(field, byName));
  return {
    shape,
    settings,
    fields,
    relations: fields.flatMap((field) => {
      const target = field.type;
      if (field.kind !== "relation" || !target || target.kind === "enum") return [];
      return [resolveRelation(shape, field.shape, target, settings)];
    }),
    indexes: shape.indexes.map((index) => nameIndex(shape, index, settings)),
  };
}

function resolveField(field: FieldShape, byName: ReadonlyMap<string, Shape>): Field {
  if (field.node.type?.unsupported) return { shape: field, kind: "unsupported", type: undefined };
  if (scalars.has(field.typeName)) return { shape: field, kind: "scalar", type: undefined };
  const type = byName.get(field.typeName);
  return { shape: field, kind: kindOf(type), type };
}

function kindOf(type: Shape | undefined): Field["kind"] {
  if (type === undefined) return "unknown";
  if (type.kind === "enum") return "enum";
  return type.kind === "type" ? "composite" : "relation";
}

function nameIndex(shape: ModelShape, index: IndexShape, { provider }: Settings): Index {
  const kind = suffixes[index.kind];
  const columns = index.parts.map(({ column }) => column);
  return {
    ...index,
    name: index.map ?? defaultName(kind, shape.table, columns, provider),
    fullName: index.map === undefined ? defaultNameInFull(kind, shape.table, columns) : undefined,
  };
}

const suffixes = {
  "primary-key": "pkey",
  unique: "key",
  index: "idx",
  fulltext: "idx",
} as const;
