/** One piece of a file → its syntax tree. Line by line, as the Prisma grammar is. */
import type { Source } from "../base/text.ts";
import { isNewline, lineEnd, nextLine } from "./characters.ts";
import {
  type Cursor,
  peek,
  problem,
  readAttribute,
  readComment,
  readName,
  readType,
  readValue,
  skipSpace,
  skipTo,
} from "./parse-value.ts";
import { afterByteOrderMark, lastCommentClose } from "./scan.ts";
import type {
  AttributeNode,
  Block,
  BlockKind,
  Comment,
  FieldNode,
  Gap,
  Member,
  Name,
  Piece,
  Problem,
  PropertyNode,
  Skipped,
  ValueNode,
} from "./syntax.ts";

/** The text of one cut of `scan`; `keyword` is the offset of the block's keyword in it. */
export function parsePiece(kind: BlockKind | "gap", text: string, keyword: number): Piece {
  return kind === "gap" ? parseGap(text) : parseBlock(kind, text, keyword);
}

function parseGap(text: string): Gap {
  const problems: Problem[] = [];
  const members: (Comment | Skipped)[] = [];
  const gap: Gap = { kind: "gap", text, members, problems };
  const cursor = cursorOver(gap, problems);
  eachLine(cursor, () => {
    const comment = readComment(cursor, false);
    members.push(comment ?? skipTo(cursor, cursor.end, "This line is in no block"));
  });
  return gap;
}

function cursorOver(source: Source, problems: Problem[]): Cursor {
  const { text } = source;
  const lastClose = lastCommentClose(text);
  return { source, problems, lastClose, at: afterByteOrderMark(text, 0), end: text.length };
}

function parseBlock(kind: BlockKind, text: string, keyword: number): Block {
  const problems: Problem[] = [];
  const docs: Comment[] = [];
  const members: Member[] = [];
  const source = { text };
  // The tree points at its own root: the block is the source of every span in it.
  const block = Object.assign(source, { kind, docs, members, problems }) as unknown as Block & {
    keyword: Block["keyword"];
    name: Name;
    closed: boolean;
  };
  const cursor = cursorOver(block, problems);
  cursor.end = keyword;
  eachLine(cursor, () => {
    const comment = readComment(cursor, false);
    if (comment === undefined) return false;
    docs.push(comment);
    return true;
  });
  cursor.at = keyword;
  cursor.end = lineEnd(text, keyword);
  block.keyword = { source: block, start: keyword, end: keyword + kind.length };
  cursor.at = block.keyword.end;
  skipSpace(cursor);
  const name = readName(cursor);
  const { at } = cursor;
  block.name = name ?? { kind: "name", source: block, start: at, end: at, text: "" };
  skipSpace(cursor);
  cursor.at++;
  readHeaderRest(cursor, members);
  block.closed = readBody(cursor, kind, members);
  if (!block.closed) {
    problem(cursor, block.keyword.start, block.name.end, `The ${kind} has no closing brace`);
  }
  return block;
}

/**
 * Behind the opening brace only a comment makes sense. Prisma ignores whatever stands there, up to
 * the end of the line: a block comment does not go on behind it.
 */
function readHeaderRest(cursor: Cursor, members: Member[]): void {
  skipSpace(cursor);
  const { at: start, end } = cursor;
  const comment = peek(cursor) === 47 ? readComment(cursor, true) : undefined;
  if (comment !== undefined && comment.end <= end) members.push(comment);
  else cursor.at = start;
  cursor.end = end;
  skipSpace(cursor);
  if (cursor.at < end) members.push(skipTo(cursor, end, "Fields begin on a line of their own"));
}

function readBody(cursor: Cursor, kind: BlockKind, members: Member[]): boolean {
  const { text } = cursor.source;
  let closed = false;
  cursor.end = text.length;
  cursor.at = nextLine(text, cursor.at);
  eachLine(cursor, () => {
    const comment = readComment(cursor, false);
    if (comment !== undefined) members.push(comment);
    else if (peek(cursor) === 125) {
      closed = true;
      cursor.at++;
    } else members.push(readMember(cursor, kind));
  });
  return closed;
}

