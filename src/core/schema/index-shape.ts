/** Primary keys, uniques and indexes as a model declares them, on a field or in the block. */
import { argument, attribute, itemsOf, stringOf, wordOf } from "./attributes.ts";
import type { FieldShape } from "./shape.ts";
import type { AttributeNode, ValueExpression } from "./syntax.ts";

export type IndexShape = {
  readonly kind: IndexKind;
  readonly attribute: AttributeNode;
  readonly parts: readonly IndexPart[];
  /** `type:` as written; `BTree` when nothing is. */
  readonly type: string;
  /** The predicate of a partial index. */
  readonly where: ValueExpression | undefined;
  /** The name in the database, where one is stated. */
  readonly map: string | undefined;
};

export type IndexKind = "primary-key" | "unique" | "index" | "fulltext";

/** One column of an index, in its place. */
export type IndexPart = {
  readonly node: ValueExpression | undefined;
  /** The field's name; behind dots, the fields of composite types (MongoDB). */
  readonly path: string;
  /** Undefined when the model has no such field. */
  readonly field: FieldShape | undefined;
  readonly column: string;
  readonly sort: "asc" | "desc";
  /** The operator class; text as written inside `raw("…")`, or Prisma's name for it. */
  readonly ops: string | undefined;
  /** Prefix length (MySQL). */
  readonly length: string | undefined;
};

/** `@id` and `@unique` on a field. */
export function fieldIndexes(field: FieldShape): IndexShape[] {
  return (["id", "unique"] as const).flatMap((name) => {
    const node = attribute(field.node.attributes, name);
    if (node === undefined) return [];
    const part = { ...partOptions((option) => argument(node, option)), node: undefined };
    return {
      kind: name === "id" ? ("primary-key" as const) : ("unique" as const),
      attribute: node,
      parts: [{ ...part, path: field.name, field, column: field.column }],
      type: wordOf(argument(node, "type")) ?? "BTree",
      where: argument(node, "where"),
      map: stringOf(argument(node, "map")),
    };
  });
}

const blockKinds: Readonly<Record<string, IndexKind>> = {
  id: "primary-key",
  unique: "unique",
  index: "index",
  fulltext: "fulltext",
};

/** `@@id`, `@@unique`, `@@index`, `@@fulltext`; undefined for every other attribute. */
export function blockIndex(
  node: AttributeNode,
  fields: readonly FieldShape[],
): IndexShape | undefined {
  const kind = blockKinds[node.name.text];
  if (kind === undefined) return undefined;
  const parts = itemsOf(argument(node, "fields", true)).flatMap((value) => {
    const path = value.kind === "name" ? value.text : value.kind === "call" ? value.name.text : "";
    if (path === "") return [];
    const field = fields.find(({ name }) => name === path.split(".", 1)[0]);
    return {
      ...partOptions(optionsOf(value)),
      node: value,
      path,
      field,
      column: columnOf(path, field),
    };
  });
  // `name` of an index is an old spelling of `map`; of a unique it is a name in the client.
  const legacyName = kind === "index" || kind === "fulltext" ? argument(node, "name") : undefined;
  return {
    kind,
    attribute: node,
    parts,
    type: wordOf(argument(node, "type")) ?? "BTree",
    where: argument(node, "where"),
    map: stringOf(argument(node, "map") ?? legacyName),
  };
}

function columnOf(path: string, field: FieldShape | undefined): string {
  return field === undefined ? path : field.column + path.slice(field.name.length);
}

type Option = (name: string) => ValueExpression | undefined;

/** `title(sort: Desc, length: 10)`: the arguments of the call. */
function optionsOf(value: ValueExpression): Option {
  if (value.kind !== "call") return () => undefined;
  const given = value.arguments.items.filter((item) => item.kind === "argument");
  return (name) => given.find((item) => item.name?.text === name)?.value;
}

function partOptions(option: Option): Pick<IndexPart, "sort" | "ops" | "length"> {
  const length = option("length");
  return {
    sort: wordOf(option("sort")) === "Desc" ? "desc" : "asc",
    ops: operatorClass(option("ops")),
    length: length?.kind === "number" ? length.text : undefined,
  };
}

function operatorClass(value: ValueExpression | undefined): string | undefined {
  if (value?.kind === "name") return value.text;
  if (value?.kind !== "call") return undefined;
  const [first] = value.arguments.items;
  return first?.kind === "argument" ? stringOf(first.value) : undefined;
}
