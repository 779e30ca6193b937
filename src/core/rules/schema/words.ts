/** How rules name what they mean, and what the names in a schema mean to them. */
import { wordsIn } from "../../base/words.ts";
import type { IndexShape } from "../../schema/index-shape.ts";
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
