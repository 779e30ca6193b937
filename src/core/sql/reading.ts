/**
 * One statement while its tree is read: from the parser's offsets to places in the file, and from
 * the beginning of an item to its end, which the parser does not tell.
 */
import { type Source, type Span, span } from "../base/text.ts";
import { type Token, tokensOf } from "./lex.ts";
import { type Node, numberIn } from "./node.ts";

export type Reading = {
  readonly source: Source;
  /** Where the statement begins in the source. */
  readonly start: number;
  /** The statement. All other offsets here are offsets in it. */
  readonly text: string;
  /** Without space and comments. */
  readonly tokens: () => readonly Token[];
  /** From an offset in bytes of UTF-8. */
  readonly offset: (bytes: number) => number;
};

export function readingOf(source: Source, start: number, end: number): Reading {
  const text = source.text.slice(start, end);
  let tokens: readonly Token[] | undefined;
  return {
    source,
    start,
    text,
    tokens: () => {
      tokens ??= tokensOf(text);
      return tokens;
    },
    offset: offsetsOf(text),
  };
}

export function place(reading: Reading, start: number, end: number): Span {
  return span(reading.source, reading.start + start, reading.start + end);
}

export function whole(reading: Reading): Span {
  return place(reading, 0, reading.text.length);
}

/** Where the parser says that a node begins. */
export function startOf(reading: Reading, node: Node | undefined): number {
  return reading.offset(numberIn(node, "location"));
}

/** Offsets in the statement's text. */
export type Item = { readonly start: number; readonly end: number };

/**
 * The end of the item of a list that begins at `start`: before the comma or the closing
 * parenthesis, or at `limit`, without space and comments at its end.
 */
export function itemEnd(reading: Reading, start: number, limit = reading.text.length): number {
  const tokens = reading.tokens();
  let end = start;
  let depth = 0;
  for (let at = tokenIndex(tokens, start); at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || token.start >= limit) break;
    if (depth === 0 && isOneOf(reading, token, ",)]")) break;
    depth += depthChange(reading, token);
    end = token.end;
  }
  return end;
}

/** The items of a list: from `start` to where no comma follows. */
export function itemsFrom(reading: Reading, start: number): readonly Item[] {
  const tokens = reading.tokens();
  const items: Item[] = [];
  for (let from = start; ; ) {
    const first = tokens[tokenIndex(tokens, from)]?.start ?? from;
    const end = itemEnd(reading, first);
    items.push({ start: first, end });
    const next = tokens[tokenIndex(tokens, end)];
    if (next === undefined || !isOneOf(reading, next, ",")) return items;
    from = next.end;
  }
}

/** The items in the first parentheses after `start`. */
export function parenthesized(reading: Reading, start: number): readonly Item[] {
  const tokens = reading.tokens();
  for (let at = tokenIndex(tokens, start); at < tokens.length; at++) {
    const token = tokens[at];
    if (token !== undefined && isOneOf(reading, token, "(")) return itemsFrom(reading, token.end);
  }
  return [];
}

/** The first token after a keyword outside of parentheses, between `start` and `limit`. */
export function startAfter(
  reading: Reading,
  start: number,
  keyword: string,
  limit = reading.text.length,
): number {
  const tokens = reading.tokens();
  let depth = 0;
  for (let at = tokenIndex(tokens, start); at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined || token.start >= limit) break;
    if (depth === 0 && isKeyword(reading, token, keyword)) return tokens[at + 1]?.start ?? limit;
    depth = Math.max(depth + depthChange(reading, token), 0);
  }
  return start;
}

/** `symbols` are the characters that the token may be. */
export function isOneOf(reading: Reading, token: Token, symbols: string): boolean {
  return token.kind === "symbol" && symbols.includes(reading.text[token.start] ?? " ");
}

function depthChange(reading: Reading, token: Token): number {
  if (isOneOf(reading, token, "([")) return 1;
  return isOneOf(reading, token, ")]") ? -1 : 0;
}

export function isKeyword(reading: Reading, token: Token, keyword: string): boolean {
  return (
    token.kind === "word" &&
    token.end - token.start === keyword.length &&
    reading.text.slice(token.start, token.end).toLowerCase() === keyword
  );
}

/** Index of the first token that begins at `offset` or after it. */
export function tokenIndex(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offsets in UTF-8 → offsets in UTF-16. */
function offsetsOf(text: string): (bytes: number) => number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(text)) return (bytes) => Math.min(bytes, text.length);
  let table: number[] | undefined;
  return (bytes) => {
    table ??= bytesTable(text);
    return table[bytes] ?? text.length;
  };
}

/** At each byte the UTF-16 offset of the character that it belongs to. */
function bytesTable(text: string): number[] {
  const table: number[] = [];
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) table.push(at);
    at += code >= 0x10000 ? 2 : 1;
  }
  table.push(text.length);
  return table;
}
