/**
 * What one block declares, read from that block alone: fields, keys, database names as written.
 * Knows no other block; a shape is made once per block and shared by all who ask.
 */
import {
  argument,
  argumentsOf,
  attribute,
  blockAttributes,
  stringOf,
  wordOf,
  wordsOf,
} from "./attributes.ts";
import { blockIndex, fieldIndexes, type IndexShape } from "./index-shape.ts";
import type {
  Arity,
  AttributeNode,
  Block,
  FieldNode,
  Member,
  Name,
  ValueExpression,
  ValueNode,
} from "./syntax.ts";

/** A model, view or composite type. */
export type ModelShape = {
  readonly kind: "model" | "view" | "type";
  readonly block: Block;
  readonly name: string;
  /** The name in the database: `@@map`, or the model's own. */
  readonly table: string;
  readonly map: AttributeNode | undefined;
  /** `@@schema`. */
  readonly dbSchema: string | undefined;
  readonly ignored: boolean;
  readonly attributes: readonly AttributeNode[];
  readonly fields: readonly FieldShape[];
  /** Primary key, uniques and indexes in the order in which they are written. */
  readonly indexes: readonly IndexShape[];
};

export type FieldShape = {
  readonly node: FieldNode;
  readonly name: string;
  /** The name in the database: `@map`, or the field's own. */
  readonly column: string;
  readonly typeName: string;
  readonly arity: Arity;
  /** The database type in `Unsupported("…")`. */
  readonly unsupported: string | undefined;
  readonly nativeType: NativeType | undefined;
  readonly default: ValueExpression | undefined;
  readonly updatedAt: boolean;
  readonly ignored: boolean;
  readonly relation: RelationShape | undefined;
};

/** `@db.VarChar(255)`: name `VarChar`, arguments `["255"]`. */
export type NativeType = {
  readonly attribute: AttributeNode;
  readonly name: string;
  readonly arguments: readonly string[];
};

/** The arguments of `@relation`. */
export type RelationShape = {
  readonly attribute: AttributeNode;
  readonly name: string | undefined;
  readonly fields: readonly Name[] | undefined;
  readonly references: readonly Name[] | undefined;
  readonly onDelete: string | undefined;
  readonly onUpdate: string | undefined;
  readonly map: string | undefined;
};

export type EnumShape = {
  readonly kind: "enum";
  readonly block: Block;
  readonly name: string;
  /** The name in the database: `@@map`, or the enum's own. */
  readonly databaseName: string;
  readonly map: AttributeNode | undefined;
  readonly dbSchema: string | undefined;
  readonly values: readonly EnumValue[];
};

export type EnumValue = {
  readonly node: ValueNode;
  readonly name: string;
  readonly databaseName: string;
};

export type Shape = ModelShape | EnumShape;

const shapes = new WeakMap<Block, Shape | undefined>();

/** What `block` declares; undefined for a datasource or generator. */
export function shapeOf(block: Block): Shape | undefined {
  if (shapes.has(block)) return shapes.get(block);
  const shape = readShape(block);
  shapes.set(block, shape);
  return shape;
}

function readShape(block: Block): Shape | undefined {
  const { kind } = block;
  if (kind === "enum") return readEnum(block);
  return kind === "datasource" || kind === "generator" ? undefined : readModel(kind, block);
}

function readModel(kind: ModelShape["kind"], block: Block): ModelShape {
  const attributes = blockAttributes(block);
  const map = attribute(attributes, "map");
  const name = block.name.text;
  const fields = onePerName(block.members.filter(isField)).map(readField);
  return {
    kind,
    block,
    name,
    table: stringOf(argument(map, "name", true)) ?? name,
    map,
    dbSchema: stringOf(argument(attribute(attributes, "schema"), "map", true)),
    ignored: attribute(attributes, "ignore") !== undefined,
    attributes,
    fields,
    indexes: [
      ...fields.flatMap(fieldIndexes),
      ...attributes.flatMap((candidate) => blockIndex(candidate, fields) ?? []),
    ],
  };
}

function isField(member: Member): member is FieldNode {
  return member.kind === "field";
}

/** Prisma refuses a second field or value of the same name; what it says is not looked at. */
function onePerName<Node extends { readonly name: Name }>(nodes: readonly Node[]): Node[] {
  const seen = new Set<string>();
  return nodes.filter(({ name }) => !seen.has(name.text) && seen.add(name.text));
}

function readField(node: FieldNode): FieldShape {
  const { attributes, type } = node;
  const relation = attribute(attributes, "relation");
  return {
    node,
    name: node.name.text,
    column: stringOf(argument(attribute(attributes, "map"), "name", true)) ?? node.name.text,
    typeName: type?.name.text ?? "",
    arity: type?.arity ?? "required",
    unsupported: type?.unsupported?.value,
    nativeType: readNativeType(attributes),
    default: argument(attribute(attributes, "default"), "value", true),
    updatedAt: attribute(attributes, "updatedAt") !== undefined,
    ignored: attribute(attributes, "ignore") !== undefined,
    relation: relation && readRelation(relation),
  };
}

/** The part before the dot is the name of the datasource block, usually `db`. */
function readNativeType(attributes: readonly AttributeNode[]): NativeType | undefined {
  const found = attributes.find(({ name }) => name.text.includes("."));
  if (found === undefined) return undefined;
  const name = found.name.text.slice(found.name.text.indexOf(".") + 1);
  const values = argumentsOf(found).map(({ value }) => value);
  return {
    attribute: found,
    name,
    arguments: values.flatMap((value) =>
      value ? [value.source.text.slice(value.start, value.end)] : [],
    ),
  };
}

function readRelation(node: AttributeNode): RelationShape {
  return {
    attribute: node,
    name: stringOf(argument(node, "name", true)),
    fields: wordsOf(argument(node, "fields")),
    references: wordsOf(argument(node, "references")),
    onDelete: wordOf(argument(node, "onDelete")),
    onUpdate: wordOf(argument(node, "onUpdate")),
    map: stringOf(argument(node, "map")),
  };
}

function readEnum(block: Block): EnumShape {
  const attributes = blockAttributes(block);
  const map = attribute(attributes, "map");
  const name = block.name.text;
  const values = block.members.filter((member) => member.kind === "value");
  return {
    kind: "enum",
    block,
    name,
    databaseName: stringOf(argument(map, "name", true)) ?? name,
    map,
    dbSchema: stringOf(argument(attribute(attributes, "schema"), "map", true)),
    values: onePerName(values).map((node) => ({
      node,
      name: node.name.text,
      databaseName:
        stringOf(argument(attribute(node.attributes, "map"), "name", true)) ?? node.name.text,
    })),
  };
}
