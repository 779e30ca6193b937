/**
 * What a diagram says of one model by itself: rows, keys, documentation. Made once per model, with
 * spans instead of places, so that a model that only moved is not read again.
 */
import type { Span } from "../base/text.ts";
import { textOf } from "../base/text.ts";
import type { IndexShape } from "../schema/index-shape.ts";
import type { Field, Model } from "../schema/resolve.ts";
import type { Block, Comment } from "../schema/syntax.ts";
import type { EntityIndex, Row } from "./diagram.ts";

export type Sketch = {
  readonly doc: string | undefined;
  /** What follows the first `@namespace` or `@erd`. */
  readonly namespace: string | undefined;
  readonly rows: readonly SketchedRow[];
  readonly indexes: readonly EntityIndex[];
};

export type SketchedRow = Omit<Row, "at" | "counts" | "change" | "doc"> & {
  readonly doc: string | undefined;
  readonly at: Span;
  /** What is found in these counts for the row: its own line, and that of a relation it is the key of. */
  readonly lines: readonly Span[];
};

const known = new WeakMap<Model, Sketch>();

export function sketchOf(model: Model): Sketch {
  const before = known.get(model);
  if (before) return before;
  const docs = rowDocs(model.shape.block);
  const now = {
    ...docsOf(model.shape.block),
    rows: model.fields.filter(isRow).map((field) => sketchRow(model, field, docs)),
    indexes: model.shape.indexes.flatMap(entityIndex),
  };
  known.set(model, now);
  return now;
}

/** Documentation and group of any block. */
export function docsOf({ docs }: Block): Pick<Sketch, "doc" | "namespace"> {
  const said = docs.filter(({ style }) => style === "doc").map(({ text }) => text);
  const tag = said.map((line) => /^\s*@(?:namespace|erd)\s+(\S.*)/.exec(line)?.[1]?.trim());
  return { doc: firstParagraph(said), namespace: tag.find((name) => name !== undefined) };
}

/** Tags such as `@namespace` are for tools. */
function firstParagraph(lines: readonly string[]): string | undefined {
  const words = lines.map((line) => line.trim()).filter((line) => !/^@\w/.test(line));
  const start = words.findIndex((line) => line !== "");
  if (start < 0) return undefined;
  const end = words.indexOf("", start);
  return words.slice(start, end < 0 ? undefined : end).join(" ");
}

/** Documentation stands above a field or behind it. */
function rowDocs({ members }: Block): ReadonlyMap<Span, string> {
  const docs = new Map<Span, string>();
  let above: Comment[] = [];
  for (const member of members) {
    if (member.kind === "comment") {
      if (member.style === "doc") above.push(member);
      continue;
    }
    if (member.kind === "field") {
      const behind = member.comment?.style === "doc" ? [member.comment] : [];
      const doc = firstParagraph([...above, ...behind].map(({ text }) => text));
      if (doc !== undefined) docs.set(member, doc);
    }
    above = [];
  }
  return docs;
}

/** A relation is a line, not a row; and a field without a type is still being typed. */
function isRow({ kind, shape }: Field): boolean {
  return kind !== "relation" && shape.node.type !== undefined;
}

function sketchRow(model: Model, field: Field, docs: ReadonlyMap<Span, string>): SketchedRow {
  const { shape, kind, type } = field;
  const keys = model.shape.indexes.filter(({ parts }) =>
    parts.some((part) => part.field === shape),
  );
  const relations = model.relations.filter(({ field: { relation } }) =>
    relation?.fields?.some(({ text }) => text === shape.name),
  );
  return {
    name: shape.name,
    type: shape.node.type ? textOf(shape.node.type).replace(/\s+/g, "") : "",
    isPrimary: keys.some((key) => key.kind === "primary-key"),
    isForeign: relations.length > 0,
    isUnique: keys.some(isUniqueAlone),
    isOptional: shape.arity === "optional",
    refersTo: kind === "enum" || kind === "composite" ? type?.name : undefined,
    doc: docs.get(shape.node),
    at: shape.node.name,
    lines: [shape.node, ...relations.map((relation) => relation.field.node)],
  };
}

function isUniqueAlone({ kind, parts, where }: IndexShape): boolean {
  return kind === "unique" && parts.length === 1 && where === undefined;
}

function entityIndex({ kind, parts }: IndexShape): EntityIndex[] {
  if (kind === "fulltext" || parts.length === 0) return [];
  return [{ kind, rows: parts.map(({ path }) => path) }];
}
