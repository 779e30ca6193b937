/**
 * One relation field seen with the field on its other side: who holds the foreign key, how many
 * rows meet how many, and what Prisma fills in when nothing is stated.
 */
import { cutTo, defaultName, longestIdentifier } from "./names.ts";
import type { Settings } from "./settings.ts";
import type { FieldShape, ModelShape } from "./shape.ts";
import type { Name } from "./syntax.ts";

export type Relation = {
  readonly field: FieldShape;
  /** As stated, or Prisma's own: both model names in order, `PostToUser`. */
  readonly name: string;
  readonly target: ModelShape;
  /** The field that leads back; undefined while it is not written yet. */
  readonly opposite: FieldShape | undefined;
  /**
   * `owning`: this side holds the foreign key. `inverse`: the other side does. `implicit`: a
   * hidden join table does. `unfinished`: neither side says.
   */
  readonly side: "owning" | "inverse" | "implicit" | "unfinished";
  readonly cardinality: "one-to-one" | "one-to-many" | "many-to-many";
  /** On the owning side, when all its fields exist. */
  readonly foreignKey: ForeignKey | undefined;
  /** On both implicit sides, in a database with tables. */
  readonly joinTable: JoinTable | undefined;
};

export type ForeignKey = {
  /** The scalar fields of this model and those they point at, pairwise. */
  readonly fields: readonly FieldShape[];
  readonly references: readonly FieldShape[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  /** False when the action is Prisma's default. */
  readonly onDeleteStated: boolean;
  readonly onUpdateStated: boolean;
  /** Of the constraint in the database; `map` or Prisma's own, shortened. */
  readonly constraint: string;
  readonly constraintStated: boolean;
};

export type ReferentialAction = "Cascade" | "Restrict" | "NoAction" | "SetNull" | "SetDefault";

/** The table behind an implicit many-to-many relation: columns A and B. */
export type JoinTable = {
  /** Shortened, like the others. */
  readonly name: string;
  /** The column that holds the key of the model in which the field stands. */
  readonly column: "A" | "B";
  readonly primaryKey: string;
  readonly index: string;
  readonly foreignKey: string;
};

export function resolveRelation(
  model: ModelShape,
  field: FieldShape,
  target: ModelShape,
  settings: Settings,
): Relation {
  const name = relationName(model, field, target);
  const opposite = oppositeOf(model, field, target);
  const foreignKey = foreignKeyOf(model, field, target, settings);
  const side = sideOf(field, opposite, foreignKey);
  return {
    field,
    name,
    target,
    opposite,
    side,
    cardinality: cardinalityOf(model, field, opposite, foreignKey),
    foreignKey,
    joinTable:
      side === "implicit" && opposite && settings.provider !== "mongodb"
        ? joinTableOf(model, field, target, opposite, settings)
        : undefined,
  };
}

function relationName(model: ModelShape, field: FieldShape, target: ModelShape): string {
  return field.relation?.name ?? [model.name, target.name].sort().join("To");
}

function oppositeOf(
  model: ModelShape,
  field: FieldShape,
  target: ModelShape,
): FieldShape | undefined {
  const candidates = target.fields.filter(
    (other) =>
      other.typeName === model.name &&
      other.relation?.name === field.relation?.name &&
      !(target === model && other.name === field.name),
  );
  // Two fields of one name are a mistake; the side that can hold the other's key comes first.
  return candidates.find((other) => !(isOwner(other) && isOwner(field))) ?? candidates[0];
}

function isOwner(field: FieldShape): boolean {
  return field.relation?.fields !== undefined;
}

function sideOf(
  field: FieldShape,
  opposite: FieldShape | undefined,
  foreignKey: ForeignKey | undefined,
): Relation["side"] {
  if (foreignKey) return "owning";
  if (field.arity === "list" && opposite?.arity === "list") return "implicit";
  return !isOwner(field) && opposite && isOwner(opposite) ? "inverse" : "unfinished";
}

function cardinalityOf(
  model: ModelShape,
  field: FieldShape,
  opposite: FieldShape | undefined,
  foreignKey: ForeignKey | undefined,
): Relation["cardinality"] {
  if (field.arity === "list" && opposite?.arity === "list") return "many-to-many";
  if (field.arity === "list" || opposite?.arity === "list") return "one-to-many";
  if (opposite || !foreignKey) return "one-to-one";
  return isUnique(model, foreignKey.fields) ? "one-to-one" : "one-to-many";
}

/** Whether a primary key or unique of `model` consists of exactly these fields, in any order. */
function isUnique(model: ModelShape, fields: readonly FieldShape[]): boolean {
  return model.indexes.some(
    ({ kind, parts, where }) =>
      (kind === "primary-key" || kind === "unique") &&
      where === undefined &&
      parts.length === fields.length &&
      parts.every(({ field }) => field && fields.includes(field)),
  );
}

function foreignKeyOf(
  model: ModelShape,
  field: FieldShape,
  target: ModelShape,
  settings: Settings,
): ForeignKey | undefined {
  const { relation } = field;
  if (!relation || field.arity === "list") return undefined;
  const fields = named(model, relation.fields);
  const references = named(target, relation.references);
  if (!fields || !references || fields.length !== references.length) return undefined;
  const columns = fields.map(({ column }) => column);
  const onDelete = actions[relation.onDelete ?? ""];
  const onUpdate = actions[relation.onUpdate ?? ""];
  return {
    fields,
    references,
    onDelete: onDelete ?? defaultOnDelete(field, fields, settings),
    onUpdate: onUpdate ?? defaultOnUpdate(settings),
    onDeleteStated: onDelete !== undefined,
    onUpdateStated: onUpdate !== undefined,
    constraint: relation.map ?? defaultName("fkey", model.table, columns, settings.provider),
    constraintStated: relation.map !== undefined,
  };
}

function named(model: ModelShape, names: readonly Name[] | undefined): FieldShape[] | undefined {
  if (!names || names.length === 0) return undefined;
  const fields = names.flatMap(({ text }) => model.fields.find(({ name }) => name === text) ?? []);
  return fields.length === names.length ? fields : undefined;
}

const actions: Readonly<Record<string, ReferentialAction>> = {
  Cascade: "Cascade",
  Restrict: "Restrict",
  NoAction: "NoAction",
  SetNull: "SetNull",
  SetDefault: "SetDefault",
};

/** A relation counts as required as soon as one column of its key is. */
function defaultOnDelete(
  field: FieldShape,
  fields: readonly FieldShape[],
  { provider }: Settings,
): ReferentialAction {
  const required = field.arity === "required" || fields.some(({ arity }) => arity === "required");
  if (!required) return "SetNull";
  return provider === "sqlserver" ? "NoAction" : "Restrict";
}

function defaultOnUpdate({ relationMode, provider }: Settings): ReferentialAction {
  return relationMode === "prisma" && provider === "mongodb" ? "NoAction" : "Cascade";
}

function joinTableOf(
  model: ModelShape,
  field: FieldShape,
  target: ModelShape,
  opposite: FieldShape,
  { provider }: Settings,
): JoinTable {
  const first = model === target ? field.name <= opposite.name : model.name < target.name;
  const column = first ? "A" : "B";
  const full = `_${relationName(model, field, target)}`;
  const longest = longestIdentifier(provider);
  // Like other names that Prisma makes, these are cut before the end that tells them apart.
  const inDatabase = (suffix: string) => cutTo(longest - suffix.length, full) + suffix;
  return {
    name: cutTo(longest, full),
    column,
    primaryKey: inDatabase("_AB_pkey"),
    index: inDatabase("_B_index"),
    foreignKey: inDatabase(`_${column}_fkey`),
  };
}
