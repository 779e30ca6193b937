/**
 * An expression as EXPLAIN writes it, in pieces: names, texts, operators, brackets with where they
 * close, and which pieces belong to a cast. Does not know what is compared.
 */

export type Piece = {
  /** `type` is what follows `::`, as one piece; `other` are brackets, commas and dots. */
  readonly kind: "word" | "quoted" | "text" | "number" | "operator" | "type" | "other";
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

export type Pieces = {
  readonly source: string;
  readonly pieces: readonly Piece[];
  /** For an opening bracket, and a CASE, the index of the piece that closes it; its own for others. */
  readonly closing: readonly number[];
};

export function piecesOf(source: string): Pieces {
  const pieces = withTypes(source, rawPieces(source));
  return { source, pieces, closing: closingOf(pieces) };
}

const pattern =
  /(?<text>[EeBbXx]?'(?:[^']|'')*(?:'|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<number>\d[\d.]*(?:[eE][-+]?\d+)?)|(?<cast>::)|(?<operator>[-+*/<>=~!@#%^&|`?]+)|(?<other>[^\s])/gu;

function rawPieces(source: string): Piece[] {
  return [...source.matchAll(pattern)].map((match) => {
    const [text] = match;
    return {
      kind: kindOf(match.groups ?? {}),
      text,
      start: match.index,
      end: match.index + text.length,
    };
  });
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Piece["kind"] {
  if (groups.text !== undefined) return "text";
  if (groups.quoted !== undefined) return "quoted";
  if (groups.word !== undefined) return "word";
  if (groups.number !== undefined) return "number";
  return groups.operator === undefined ? "other" : "operator";
}

/** `::` and the type after it become one piece. */
function withTypes(source: string, raw: readonly Piece[]): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < raw.length; at++) {
    const piece = raw[at];
    if (piece === undefined) break;
    if (piece.text !== "::") {
      pieces.push(piece);
      continue;
    }
    const last = typeEnd(raw, at + 1);
    const end = raw[last]?.end ?? piece.end;
    const text = source.slice(piece.end, end).trim();
    pieces.push({ kind: "type", text, start: piece.start, end });
    at = Math.max(at, last);
  }
  return pieces;
}

/** The index of a type's last piece: `public."Mood"[]`, `character varying(9)`, `time with time zone`. */
function typeEnd(raw: readonly Piece[], start: number): number {
  let at = start;
  while (raw[at + 1]?.text === "." && isName(raw[at + 2])) at += 2;
  if (!isName(raw[at])) return start - 1;
  at = furtherWords(raw, at);
  if (raw[at + 1]?.text === "(" && isModifier(raw, at + 2)) {
    while (raw[at + 1] !== undefined && raw[at]?.text !== ")") at++;
    at = furtherWords(raw, at);
  }
  while (raw[at + 1]?.text === "[" && raw[at + 2]?.text === "]") at += 2;
  return at;
}

function furtherWords(raw: readonly Piece[], from: number): number {
  let at = from;
  while (moreOfType.has(raw[at + 1]?.text ?? "")) at++;
  return at;
}

const moreOfType: ReadonlySet<string> = new Set([
  "with",
  "without",
  "time",
  "zone",
  "varying",
  "precision",
]);

/** `9)` or `10,2)`. */
function isModifier(raw: readonly Piece[], from: number): boolean {
  let at = from;
  while (raw[at]?.kind === "number" || raw[at]?.text === ",") at++;
  return at > from && raw[at]?.text === ")";
}

export function isName(piece: Piece | undefined): boolean {
  return piece?.kind === "word" || piece?.kind === "quoted";
}

function closingOf(pieces: readonly Piece[]): number[] {
  const closing = pieces.map((_, index) => index);
  const open: number[] = [];
  pieces.forEach(({ kind, text }, index) => {
    if (kind !== "word" && kind !== "other") return;
    if (text === "(" || text === "[" || text === "CASE") open.push(index);
    else if (isClosing(pieces[open.at(-1) ?? -1], text)) closing[open.pop() ?? index] = index;
  });
  // What is not closed runs to the end.
  for (const opening of open) closing[opening] = pieces.length - 1;
  return closing;
}

/** What does not match the last opening bracket closes nothing. */
function isClosing(opening: Piece | undefined, text: string): boolean {
  return opening !== undefined && pairs[opening.text] === text;
}

const pairs: Readonly<Record<string, string>> = { "(": ")", "[": "]", CASE: "END" };
