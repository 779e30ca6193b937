/**
 * A many-to-many relation gets a model for its hidden table, so that it can have columns of its
 * own. The model is mapped onto the table that is there, and no migration is needed.
 */
import { type Edit, span, textOf } from "../base/text.ts";
import { pascalCase } from "../base/words.ts";
import { singularOf } from "../rules/plural.ts";
import { layOutFields } from "../schema/alignment.ts";
import { argument } from "../schema/attributes.ts";
import { newlineOf, removeFieldAttribute, replaceTypes } from "../schema/edit.ts";
import { defaultName } from "../schema/names.ts";
import type { JoinTable } from "../schema/relation.ts";
import type { Model, Schema } from "../schema/resolve.ts";
import type { FieldShape } from "../schema/shape.ts";
import type { Refactoring } from "./refactoring.ts";

/** Undefined for a field that is no list of a many-to-many relation without a model. */
export function explicitJoinModel(
  schema: Schema,
  model: Model,
  field: FieldShape,
): Refactoring | undefined {
  const { provider } = schema.settings;
  // What Prisma makes elsewhere has not been looked at.
  if (provider !== "postgresql" && provider !== "sqlite") return undefined;
  const ends = endsOf(schema, model, field);
  if (ends === undefined) return undefined;
  const [a, b] = ends;
  const name = modelName(schema, ends);
  const sides = sidesOf(ends, name);
  return {
    name: "explicit-join-model",
    title: `Make the join model of ${a.model.shape.name}.${a.list.name} and ${b.model.shape.name}.${b.list.name} explicit`,
    summary: `Adds a model ${name} for the table ${a.joinTable.name}; the database does not change`,
    edits: [
      ...sidesByBlock(sides).flatMap((here) => retypeLists(here, name)),
      addModel(schema, sides, name),
    ],
    changesDatabase: false,
    notes: notes(sides, name, provider === "postgresql"),
  };
}

/** One end of the relation: the model whose key is in column A or B, and its list. */
type End = {
  readonly model: Model;
  readonly list: FieldShape;
  readonly key: FieldShape;
  readonly joinTable: JoinTable;
  readonly relation: string;
};

type Ends = readonly [a: End, b: End];

function endsOf(schema: Schema, model: Model, field: FieldShape): Ends | undefined {
  const here = endOf(model, field);
  const there = model.relations.find((relation) => relation.field === field);
  const other = schema.models.find(({ shape }) => shape === there?.target);
  const end = other && there?.opposite && endOf(other, there.opposite);
  if (!here || !end || here.joinTable.column === end.joinTable.column) return undefined;
  if (!model.shape.block.closed || !other.shape.block.closed) return undefined;
  return here.joinTable.column === "A" ? [here, end] : [end, here];
}

function endOf(model: Model, list: FieldShape): End | undefined {
  const relation = model.relations.find(({ field }) => field === list);
  const primaryKey = model.indexes.find(({ kind }) => kind === "primary-key");
  const [part, more] = primaryKey?.parts ?? [];
  if (!relation?.joinTable || !part?.field || more) return undefined;
  return {
    model,
    list,
    key: part.field,
    joinTable: relation.joinTable,
    relation: relation.name,
  };
}

/** Like the relation, or like both models; in the singular, because each row is one pair. */
function modelName({ models, enums }: Schema, [a, b]: Ends): string {
  const own = singularOf(pascalCase(a.relation));
  const wanted = /^[A-Za-z]\w*$/.test(own) ? own : `${a.model.shape.name}To${b.model.shape.name}`;
  const isTaken = (name: string) => [...models, ...enums].some(({ shape }) => shape.name === name);
  if (!isTaken(wanted)) return wanted;
  let name = `${wanted}Link`;
  for (let count = 2; isTaken(name); count++) name = `${wanted}Link${count}`;
  return name;
}

/** An end with what the join model calls it. */
type Side = End & {
  readonly field: string;
  readonly keyField: string;
  /** Two relations between the same two models have to have names. */
  readonly relationName: string | undefined;
};

type Sides = readonly [a: Side, b: Side];

function sidesOf([a, b]: Ends, name: string): Sides {
  const isSelf = a.model === b.model;
  const [first, second] = isSelf ? selfNames(a, b) : [lowerFirst(a), lowerFirst(b)];
  const side = (end: End, field: string): Side => ({
    ...end,
    field,
    keyField: keyName(field, end.key.name, isSelf),
    relationName: isSelf ? `${name}_${field}` : undefined,
  });
  return [side(a, first), side(b, second)];
}

function lowerFirst({ model: { shape } }: End): string {
  return shape.name.charAt(0).toLowerCase() + shape.name.slice(1);
}

/** Through the list `followers` one comes to a follower, whose key is in the other column. */
function selfNames(a: End, b: End): [string, string] {
  const names: [string, string] = [singularOf(b.list.name), singularOf(a.list.name)];
  return names[0] === names[1] ? [`${names[0]}A`, `${names[1]}B`] : names;
}

