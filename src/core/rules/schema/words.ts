/** How rules name what they mean, and what the names in a schema mean to them. */
import { wordsIn } from "../../base/words.ts";
import type { IndexShape } from "../../schema/index-shape.ts";
import type { Schema } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";

/** The fields of an index: `email`, or `(teamId, userId)`. */
export function columnList({ parts }: IndexShape): string {
  const names = parts.map(({ path }) => path);
  return names.length === 1 ? (names[0] ?? "") : `(${names.join(", ")})`;
}

/** The attribute as the user wrote it, short enough for a title. */
export function written({ attribute }: IndexShape): string {
  const text = attribute.source.text.slice(attribute.start, attribute.end);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

const when = new Set(["at", "on", "date", "time", "datetime", "timestamp", "ts", "utc"]);

/** What a name of a point in time says has happened: `lastUpdatedAt` is `last updated`. */
export function eventIn(name: string): string {
  const words = wordsIn(name).filter((word) => !when.has(word));
  return words.join(" ");
}

/** The time at which a row was deleted without being gone: `deletedAt`. */
export function isDeletionTime({ name, typeName, arity }: FieldShape): boolean {
  return typeName === "DateTime" && arity !== "list" && deletions.has(eventIn(name));
}

/** The mark of a row that was deleted without being gone: `isDeleted`. */
export function isDeletionFlag({ name, typeName, arity }: FieldShape): boolean {
  const event = wordsIn(name).filter((word) => word !== "is");
  return typeName === "Boolean" && arity !== "list" && deletions.has(event.join(" "));
}

const deletions = new Set(["deleted", "soft deleted", "softdeleted", "deletedat", "isdeleted"]);

/** A field with the table it stands in, and whether it points at another. */
export type Column = {
  readonly table: ModelShape;
  readonly field: FieldShape;
  readonly isForeign: boolean;
};

/** Asks for a field's column and all that foreign keys tie to it, directly or by way of others. */
export function keyFamilies({ models }: Schema) {
  type Tied = Pick<Column, "table" | "field">;
  const tied = new Map<FieldShape, Tied[]>();
  const foreign = new Set<FieldShape>();
  const tie = (field: FieldShape, to: Tied) => {
    const before = tied.get(field);
    if (before) before.push(to);
    else tied.set(field, [to]);
  };
  for (const { shape, relations } of models) {
    for (const { foreignKey, target } of relations) {
      for (const [at, field] of (foreignKey?.fields ?? []).entries()) {
        const reference = foreignKey?.references[at];
        if (!reference) continue;
        foreign.add(field);
        tie(field, { table: target, field: reference });
        tie(reference, { table: shape, field });
      }
    }
  }
  return (table: ModelShape, field: FieldShape): readonly Column[] => {
    const family = new Map<FieldShape, Tied>([[field, { table, field }]]);
    // A map also walks through what is added to it on the way.
    for (const member of family.keys()) {
      for (const other of tied.get(member) ?? []) family.set(other.field, other);
    }
    return [...family.values()].map((each) => ({ ...each, isForeign: foreign.has(each.field) }));
  };
}

/** The comments right above a field and behind it, as one text. */
export function docsOf({ block }: ModelShape, { node }: FieldShape): string {
  const texts = node.comment ? [node.comment.text] : [];
  for (let at = block.members.indexOf(node) - 1; at >= 0; at--) {
    const above = block.members[at];
    if (above?.kind !== "comment" || above.trailing) break;
    texts.unshift(above.text);
  }
  return texts.join("\n");
}
