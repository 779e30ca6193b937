/**
 * A text of SQL cut into statements at its semicolons. Never fails and accounts for every
 * character: between statements there is only space, comments, semicolons and data of COPY.
 */
import { type Token, tokenAt } from "./lex.ts";

/** Offsets in UTF-16 units. */
export type Range = { readonly start: number; readonly end: number };

export type Split = {
  /** From the first token to the last, comments around and the semicolon left out. */
  readonly statements: readonly Range[];
  /** Above, between and inside statements. */
  readonly comments: readonly Range[];
  /** Rows that follow COPY … FROM STDIN, with the line that ends them. */
  readonly data: readonly Range[];
};

/** In time proportional to the length of the text. */
export function splitSql(text: string): Split {
  const statements: Range[] = [];
  const comments: Range[] = [];
  const data: Range[] = [];
  // Once no line ends COPY's data, none further down does.
  let mayHaveData = true;

  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at);
    if (token.kind === "comment") comments.push({ start: token.start, end: token.end });
    if (isBetween(text, token)) {
      at = token.end;
      continue;
    }
    const { start, end, next, readsStdin } = statementAt(text, at, comments);
    statements.push({ start, end });
    at = next;
    if (readsStdin && mayHaveData) {
      at = endOfCopyData(text, next) ?? next;
      mayHaveData = at > next;
      if (mayHaveData) data.push({ start: next, end: at });
    }
  }
  return { statements, comments, data };
}

function isBetween(text: string, token: Token): boolean {
  return token.kind === "space" || token.kind === "comment" || isSymbol(text, token, ";");
}

/** The statement that begins at `start`; `next` is after its semicolon. */
function statementAt(text: string, start: number, comments: Range[]) {
  // A command for psql takes its line. PostgreSQL refuses it, but not what follows.
  if (text[start] === "\\") {
    const next = endOfLine(text, start);
    const end = start + text.slice(start, next).trimEnd().length;
    return { start, end, next, readsStdin: false };
  }
  const open = openAt(start);
  for (let at = start; at < text.length; ) {
    const token = tokenAt(text, at);
    at = token.end;
    if (token.kind === "comment") comments.push({ start: token.start, end: token.end });
    else if (isSymbol(text, token, ";") && !isInside(open)) return { ...open, next: at };
    else if (token.kind !== "space") follow(open, text, token);
  }
  return { ...open, next: text.length };
}

/** What has been seen of a statement that is not over. */
type OpenStatement = {
  readonly start: number;
  end: number;
  /** Its first words, lower case, until they tell its kind. */
  readonly words: string[];
  lastWord: string;
  kind: "rule" | "routine" | "copy" | "other" | undefined;
  parentheses: number;
  /** BEGIN ATOMIC and the CASEs in it that are not ended. */
  blocks: number;
  readsStdin: boolean;
};

function openAt(start: number): OpenStatement {
  const nothingYet = { words: [], lastWord: "", kind: undefined };
  return { start, end: start, ...nothingYet, parentheses: 0, blocks: 0, readsStdin: false };
}

/**
 * Only rules (`DO (a; b)`) and the bodies of routines have semicolons inside. Elsewhere one ends
 * the statement even in parentheses, so that one that is missing does not swallow the rest.
 */
function isInside(open: OpenStatement): boolean {
  return (open.kind === "rule" && open.parentheses > 0) || open.blocks > 0;
}

function follow(open: OpenStatement, text: string, token: Token): void {
  open.end = token.end;
  if (open.kind === "other") return;
  if (token.kind !== "word") {
    open.lastWord = "";
    // A statement that begins with anything but words is none of those that matter.
    if (open.words.length === 0) open.kind = "other";
    else if (isSymbol(text, token, "(")) open.parentheses++;
    else if (isSymbol(text, token, ")") && open.parentheses > 0) open.parentheses--;
    return;
  }
  const word = text.slice(token.start, token.end).toLowerCase();
  followWord(open, word);
  open.lastWord = word;
}

function followWord(open: OpenStatement, word: string): void {
  if (open.kind === undefined) {
    open.words.push(word);
    open.kind = kindOf(open.words);
  } else if (open.kind === "copy") {
    if (word === "stdin" && open.lastWord === "from") open.readsStdin = true;
  } else if (open.kind === "routine") {
    if (word === "atomic" && open.lastWord === "begin") open.blocks++;
    else if (word === "case" && open.blocks > 0) open.blocks++;
    else if (word === "end" && open.blocks > 0) open.blocks--;
  }
}

/** Undefined while more words are needed to tell. */
function kindOf(words: readonly string[]): OpenStatement["kind"] {
  if (words[0] === "copy") return "copy";
  if (words[0] !== "create") return "other";
  const what = words[1] === "or" ? words[3] : words[1];
  if (what === undefined) return undefined;
  if (what === "rule") return "rule";
  return what === "function" || what === "procedure" ? "routine" : "other";
}

function isSymbol(text: string, token: Token, symbol: string): boolean {
  return token.kind === "symbol" && text[token.start] === symbol;
}

/** After the line `\.`; undefined when there is none. */
function endOfCopyData(text: string, from: number): number | undefined {
  const end = /^\\\.[ \t]*(?:\r?\n|\r|$)/gm;
  end.lastIndex = from;
  return end.exec(text) === null ? undefined : end.lastIndex;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf("\n", from);
  return at < 0 ? text.length : at;
}
