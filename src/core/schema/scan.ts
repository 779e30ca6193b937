/**
 * Cuts a schema file into pieces without parsing them: each block with the comments right above
 * it, and the gaps between. A block whose brace is missing ends where the next one begins.
 */
import { isNewline, lineEnd, nextLine, skipBlanks } from "./characters.ts";
import type { BlockKind } from "./syntax.ts";

/** Where a piece stands in its file, and what it is. */
export type Cut = {
  readonly kind: BlockKind | "gap";
  readonly start: number;
  readonly end: number;
  /** Where the keyword stands; for a gap, its start. */
  readonly keyword: number;
};

const header = /(model|view|type|enum|datasource|generator)[ \t]+\w[\w-]*[ \t]*\{/y;

/**
 * Yields the pieces of `text` from the boundary `from` on; each begins where the one before ends.
 * What is yielded depends on the text from `from` on and on whether `from` begins a line or the
 * file.
 */
export function* scan(text: string, from = 0): Generator<Cut> {
  const lastClose = lastCommentClose(text);
  let gap = from;
  let at = from;
  while (at < text.length) {
    const block = nextBlock(text, at, lastClose);
    if (block === undefined) break;
    if (block.start > gap) yield { kind: "gap", start: gap, end: block.start, keyword: gap };
    yield block;
    gap = block.end;
    at = block.end;
  }
  if (gap < text.length) yield { kind: "gap", start: gap, end: text.length, keyword: gap };
}

function nextBlock(text: string, from: number, lastClose: number): Cut | undefined {
  for (const line of lines(text, from, lastClose)) {
    const kind = headerAt(text, line.at);
    if (!kind) continue;
    return {
      kind,
      start: line.docs,
      end: bodyEnd(text, nextLine(text, line.at), lastClose),
      keyword: line.at,
    };
  }
  return undefined;
}

/** The end of a block whose first line of content begins at `from`. */
function bodyEnd(text: string, from: number, lastClose: number): number {
  for (const line of lines(text, from, lastClose)) {
    if (text.charCodeAt(line.at) === 125) return line.at + 1;
    if (headerAt(text, line.at)) return line.docs;
  }
  return text.length;
}

type Line = {
  /** Where the line begins: behind the newline, or behind a block comment. */
  readonly start: number;
  /** Where the comments directly above begin; the line itself when there are none. */
  readonly docs: number;
  /** The first character that is neither blank nor comment; the newline of an empty line. */
  readonly at: number;
};

/** The lines of `text` that are not just comments. */
function* lines(text: string, from: number, lastClose: number): Generator<Line> {
  let start = from;
  let docs = -1;
  while (start < text.length) {
    const at = skipBlanks(text, afterByteOrderMark(text, start));
    const behind = behindComment(text, at, lastClose);
    if (behind === undefined) {
      yield { start, docs: docs < 0 ? start : docs, at };
      docs = -1;
      start = afterLine(text, at, lastClose);
    } else {
      // A comment behind other text on its line belongs to that text.
      if (docs < 0 && beginsLine(text, start)) docs = start;
      start = behind;
    }
  }
}

/** Behind the comment at `at` and, when nothing follows it, its line; undefined if there is none. */
function behindComment(text: string, at: number, lastClose: number): number | undefined {
  const end = commentEnd(text, at, lastClose);
  if (end === undefined) return undefined;
  return restOfLineIsBlank(text, end) ? nextLine(text, end) : end;
}

/** The next line, or the one behind a block comment that begins at the end of this line. */
function afterLine(text: string, from: number, lastClose: number): number {
  const end = lineEnd(text, from);
  let inString = false;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && inString) at++;
    else if (code === 34) inString = !inString;
    else if (code === 47 && !inString) {
      const after = commentEnd(text, at, lastClose);
      if (after !== undefined) return nextLine(text, after);
    }
  }
  return nextLine(text, end);
}

/**
 * The offset behind the comment at `at`: the end of the line for `//`, behind the star and slash
 * of a block comment. Undefined when there is none, or when a block comment never ends; the last
 * place where one could end tells without a search.
 */
export function commentEnd(text: string, at: number, lastClose: number): number | undefined {
  if (text.charCodeAt(at) !== 47) return undefined;
  const second = text.charCodeAt(at + 1);
  if (second === 47) return lineEnd(text, at);
  if (second !== 42 || at + 2 > lastClose) return undefined;
  return text.indexOf("*/", at + 2) + 2;
}

/**
 * Where the last mark that ends a block comment stands; -1 without one. Found once per text:
 * searching from every open comment that never ends would take quadratic time.
 */
export function lastCommentClose(text: string): number {
  // Forward search is many times faster, and most schemas hold no block comment at all.
  return text.includes("*/") ? text.lastIndexOf("*/") : -1;
}

/** The first block comment that never ends; undefined when every one does. */
export function openComment(text: string): number | undefined {
  const at = text.indexOf("/*", Math.max(0, lastCommentClose(text) - 1));
  return at < 0 ? undefined : at;
}

/** An editor hides the mark, a file read from disk may have it; only the file's first place counts. */
export function afterByteOrderMark(text: string, at: number): number {
  return at === 0 && text.charCodeAt(0) === 0xfeff ? 1 : at;
}

function headerAt(text: string, at: number): BlockKind | undefined {
  header.lastIndex = at;
  return header.exec(text)?.[1] as BlockKind | undefined;
}

function restOfLineIsBlank(text: string, from: number): boolean {
  const at = skipBlanks(text, from);
  return at >= text.length || isNewline(text.charCodeAt(at));
}

function beginsLine(text: string, at: number): boolean {
  return at === 0 || isNewline(text.charCodeAt(at - 1));
}
