/** What a finding is about, in words that stay the same when lines move: rule, block, member. */
import type { Source, Span } from "../base/text.ts";
import type { Verdict } from "../lint/rule.ts";
import type { Block, Member, Piece } from "../schema/syntax.ts";

/** `unindexed-foreign-key Post.author`, `duplicate-index Post @@index([a, b])`. */
export function identityOf({ rule, at }: Verdict): string {
  const block = blockOf(at);
  return block ? `${rule} ${block.name.text}${memberOf(block, at)}` : rule;
}

/** `Post.author`, `Post @@index([a, b])`; undefined outside of blocks. */
export function subjectOf(at: Span): string | undefined {
  const block = blockOf(at);
  return block && `${block.name.text}${memberOf(block, at)}`;
}

/** The block a span stands in. */
export function blockOf({ source }: Span): Block | undefined {
  const piece = source as Source & Partial<Piece>;
  return isBlock(piece) ? piece : undefined;
}

function isBlock(source: Source & Partial<Piece>): source is Block {
  return source.kind !== undefined && source.kind !== "gap";
}

function memberOf({ members, text }: Block, at: Span): string {
  const member = members.find(({ start, end }) => start <= at.start && at.start < end);
  if (member === undefined) return "";
  const name = nameOf(member);
  return name === undefined
    ? ` ${text.slice(member.start, member.end).replace(/\s+/g, " ")}`
    : `.${name}`;
}

function nameOf(member: Member): string | undefined {
  const isNamed = member.kind === "field" || member.kind === "value" || member.kind === "property";
  return isNamed ? member.name.text : undefined;
}
