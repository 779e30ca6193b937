/** How rules about indexes name what they mean. */
import type { IndexShape } from "../../schema/index-shape.ts";

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
