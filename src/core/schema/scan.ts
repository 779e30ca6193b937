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

const header = /(model|view|type|enum|datasource|generator)[ \t]+[\w-]+[ \t]*\{/y;

/**
 * Yields the pieces of `text` from the boundary `from` on; each begins where the one before ends.
 * What is yielded depends on the text from `from` on and on whether `from` begins a line.
 */
export function* scan(text: string, from = 0): Generator<Cut> {
  let gap = from;
  let at = from;
  while (at < text.length) {
    const block = nextBlock(text, at);
    if (block === undefined) break;
    if (block.start > gap) yield { kind: "gap", start: gap, end: block.start, keyword: gap };
    yield block;
    gap = block.end;
    at = block.end;
  }
  if (gap < text.length) yield { kind: "gap", start: gap, end: text.length, keyword: gap };
}

function nextBlock(text: string, from: number): Cut | undefined {
  for (const line of lines(text, from)) {
    const kind = headerAt(text, line.at);
    if (!kind) continue;
    return {
      kind,
      start: line.docs,
      end: bodyEnd(text, nextLine(text, line.at)),
      keyword: line.at,
    };
  }
  return undefined;
}

/** The end of a block whose first line of content begins at `from`. */
function bodyEnd(text: string, from: number): number {
  for (const line of lines(text, from)) {
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
function* lines(text: string, from: number): Generator<Line> {
  let start = from;
  let docs = -1;
  while (start < text.length) {
    const at = skipBlanks(text, text.charCodeAt(start) === 0xfeff ? start + 1 : start);
    const behind = behindComment(text, at);
    if (behind === undefined) {
      yield { start, docs: docs < 0 ? start : docs, at };
      docs = -1;
      start = afterLine(text, at);
    } else {
      // A comment behind other text on its line belongs to that text.
      if (docs < 0 && beginsLine(text, start)) docs = start;
      start = behind;
    }
  }
}

/** Behind the comment at `at` and, when nothing follows it, its line; undefined if there is none. */
function behindComment(text: string, at: number): number | undefined {
  const end = commentEnd(text, at);
  if (end === undefined) return undefined;
  return restOfLineIsBlank(text, end) ? nextLine(text, end) : end;
}

/** The next line, or the one behind a block comment that begins at the end of this line. */
function afterLine(text: string, from: number): number {
  const end = lineEnd(text, from);
  let inString = false;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92 && inString) at++;
    else if (code === 34) inString = !inString;
    else if (code === 47 && !inString) {
      const after = commentEnd(text, at);
      if (after !== undefined) return nextLine(text, after);
    }
  }
  return nextLine(text, end);
}

/**
 * The offset behind the comment at `at`: the end of the line for `//`, behind the star and slash
 * of a block comment. Undefined when there is none, or when a block comment never ends.
 */
export function commentEnd(text: string, at: number): number | undefined {
  if (text.charCodeAt(at) !== 47) return undefined;
  const second = text.charCodeAt(at + 1);
  if (second === 47) return lineEnd(text, at);
  if (second !== 42) return undefined;
  const end = text.indexOf("*/", at + 2);
  return end < 0 ? undefined : end + 2;
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
