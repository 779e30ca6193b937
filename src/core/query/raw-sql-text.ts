/**
 * A text of SQL while it is put together from pieces of a TypeScript file: which stretch came from
 * where, and what stands for values. Knows how strings are escaped, not what SQL means.
 */

/** A stretch of the SQL that stands in the file as it is. Offsets in UTF-16 units. */
export type Piece = { readonly inSql: number; readonly inFile: number; readonly length: number };

export type RawParameter = {
  /** Counts from 1. */
  readonly number: number;
  /** As the code writes it, shortened: `userId`, `filter.from`. */
  readonly name: string;
  /** Where the file spells the value out: as PostgreSQL reads it; null for NULL. */
  readonly value: string | null | undefined;
  /** It stands for as many values as a list has: one of them is shown. */
  readonly isList: boolean;
};

export type Draft = {
  /** The file. */
  readonly text: string;
  sql: string;
  pieces: Piece[];
  parameters: RawParameter[];
  notes: string[];
  /** What could not be read first. */
  problem: string | undefined;
};

export function emptyDraft(text: string): Draft {
  return { text, sql: "", pieces: [], parameters: [], notes: [], problem: undefined };
}

/** Far more than anybody writes. */
const longest = 1_000_000;
const mostPieces = 2_000;

/** Whether nothing can be added any more, which is a problem. */
export function isFull(draft: Draft): boolean {
  const isOver = draft.sql.length > longest || draft.pieces.length > mostPieces;
  if (isOver) addProblem(draft, "It becomes too long to be read");
  return isOver;
}

/** What could not be read; only the first counts. */
export function addProblem(draft: Draft, problem: string): void {
  draft.problem ??= problem;
}

export function addNote(draft: Draft, note: string): void {
  if (!draft.notes.includes(note)) draft.notes.push(note);
}

/** Text that does not stand in the file. */
export function addText(draft: Draft, text: string): void {
  draft.sql += text;
}

export function addParameter(draft: Draft, parameter: Omit<RawParameter, "number">): void {
  const number = draft.parameters.length + 1;
  draft.parameters.push({ number, ...parameter });
  addText(draft, `$${number}`);
}

/** The inside of a string or a template, from `start` to `end` in the file, without its escapes. */
export function addQuoted(draft: Draft, start: number, end: number): void {
  let from = start;
  for (const escaped of draft.text.slice(start, end).matchAll(escapes)) {
    const at = start + escaped.index;
    addStretch(draft, from, at);
    const meant = meaningOf(escaped);
    if (meant === undefined) addProblem(draft, `The escape ${escaped[0]} has no meaning`);
    else addText(draft, meant);
    from = at + escaped[0].length;
  }
  addStretch(draft, from, end);
}

function addStretch(draft: Draft, start: number, end: number): void {
  if (start >= end) return;
  draft.pieces.push({ inSql: draft.sql.length, inFile: start, length: end - start });
  addText(draft, draft.text.slice(start, end));
}

/** In templates a line ends with \n, however the file ends it. */
const escapes = /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|(\r\n|[\s\S])|$)|\r\n?/gi;

function meaningOf([all, braces, four, two, one]: RegExpMatchArray): string | undefined {
  if (!all.startsWith("\\")) return "\n";
  const hexadecimal = braces ?? four ?? two;
  if (hexadecimal !== undefined) {
    const code = Number.parseInt(hexadecimal, 16);
    return code > 0x10ffff ? undefined : String.fromCodePoint(code);
  }
  if (one === undefined || /^[ux1-9]$/i.test(one)) return undefined;
  // A line that ends with a backslash goes on.
  return /^[\r\n\u2028\u2029]/.test(one) ? "" : (letters.get(one) ?? one);
}

const letters: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["0", "\0"],
]);

/** What `add` would make of the draft, which stays as it is. */
export function tried(draft: Draft, add: (copy: Draft) => void): Draft {
  const copy = {
    ...draft,
    pieces: [...draft.pieces],
    parameters: [...draft.parameters],
    notes: [...draft.notes],
  };
  add(copy);
  return copy;
}

/** Goes on with what was tried. */
export function take(draft: Draft, copy: Draft): void {
  Object.assign(draft, copy);
}

/** The expression between two offsets as it fits into a line. */
export function nameOf(text: string, start: number, end: number): string {
  const written = text.slice(start, Math.min(end, start + 400)).replace(/\s+/g, " ");
  return written.length > longestName ? `${written.slice(0, longestName - 1)}…` : written;
}

const longestName = 40;
