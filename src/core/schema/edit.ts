/**
 * Changes to a schema in the user's own hand: indentation, alignment, blank lines, comments and
 * line endings stay as they are. Nodes in, edits out; nothing is applied here.
 */
import { type Edit, span } from "../base/text.ts";
import { gapBeforeAttribute, groupOf, groupsOf, layOut, type NewField } from "./alignment.ts";
import { argumentsOf } from "./attributes.ts";
import { isBlank, isNewline, lineEnd, nextLine, skipBlanks } from "./characters.ts";
import type { AttributeNode, Block, FieldNode, Member } from "./syntax.ts";

/** Add `@…` where `prisma format` has it among the attributes of `field`. */
export function addFieldAttribute(block: Block, field: FieldNode, text: string): Edit[] {
  const [first] = field.attributes;
  const before = lastBefore(field.attributes, text, fieldOrder);
  if (first && !before) return [{ at: span(block, first.start, first.start), text: `${text} ` }];
  const { end } = before ?? field.type ?? field.name;
  const gap = before ? " " : gapBeforeAttribute(groupOf(block, field), field);
  return [{ at: span(block, end, end), text: gap + text }];
}

/**
 * Add `@@…` where `prisma format` has it among the attributes of the block; the first one is set
 * off by a blank line.
 */
export function addBlockAttribute(block: Block, text: string): Edit[] {
  const attributes = block.members.filter((member) => member.kind === "attribute");
  const [first] = attributes;
  const before = lastBefore(attributes, text, blockOrder);
  if (first && !before) return [insertLineAbove(block, startWithComments(block, first), text)];
  const last = before ?? block.members.at(-1);
  const newline = newlineOf(block.text);
  if (last === undefined) return [insertFirst(block, text)];
  const at = lineEnd(block.text, endOfLine(last));
  const gap = last.kind === "attribute" || last.kind === "comment" ? newline : newline + newline;
  return [{ at: span(block, at, at), text: gap + indentation(block, last) + text }];
}

/** Add fields behind `after`, on lines of their own, in line with the group they come to. */
export function addFields(block: Block, after: FieldNode, added: readonly NewField[]): Edit[] {
  const { lines, edits } = layOut(groupOf(block, after), { added });
  const at = lineEnd(block.text, endOfLine(after));
  const newline = newlineOf(block.text) + indentation(block, after);
  return [
    ...edits,
    { at: span(block, at, at), text: lines.map((line) => newline + line).join("") },
  ];
}

/**
 * Write another type, keeping what is in line with it in line; with `added`, give the field that
 * attribute as well.
 */
export function replaceType(block: Block, field: FieldNode, name: string, added = ""): Edit[] {
  return replaceTypes(block, new Map([[field, name]]), new Map([[field, added]]));
}

/** The same for several fields of a block at once, which may stand in line with each other. */
export function replaceTypes(
  block: Block,
  types: ReadonlyMap<FieldNode, string>,
  added: ReadonlyMap<FieldNode, string> = new Map(),
): Edit[] {
  const written = new Map<FieldNode, string>();
  for (const [field, name] of types) {
    const { type } = field;
    if (type) written.set(field, name + block.text.slice(type.name.end, type.end));
  }
  const attribute = (field: FieldNode, text: string): Edit[] => {
    const { type, attributes } = field;
    const now = written.get(field);
    if (text === "" || !type) return [];
    if (!now || attributes.length > 0) return addFieldAttribute(block, field, text);
    const gap = gapBeforeAttribute(groupOf(block, field), field, now);
    return [{ at: span(block, type.end, type.end), text: gap + text }];
  };
  return [
    ...groupsOf(block, [...written.keys()]).flatMap(
      (group) => layOut(group, { retyped: written }).edits,
    ),
    ...[...types].flatMap(([{ type }, name]) => (type ? [{ at: type.name, text: name }] : [])),
    ...[...added].flatMap(([field, text]) => attribute(field, text)),
  ];
}

/** Set the argument called `name`, or add it behind the others. */
export function setArgument(attribute: AttributeNode, name: string, value: string): Edit[] {
  const { source } = attribute;
  const all = argumentsOf(attribute);
  const given = all.find((argument) => argument.name?.text === name);
  if (given) return [{ at: span(source, given.start, given.end), text: `${name}: ${value}` }];
  const list = attribute.arguments;
  if (list === undefined) {
    return [{ at: span(source, attribute.end, attribute.end), text: `(${name}: ${value})` }];
  }
  const at = all.at(-1)?.end ?? list.start + 1;
  return [{ at: span(source, at, at), text: `${all.length > 0 ? ", " : ""}${name}: ${value}` }];
}

