/**
 * Reads names, types, attributes and values from one line of a block. Never throws: what cannot
 * be read becomes `Skipped` and a problem, and reading goes on behind it.
 */
import type { Source } from "../base/text.ts";
import { isBlank, isDigit, isNamePart, isNameStart, skipBlanks } from "./characters.ts";
import { commentEnd } from "./scan.ts";
import type {
  ArgumentNode,
  ArgumentsNode,
  ArrayNode,
  AttributeNode,
  Comment,
  Name,
  NumberNode,
  ObjectNode,
  Problem,
  Skipped,
  StringNode,
  TypeNode,
  ValueExpression,
} from "./syntax.ts";

/** Where reading stands: `at` moves on, never behind `end`, the end of the line. */
export type Cursor = {
  readonly source: Source;
  readonly problems: Problem[];
  /** Where the last block comment could end. */
  readonly lastClose: number;
  at: number;
  end: number;
};

/** Deeper nesting than this is read flat, so that no input can exhaust the stack. */
const deepest = 64;

export function peek(cursor: Cursor): number {
  return cursor.at < cursor.end ? cursor.source.text.charCodeAt(cursor.at) : -1;
}

export function skipSpace(cursor: Cursor): void {
  cursor.at = Math.min(skipBlanks(cursor.source.text, cursor.at), cursor.end);
}

export function problem(cursor: Cursor, start: number, end: number, message: string): void {
  cursor.problems.push({ at: { source: cursor.source, start, end }, message });
}

export function readName(cursor: Cursor): Name | undefined {
  return readWord(cursor, false);
}

/** A name with dots in it: `db.VarChar`. */
function readPath(cursor: Cursor): Name | undefined {
  return readWord(cursor, true);
}

function readWord(cursor: Cursor, dots: boolean): Name | undefined {
  const { source } = cursor;
  const start = cursor.at;
  if (!isNameStart(peek(cursor))) return undefined;
  let at = start + 1;
  let ascii = source.text.charCodeAt(start) < 128;
  while (at < cursor.end) {
    const code = source.text.charCodeAt(at);
    if (!isNamePart(code) && !(dots && code === 46)) break;
    if (code >= 128) ascii = false;
    at++;
  }
  cursor.at = at;
  if (!ascii) problem(cursor, start, at, "A name has ASCII letters, digits and underscores only");
  return { kind: "name", source, start, end: at, text: source.text.slice(start, at) };
}

/** Text up to `end`, with a problem unless it is blank. */
export function skipTo(cursor: Cursor, end: number, message: string): Skipped {
  const { source, at: start } = cursor;
  problem(cursor, start, end, message);
  cursor.at = end;
  return { kind: "skipped", source, start, end };
}

/** The comment at the cursor, if there is one. */
export function readComment(cursor: Cursor, trailing: boolean): Comment | undefined {
  const { source, at: start } = cursor;
  const end = commentEnd(source.text, start, cursor.lastClose);
  if (end === undefined) return undefined;
  cursor.at = end;
  cursor.end = Math.max(cursor.end, end);
  const raw = source.text.slice(start, end);
  const style = raw.startsWith("/*") ? "block" : raw.startsWith("///") ? "doc" : "line";
  const marks = style === "doc" ? 3 : 2;
  const inner = style === "block" ? raw.slice(2, -2) : raw.slice(marks);
  const text = inner.startsWith(" ") ? inner.slice(1) : inner;
  return { kind: "comment", source, start, end, style, text, trailing };
}

export function readType(cursor: Cursor): TypeNode | undefined {
  const { source, at: start } = cursor;
  const legacyList = peek(cursor) === 91;
  if (legacyList) {
    cursor.at++;
    skipSpace(cursor);
  }
  const name = readPath(cursor);
  if (name === undefined) {
    cursor.at = start;
    return undefined;
  }
  let unsupported: StringNode | undefined;
  if (peek(cursor) === 40) {
    const list = readArguments(cursor, 0);
    const first = list.items[0];
    if (first?.kind === "argument" && first.value?.kind === "string") unsupported = first.value;
  }
  const arity = readArity(cursor, legacyList);
  const { at: end } = cursor;
  return { kind: "type-reference", source, start, end, name, arity, unsupported };
}

function readArity(cursor: Cursor, legacyList: boolean): TypeNode["arity"] {
  const { text } = cursor.source;
  const start = cursor.at;
  if (legacyList) {
    if (peek(cursor) === 93) cursor.at++;
    problem(cursor, start, cursor.at, "A list is written with [] behind the type");
    return "list";
  }
  if (text.startsWith("[]", start) && start + 2 <= cursor.end) {
    cursor.at += 2;
    if (peek(cursor) === 63) {
      cursor.at++;
      problem(cursor, start, cursor.at, "A list cannot be optional");
    }
    return "list";
  }
  if (peek(cursor) === 63) {
    cursor.at++;
    return "optional";
  }
  if (peek(cursor) === 33) {
    cursor.at++;
    problem(cursor, start, cursor.at, "A field is required without an exclamation mark");
  }
  return "required";
}

/** `@name(…)` or `@@name(…)` at the cursor, which stands on the `@`. */
export function readAttribute(cursor: Cursor): AttributeNode {
  const { source, at: start } = cursor;
  cursor.at++;
  const level = peek(cursor) === 64 ? "block" : "field";
  if (level === "block") cursor.at++;
  const marks = cursor.at;
  skipSpace(cursor);
  let name = readPath(cursor);
  if (name === undefined) {
    cursor.at = marks;
    problem(cursor, start, marks, "An attribute needs a name");
    name = { kind: "name", source, start: marks, end: marks, text: "" };
  }
  const afterName = cursor.at;
  skipSpace(cursor);
  let list: ArgumentsNode | undefined;
  if (peek(cursor) === 40) list = readArguments(cursor, 0);
  else cursor.at = afterName;
  const { at: end } = cursor;
  return {
    kind: "attribute",
    source,
    start,
    end,
    level,
    name,
    arguments: list,
    comment: undefined,
  };
}

