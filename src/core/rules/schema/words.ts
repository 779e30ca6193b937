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

/** Records, such as logs and archives, outlive what they tell about. */
export function isRecord({ name }: ModelShape): boolean {
  return wordsIn(name).some((word) => records.has(word.replace(/s$/, "")));
}

const records = new Set([
  ...["archive", "audit", "backup", "event", "history", "inbox", "log", "metric", "outbox"],
  ...["projection", "snapshot"],
]);

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

/** A view that is written as a model, as it was done before Prisma knew views, and said so. */
export function saysItIsView({ block }: ModelShape): boolean {
  return block.docs.some(({ text }) => /\bview\b/i.test(text));
}

/** Rows that are worked out from others: counts, ranks and what stands ready for a search. */
export function isSummary({ name }: ModelShape): boolean {
  return wordsIn(name).some((word) => summaries.has(word.replace(/s$/, "")));
}

const summaries = new Set([
  ...["agg", "aggregate", "cache", "checkpoint", "counter", "helper", "metric", "projection"],
  ...["rank", "stat", "statistic", "summary"],
]);

/** What was true of a row that is gone: `DeletedTeam`, `team_archive`. */
export function isTombstone({ name }: ModelShape): boolean {
  return wordsIn(name).some((word) => word === "deleted" || word === "archived");
}

/**
 * Rows that are made elsewhere, and bring their keys and times along: nothing here fills in the
 * key of one column.
 */
export function isMirror({ fields, indexes }: ModelShape): boolean {
  const parts = indexes.find(({ kind }) => kind === "primary-key")?.parts ?? [];
  const key = parts.length === 1 ? parts[0]?.field : undefined;
  if (key?.typeName !== "String" || key.default !== undefined) return false;
  return fields.some(({ relation }) => relation?.fields?.some(({ text }) => text === key.name))
    ? false
    : wordsIn(key.name).at(-1) === "id";
}

/** A short list of codes, made together with the code that knows them, and never deleted from. */
export function isCodeList({ name, indexes }: ModelShape): boolean {
  const parts = indexes.find(({ kind }) => kind === "primary-key")?.parts ?? [];
  const key = parts.length === 1 ? parts[0]?.field : undefined;
  if (key?.typeName !== "String" || key.default !== undefined) return false;
  return wordsIn(key.name).at(-1) === "code" || wordsIn(name).at(-1) === "code";
}

/**
 * A comment says why there is no foreign key, or that the model has had its day. At one column,
 * it speaks for those around it too.
 */
export function saysNoRelation({ block }: ModelShape): boolean {
  const { docs, members } = block;
  return (
    docs.some(({ text }) => noRelation.test(text) || /\bdeprecated\b/i.test(text)) ||
    members.some(
      (member) =>
        (member.kind === "comment" && noRelation.test(member.text)) ||
        ("comment" in member && member.comment && noRelation.test(member.comment.text)),
    )
  );
}

const noRelation = new RegExp(
  [
    String.raw`\b(?:no|not|never|without)(?: an?)?(?: (?:db|db-level|database|real|hard|sql))?`,
    String.raw` (?:@?relations?|fks?|foreign keys?)\b`,
    String.raw`|\bfk-?less\b|\bplain (?:columns?|strings?|scalars?)\b|\bscalar-only\b`,
    String.raw`|\bdenormali[sz]ed\b|\bsoft references?\b`,
  ].join(""),
  "i",
);