/** Remove the argument called `name` and the comma that set it off. */
export function removeArgument(attribute: AttributeNode, name: string): Edit[] {
  const all = argumentsOf(attribute);
  const at = all.findIndex((argument) => argument.name?.text === name);
  const given = all[at];
  if (given === undefined) return [];
  const before = all[at - 1];
  const after = all[at + 1];
  const start = before?.end ?? given.start;
  const end = before ? given.end : (after?.start ?? given.end);
  return [{ at: span(attribute.source, start, end), text: "" }];
}

/** Remove an attribute of a field with the blanks that set it off. */
export function removeFieldAttribute(attribute: AttributeNode): Edit[] {
  const { source, start, end } = attribute;
  const next = skipBlanks(source.text, end);
  // The attribute behind takes its place, which may be in line with those above and below.
  if (source.text[next] === "@") return [{ at: span(source, start, next), text: "" }];
  let from = start;
  while (from > 0 && isBlank(source.text.charCodeAt(from - 1))) from--;
  return [{ at: span(source, from, end), text: "" }];
}

/**
 * Remove a block attribute with its line. A comment behind it stays, on a line of its own; a
 * blank line that set off nothing but this attribute goes too.
 */
export function removeBlockAttribute(block: Block, attribute: AttributeNode): Edit[] {
  const { text } = block;
  const { start, end, comment } = attribute;
  if (comment) return [{ at: span(block, start, comment.start), text: "" }];
  const at = block.members.indexOf(attribute);
  const before = block.members[at - 1];
  const isLast = at === block.members.length - 1;
  if (isLast && before) {
    // Everything from the line above on, so that no blank line is left before the brace.
    return [{ at: span(block, lineEnd(text, endOfLine(before)), lineEnd(text, end)), text: "" }];
  }
  let lineStart = start;
  while (lineStart > 0 && isBlank(text.charCodeAt(lineStart - 1))) lineStart--;
  const after = skipBlanks(text, end);
  const ownLine = isNewline(text.charCodeAt(after)) && isNewline(text.charCodeAt(lineStart - 1));
  return [
    { at: span(block, ownLine ? lineStart : start, ownLine ? nextLine(text, end) : end), text: "" },
  ];
}

/** Put `text` on a line of its own above what begins at `start`, as far in as that is. */
export function insertLineAbove(block: Block, start: number, text: string): Edit {
  let lineStart = start;
  while (lineStart > 0 && !isNewline(block.text.charCodeAt(lineStart - 1))) lineStart--;
  const indent = block.text.slice(lineStart, skipBlanks(block.text, lineStart));
  return {
    at: span(block, lineStart, lineStart),
    text: indent + text + newlineOf(block.text),
  };
}

const fieldOrder = ["id", "unique", "default", "updatedAt", "map", "relation", "ignore", "db"];
const blockOrder = ["id", "unique", "index", "fulltext", "map", "ignore", "schema"];

/** The attribute behind which `text` comes; undefined when it comes before all of them. */
function lastBefore(
  attributes: readonly AttributeNode[],
  text: string,
  order: readonly string[],
): AttributeNode | undefined {
  // Prisma's formatter has those it does not know behind all others.
  const rank = (name: string) => {
    const at = order.indexOf(name.replace(/\..*$/, ""));
    return at < 0 ? order.length : at;
  };
  const own = rank(/^@+([\w.]+)/.exec(text)?.[1] ?? "");
  return attributes.findLast(({ name }) => rank(name.text) <= own);
}

/** Where a member begins, or the comments on the lines right above it. */
function startWithComments({ members, text }: Block, member: Member): number {
  let { start } = member;
  for (const above of members.slice(0, members.indexOf(member)).reverse()) {
    const between = text.slice(above.end, start).match(/\r\n?|\n/g);
    if (above.kind !== "comment" || above.trailing || (between && between.length > 1)) break;
    start = above.start;
  }
  return start;
}

function insertFirst(block: Block, text: string): Edit {
  const brace = lineEnd(block.text, block.name.end);
  const newline = newlineOf(block.text);
  return { at: span(block, brace, brace), text: `${newline}  ${text}` };
}

/** Behind the comment that ends the member's line. */
function endOfLine(member: Member): number {
  const comment = "comment" in member ? member.comment : undefined;
  return comment?.end ?? member.end;
}

/** The blanks before a member, if it begins its line. */
function indentation({ text }: Block, { start }: Member): string {
  let from = start;
  while (from > 0 && isBlank(text.charCodeAt(from - 1))) from--;
  return from > 0 && isNewline(text.charCodeAt(from - 1)) ? text.slice(from, start) : "  ";
}

/** How the lines of a text end. */
export function newlineOf(text: string): string {
  const at = lineEnd(text, 0);
  if (text.charCodeAt(at) !== 13) return "\n";
  return text.charCodeAt(at + 1) === 10 ? "\r\n" : "\r";
}