/** From the bracket at the cursor to the one that closes it, or as far as the line goes. */
function readItems<Item>(
  cursor: Cursor,
  close: number,
  readItem: (cursor: Cursor) => Item | undefined,
): (Item | Skipped)[] {
  const open = cursor.at;
  const items: (Item | Skipped)[] = [];
  cursor.at++;
  for (;;) {
    skipSpace(cursor);
    const code = peek(cursor);
    if (code === -1) {
      problem(cursor, open, cursor.at, "A closing bracket is missing");
      return items;
    }
    if (code === close) {
      cursor.at++;
      return items;
    }
    if (code === 44) {
      cursor.at++;
      continue;
    }
    const before = cursor.at;
    const item = readItem(cursor);
    if (item !== undefined) items.push(item);
    if (cursor.at === before) {
      items.push(skipTo(cursor, endOfJunk(cursor, close), "This cannot be read as a value"));
    }
  }
}

/** The next comma or closing bracket, at least one character on. */
function endOfJunk(cursor: Cursor, close: number): number {
  const { text } = cursor.source;
  let at = cursor.at + 1;
  while (at < cursor.end) {
    const code = text.charCodeAt(at);
    if (code === close || code === 44 || isBlank(code) || code === 34) break;
    at++;
  }
  return at;
}

function readArguments(cursor: Cursor, depth: number): ArgumentsNode {
  const { source, at: start } = cursor;
  const items = readItems(cursor, 41, (inner) => readArgument(inner, depth + 1));
  return { kind: "arguments", source, start, end: cursor.at, items };
}

function readArgument(cursor: Cursor, depth: number): ArgumentNode | undefined {
  const { source, at: start } = cursor;
  const name = readName(cursor);
  if (name !== undefined) {
    skipSpace(cursor);
    if (peek(cursor) === 58) {
      cursor.at++;
      const afterColon = cursor.at;
      skipSpace(cursor);
      const value = readValue(cursor, depth);
      if (value === undefined) {
        cursor.at = afterColon;
        problem(cursor, start, afterColon, `The value of ${name.text} is missing`);
      }
      return { kind: "argument", source, start, end: cursor.at, name, value };
    }
    cursor.at = start;
  }
  const value = readValue(cursor, depth);
  if (value === undefined) return undefined;
  return { kind: "argument", source, start, end: cursor.at, name: undefined, value };
}

/** The value at the cursor; undefined, and the cursor unmoved, when there is none. */
export function readValue(cursor: Cursor, depth = 0): ValueExpression | undefined {
  const code = peek(cursor);
  if (code === 34) return readString(cursor);
  if (code === 45 || isDigit(code)) {
    const number = readNumber(cursor);
    if (number !== undefined) return number;
  }
  if (code === 91 && depth < deepest) return readArray(cursor, depth);
  if (code === 123 && depth < deepest) return readObject(cursor, depth);
  const { source, at: start } = cursor;
  const name = readPath(cursor);
  if (name === undefined) return undefined;
  if (peek(cursor) !== 40 || depth >= deepest) return name;
  const list = readArguments(cursor, depth);
  return { kind: "call", source, start, end: cursor.at, name, arguments: list };
}

function readArray(cursor: Cursor, depth: number): ArrayNode {
  const { source, at: start } = cursor;
  const items = readItems(cursor, 93, (inner) => readValue(inner, depth + 1));
  return { kind: "array", source, start, end: cursor.at, items };
}

function readObject(cursor: Cursor, depth: number): ObjectNode {
  const { source, at: start } = cursor;
  const items = readItems(cursor, 125, (inner) => readArgument(inner, depth + 1));
  return { kind: "object", source, start, end: cursor.at, items };
}

/** A string with JSON's escapes. One without its closing quote ends with the line. */
function readString(cursor: Cursor): StringNode {
  const { source, at: start } = cursor;
  const { text } = source;
  let at = start + 1;
  while (at < cursor.end) {
    const code = text.charCodeAt(at);
    if (code === 34) break;
    at += code === 92 ? 2 : 1;
  }
  const closed = at < cursor.end;
  cursor.at = closed ? at + 1 : cursor.end;
  if (!closed) problem(cursor, start, cursor.at, "A closing quote is missing");
  const value = unescaped(text.slice(start + 1, closed ? at : cursor.end));
  return { kind: "string", source, start, end: cursor.at, value };
}

function unescaped(raw: string): string {
  if (!raw.includes("\\")) return raw;
  return raw.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return escapes[code] ?? code;
  });
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Digits with a sign and a fraction; undefined where the word turns out to be a name (`2fa`). */
function readNumber(cursor: Cursor): NumberNode | undefined {
  const { source, at: start } = cursor;
  const { text } = source;
  let at = text.charCodeAt(start) === 45 ? start + 1 : start;
  const digits = at;
  while (at < cursor.end && isDigit(text.charCodeAt(at))) at++;
  if (at === digits) return undefined;
  if (text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) {
    at++;
    while (at < cursor.end && isDigit(text.charCodeAt(at))) at++;
  }
  if (at < cursor.end && isNamePart(text.charCodeAt(at))) return undefined;
  cursor.at = at;
  return { kind: "number", source, start, end: at, text: text.slice(start, at) };
}
