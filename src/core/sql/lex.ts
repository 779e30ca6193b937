/**
 * SQL text as tokens, by PostgreSQL's lexical rules. Every character belongs to exactly one token;
 * what is not closed runs to the end. Does not know keywords.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */

export type Token = {
  /** `name` is a quoted identifier; strings may be dollar-quoted; a symbol is one character. */
  readonly kind: "space" | "comment" | "word" | "number" | "name" | "string" | "symbol";
  readonly start: number;
  readonly end: number;
};

/** The token that begins `at`, which must be inside the text. */
export function tokenAt(text: string, at: number): Token {
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  if (isSpace(code)) return { kind: "space", start: at, end: endWhile(text, at, isSpace) };
  if (code === dash && next === dash) return { kind: "comment", start: at, end: lineEnd(text, at) };
  if (code === slash && next === star) {
    return { kind: "comment", start: at, end: blockCommentEnd(text, at) };
  }
  if (code === quote) return { kind: "string", start: at, end: quotedEnd(text, at, "'") };
  if (code === doubleQuote) return { kind: "name", start: at, end: quotedEnd(text, at, '"') };
  if ((code === 69 || code === 101) && next === quote) {
    return { kind: "string", start: at, end: escapedEnd(text, at + 1) };
  }
  if (isWordStart(code)) return { kind: "word", start: at, end: endWhile(text, at, isWordPart) };
  if (isDigit(code)) return { kind: "number", start: at, end: endWhile(text, at, isNumberPart) };
  if (code === dollar) {
    const end = dollarQuotedEnd(text, at);
    if (end !== undefined) return { kind: "string", start: at, end };
  }
  return { kind: "symbol", start: at, end: at + 1 };
}

/** All tokens that mean something: no space, no comments. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    if (token.kind !== "space" && token.kind !== "comment") tokens.push(token);
    at = token.end;
  }
  return tokens;
}

const dash = 45;
const slash = 47;
const star = 42;
const quote = 39;
const doubleQuote = 34;
const dollar = 36;

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Everything beyond ASCII is a letter to PostgreSQL, a no-break space too. */
function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || isDigit(code) || code === dollar;
}

function isNumberPart(code: number): boolean {
  return isWordStart(code) || isDigit(code);
}

function endWhile(text: string, from: number, holds: (code: number) => boolean): number {
  let at = from + 1;
  while (at < text.length && holds(text.charCodeAt(at))) at++;
  return at;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 10 && text.charCodeAt(at) !== 13) at++;
  return at;
}

/** Block comments nest. */
function blockCommentEnd(text: string, from: number): number {
  let depth = 1;
  let at = from + 2;
  while (at < text.length && depth > 0) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code === slash && next === star) depth++;
    else if (code === star && next === slash) depth--;
    else {
      at++;
      continue;
    }
    at += 2;
  }
  return Math.min(at, text.length);
}

/** A doubled quote stands for itself. */
function quotedEnd(text: string, from: number, mark: string): number {
  for (let at = from + 1; ; at += 2) {
    at = text.indexOf(mark, at);
    if (at < 0) return text.length;
    if (text[at + 1] !== mark) return at + 1;
  }
}

/** E'…': a backslash takes the next character; goes on in a string on a later line. */
function escapedEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 2;
    else if (code !== quote) at++;
    else if (text.charCodeAt(at + 1) === quote) at += 2;
    else {
      const further = continuation(text, at + 1);
      if (further === undefined) return at + 1;
      at = further + 1;
    }
  }
  return text.length;
}

/** Where a quote follows on a later line, with nothing but space between. */
function continuation(text: string, from: number): number | undefined {
  let at = from;
  let isLater = false;
  while (at < text.length && isSpace(text.charCodeAt(at))) {
    if (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) isLater = true;
    at++;
  }
  return isLater && text.charCodeAt(at) === quote ? at : undefined;
}

function dollarQuotedEnd(text: string, from: number): number | undefined {
  const tag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
  tag.lastIndex = from;
  const opening = tag.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const closing = text.indexOf(opening, from + opening.length);
  return closing < 0 ? text.length : closing + opening.length;
}
