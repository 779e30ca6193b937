/** Which index does the work of which other, as PostgreSQL's planner sees it. */

import type { IndexPart, IndexShape } from "./index-shape.ts";
import type { FieldShape } from "./shape.ts";

/** Whether lookups by exactly these fields can use the index. */
export function serves(index: IndexShape, fields: readonly FieldShape[]): boolean {
  if (index.where !== undefined || index.kind === "fulltext") return false;
  if (index.type === "Hash" && fields.length > 1) return false;
  if (index.type !== "BTree" && index.type !== "Hash") return false;
  const first = index.parts.slice(0, fields.length);
  return (
    first.length === fields.length &&
    fields.every((field) => first.some((part) => part.field === field && isWhole(part)))
  );
}

/** A part of MySQL's prefix lengths or of a composite type stands for less than its field. */
function isWhole({ length, path }: IndexPart): boolean {
  return length === undefined && !path.includes(".");
}

/** Whether both hold the same columns in the same order, each as the other does. */
export function sameIndex(a: IndexShape, b: IndexShape): boolean {
  return a.parts.length === b.parts.length && a.type === b.type && beginsLike(a, b);
}

/** Whether the columns of `a` are fewer than those of `b`, and `b` begins with them. */
export function isStrictPrefix(a: IndexShape, b: IndexShape): boolean {
  return a.parts.length < b.parts.length && beginsLike(a, b);
}

/** An index can be read backwards: all directions turned round are the same order. */
function beginsLike(a: IndexShape, b: IndexShape): boolean {
  if (a.parts.length === 0) return false;
  const turned = a.parts[0]?.sort !== b.parts[0]?.sort;
  return a.parts.every((part, at) => {
    const other = b.parts[at];
    return (
      other !== undefined &&
      part.path === other.path &&
      part.ops === other.ops &&
      part.length === other.length &&
      (part.sort !== other.sort) === turned
    );
  });
}

/** Whether the index is a b-tree over all rows. */
export function isPlain({ type, where, kind }: IndexShape): boolean {
  return type === "BTree" && where === undefined && kind !== "fulltext";
}

/** Whether it also keeps rows apart. */
export function isConstraint({ kind }: IndexShape): boolean {
  return kind === "primary-key" || kind === "unique";
}