/**
 * Calls `read` with the cursor on each thing in the rest of the text, and its end at the end of
 * the line; `read` moves on, possibly over several lines, or answers false to stop.
 */
function eachLine(cursor: Cursor, read: () => unknown): void {
  const { text } = cursor.source;
  const { end } = cursor;
  // Kept for all things on one line: looking for it again from each takes quadratic time.
  let thisLineEnd = -1;
  while (cursor.at < end) {
    cursor.end = end;
    skipSpace(cursor);
    if (cursor.at >= end) break;
    if (isNewline(text.charCodeAt(cursor.at))) {
      cursor.at++;
      continue;
    }
    if (cursor.at >= thisLineEnd) thisLineEnd = Math.min(lineEnd(text, cursor.at), end);
    cursor.end = thisLineEnd;
    const before = cursor.at;
    if (read() === false) break;
    if (cursor.at === before) cursor.at++;
  }
  cursor.end = end;
}

function readMember(cursor: Cursor, kind: BlockKind): Member {
  if (peek(cursor) === 64) return readBlockAttribute(cursor);
  const name = readName(cursor);
  if (name === undefined) return skipTo(cursor, cursor.end, "This line cannot be read");
  if (kind === "datasource" || kind === "generator") return readProperty(cursor, name);
  if (kind === "enum") return readEnumValue(cursor, name);
  return readField(cursor, name);
}

function readBlockAttribute(cursor: Cursor): AttributeNode {
  const attribute = readAttribute(cursor);
  return { ...attribute, comment: readRest(cursor) };
}

function readField(cursor: Cursor, name: Name): FieldNode {
  const { source } = cursor;
  skipSpace(cursor);
  if (peek(cursor) === 58) {
    problem(cursor, cursor.at, cursor.at + 1, "A field is written without a colon");
    cursor.at++;
    skipSpace(cursor);
  }
  const type = readType(cursor);
  if (type === undefined) {
    problem(cursor, name.start, name.end, `The type of ${name.text} is missing`);
  }
  const attributes = readAttributes(cursor);
  const last = attributes.at(-1) ?? type ?? name;
  return {
    kind: "field",
    source,
    start: name.start,
    end: last.end,
    name,
    type,
    attributes,
    comment: readRest(cursor),
  };
}

function readEnumValue(cursor: Cursor, name: Name): ValueNode {
  const { source } = cursor;
  const attributes = readAttributes(cursor);
  const end = attributes.at(-1)?.end ?? name.end;
  const comment = readRest(cursor);
  return { kind: "value", source, start: name.start, end, name, attributes, comment };
}

function readProperty(cursor: Cursor, name: Name): PropertyNode {
  const { source } = cursor;
  skipSpace(cursor);
  let end = name.end;
  let value: PropertyNode["value"];
  if (peek(cursor) === 61) {
    cursor.at++;
    end = cursor.at;
    skipSpace(cursor);
    value = readValue(cursor);
  }
  if (value === undefined) {
    problem(cursor, name.start, end, `The value of ${name.text} is missing`);
  }
  const comment = readRest(cursor);
  return {
    kind: "property",
    source,
    start: name.start,
    end: value?.end ?? end,
    name,
    value,
    comment,
  };
}

function readAttributes(cursor: Cursor): AttributeNode[] {
  const attributes: AttributeNode[] = [];
  skipSpace(cursor);
  while (peek(cursor) === 64) {
    attributes.push(readAttribute(cursor));
    skipSpace(cursor);
  }
  return attributes;
}

/** The comment that ends the line. Anything else is a problem, but does not undo the line. */
function readRest(cursor: Cursor): Comment | undefined {
  skipSpace(cursor);
  if (cursor.at >= cursor.end) return undefined;
  const comment = peek(cursor) === 47 ? readComment(cursor, true) : undefined;
  if (comment === undefined) skipTo(cursor, cursor.end, "The rest of the line cannot be read");
  return comment;
}
