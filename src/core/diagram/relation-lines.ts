/**
 * The relations that a diagram draws for one model, each of them once: by the side that holds the
 * foreign key, by side A of a hidden join table, by the holder of a composite type.
 */
import { type Span, textOf } from "../base/text.ts";
import { serves } from "../schema/index-coverage.ts";
import type { Relation } from "../schema/relation.ts";
import type { Field, Model } from "../schema/resolve.ts";
import type { FieldShape } from "../schema/shape.ts";
import type { Cardinality, DiagramRelation, RelationEnd } from "./diagram.ts";

export type RelationLine = Omit<DiagramRelation, "at" | "change"> & { readonly at: Span };

const known = new WeakMap<Model, readonly RelationLine[]>();

export function relationLines(model: Model): readonly RelationLine[] {
  const before = known.get(model);
  if (before) return before;
  const now = [
    ...model.relations.flatMap((relation) => relationLine(model, relation)),
    ...model.fields.flatMap((field) => compositeLine(model, field)),
  ];
  known.set(model, now);
  return now;
}

function relationLine(model: Model, relation: Relation): RelationLine[] {
  if (relation.side === "owning") return [foreignKeyLine(model, relation)];
  if (relation.side === "implicit" && isSideA(model, relation))
    return [implicitLine(model, relation)];
  if (relation.side === "unfinished" && leads(model, relation)) return [openLine(model, relation)];
  return [];
}

/** Prisma sorts the names of models; for a model with itself, those of the fields. */
function isSideA({ shape }: Model, { target, field, opposite }: Relation): boolean {
  if (shape.name !== target.name) return shape.name < target.name;
  return opposite === undefined || field.name <= opposite.name;
}

function foreignKeyLine(model: Model, relation: Relation): RelationLine {
  const { foreignKey, cardinality, opposite, field, target } = relation;
  const fields = foreignKey?.fields ?? [];
  const isOptional = field.arity === "optional" || fields.some(({ arity }) => arity === "optional");
  return line({
    from: {
      entity: model.shape.name,
      field: field.name,
      rows: fields.map(({ name }) => name),
      cardinality: cardinality === "one-to-one" ? "zero-or-one" : "many",
    },
    to: {
      entity: target.name,
      field: opposite?.name,
      rows: foreignKey?.references.map(({ name }) => name) ?? [],
      cardinality: isOptional ? "zero-or-one" : "one",
    },
    name: field.relation?.name,
    kind: "foreign-key",
    onDelete: foreignKey?.onDelete,
    onUpdate: foreignKey?.onUpdate,
    servedBy: servingIndex(model, fields),
    at: field.node.name,
  });
}

function servingIndex(model: Model, fields: readonly FieldShape[]): string | undefined {
  const index = model.indexes.find((candidate) => serves(candidate, fields));
  if (index !== undefined) return textOf(index.attribute);
  const { provider, relationMode } = model.settings;
  // InnoDB makes an index of its own for each foreign key that has none.
  return provider === "mysql" && relationMode === "foreignKeys"
    ? "an index of MySQL's own"
    : undefined;
}

/** In MongoDB both sides hold lists of keys. */
function implicitLine(model: Model, { field, opposite, target }: Relation): RelationLine {
  return line({
    from: manyEnd(model.shape.name, field),
    to: manyEnd(target.name, opposite),
    name: field.relation?.name,
    kind: "implicit",
    onDelete: undefined,
    onUpdate: undefined,
    servedBy: undefined,
    at: field.node.name,
  });
}

function manyEnd(entity: string, field: FieldShape | undefined): RelationEnd {
  const rows = field?.relation?.fields?.map(({ text }) => text) ?? [];
  return { entity, field: field?.name, rows, cardinality: "many" };
}

/** Of two sides of which neither states a key, the one that is the likelier to get it. */
function leads({ shape }: Model, { field, opposite, target }: Relation): boolean {
  if (opposite === undefined || field.relation?.fields !== undefined) return true;
  const rank = ({ arity }: FieldShape) => ["required", "optional", "list"].indexOf(arity);
  const ahead = rank(field) - rank(opposite);
  if (ahead !== 0) return ahead < 0;
  return `${shape.name}.${field.name}` <= `${target.name}.${opposite.name}`;
}

/** A list without its other side belongs to a key over there. */
function openLine({ shape }: Model, { field, opposite, target }: Relation): RelationLine {
  const here = { entity: shape.name, field: field.name, rows: [] };
  const there = { entity: target.name, field: opposite?.name, rows: [] };
  const isList = field.arity === "list";
  const cardinality: Cardinality = opposite && opposite.arity !== "list" ? "zero-or-one" : "many";
  const reached: Cardinality = field.arity === "required" ? "one" : "zero-or-one";
  return line({
    from: isList ? { ...there, cardinality: "many" } : { ...here, cardinality },
    to: isList ? { ...here, cardinality: "zero-or-one" } : { ...there, cardinality: reached },
    name: field.relation?.name,
    kind: "foreign-key",
    onDelete: undefined,
    onUpdate: undefined,
    servedBy: undefined,
    at: field.node.name,
  });
}

const held: Readonly<Record<FieldShape["arity"], Cardinality>> = {
  required: "one",
  optional: "zero-or-one",
  list: "many",
};

function compositeLine(model: Model, { kind, shape: field }: Field): RelationLine[] {
  if (kind !== "composite") return [];
  const end = { entity: model.shape.name, field: field.name, rows: [field.name] };
  return [
    line({
      from: { ...end, cardinality: "one" },
      to: { entity: field.typeName, field: undefined, rows: [], cardinality: held[field.arity] },
      name: undefined,
      kind: "composite",
      onDelete: undefined,
      onUpdate: undefined,
      servedBy: undefined,
      at: field.node.name,
    }),
  ];
}

function line(said: Omit<RelationLine, "id">): RelationLine {
  const { from, to, name } = said;
  const end = ({ entity, field }: RelationEnd) => `${entity}.${field ?? ""}`;
  return { id: `${end(from)} ${end(to)}${name === undefined ? "" : ` ${name}`}`, ...said };
}