/** `postId`, also where the key of a post is called that already. */
function keyName(field: string, key: string, isSelf: boolean): string {
  if (!isSelf && key !== field && key.startsWith(field)) return key;
  return field + key.charAt(0).toUpperCase() + key.slice(1);
}

/** A relation of a model to itself has both lists in one block. */
function sidesByBlock([a, b]: Sides): Side[][] {
  return a.model === b.model ? [[a, b]] : [[a], [b]];
}

function retypeLists(sides: readonly Side[], name: string): Edit[] {
  const [first] = sides;
  if (first === undefined) return [];
  const { block } = first.model.shape;
  const types = new Map(sides.map(({ list }) => [list.node, name]));
  const named = sides.flatMap(nameRelation);
  return [
    // Blanks before an attribute that goes are gone with it.
    ...replaceTypes(block, types).filter(({ at }) =>
      named.every((edit) => at.end <= edit.at.start || at.start >= edit.at.end),
    ),
    ...named,
  ];
}

function nameRelation({ list, relationName }: Side): Edit[] {
  const { relation } = list;
  if (!relation) return [];
  if (relationName === undefined) return removeFieldAttribute(relation.attribute);
  const before = argument(relation.attribute, "name", true);
  return before ? [{ at: before, text: `"${relationName}"` }] : [];
}

/** Behind the first of the two models. */
function addModel({ models, settings }: Schema, sides: Sides, name: string): Edit {
  const [a, b] = sides;
  const first = models.indexOf(a.model) <= models.indexOf(b.model) ? a : b;
  const { block } = first.model.shape;
  const { dbSchema } = a.model.shape;
  const { joinTable, keyField } = b;
  const key = `${a.keyField}, ${keyField}`;
  const both =
    settings.provider === "postgresql"
      ? `@@id([${key}], map: "${joinTable.primaryKey}")`
      : `@@unique([${key}], map: "${joinTable.name}_AB_unique")`;
  const lines = [
    "",
    "",
    `model ${name} {`,
    ...layOutFields(
      sides.flatMap((side) => [
        {
          name: side.field,
          type: side.model.shape.name,
          attributes: `@relation(${relation(side, settings.provider)})`,
        },
        {
          name: side.keyField,
          type: side.key.typeName,
          attributes: [`@map("${side.joinTable.column}")`, ...nativeType(side.key)].join(" "),
        },
      ]),
    ).map((line) => `  ${line}`),
    "",
    `  ${both}`,
    `  @@index([${keyField}], map: "${joinTable.index}")`,
    `  @@map("${joinTable.name}")`,
    ...(dbSchema === undefined ? [] : [`  @@schema("${dbSchema}")`]),
    "}",
  ];
  const at = block.text.length;
  return { at: span(block, at, at), text: lines.join(newlineOf(block.text)) };
}

function nativeType({ nativeType: type }: FieldShape): string[] {
  return type ? [textOf(type.attribute)] : [];
}

function relation(side: Side, provider: Schema["settings"]["provider"]): string {
  const { relationName, keyField, key, joinTable } = side;
  const ownName = defaultName("fkey", joinTable.name, [joinTable.column], provider);
  return [
    ...(relationName === undefined ? [] : [`"${relationName}"`]),
    `fields: [${keyField}]`,
    `references: [${key.name}]`,
    "onDelete: Cascade",
    ...(joinTable.foreignKey === ownName ? [] : [`map: "${joinTable.foreignKey}"`]),
  ].join(", ");
}

function notes([a, b]: Sides, name: string, isPostgres: boolean): string[] {
  const { list, model } = a;
  const from = lowerFirst(a);
  return [
    `Code that uses the client goes through the new model: \`db.${from}.findMany({ include: { ${list.name}: { include: { ${b.field}: true } } } })\` reads the ${b.model.shape.name} rows of a ${model.shape.name}, and filters say \`${list.name}: { some: { ${b.field}: { … } } }\`.`,
    `\`connect\`, \`set\` and \`disconnect\` of ${b.model.shape.name} rows become \`create\`, \`deleteMany\` and \`delete\` of ${name} rows: \`${list.name}: { create: { ${b.field}: { connect: { … } } } }\`.`,
    ...(isPostgres
      ? [
          `A table that Prisma made before version 6, and that no migration has changed since, has the unique index \`${a.joinTable.name}_AB_unique\` in place of the primary key \`${a.joinTable.primaryKey}\`. With such a version write \`@@unique([${a.keyField}, ${b.keyField}], map: "${a.joinTable.name}_AB_unique")\` in place of \`@@id\`.`,
        ]
      : []),
    "New columns come with a migration like those of every other model; give them a default, or the rows that are there stop it.",
  ];
}
