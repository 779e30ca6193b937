/**
 * What a condition of a plan compares: `((status = 'open'::text) AND (created_at > now()))` → a
 * comparison for each part. Reads what PostgreSQL writes, and makes the best of anything else.
 */
import { type ColumnUse, columnUseIn, type Range } from "./column-use.ts";
import { type Piece, type Pieces, piecesOf } from "./expression-tokens.ts";

/** A column compared with something, the column first. */
export type Comparison = ColumnUse & {
  /**
   * `=`, `<`, `~~` (LIKE), `@>`; `= ANY`, `<> ALL`; `IS NULL`, `IS NOT NULL`, `IS DISTINCT FROM`.
   * A boolean column by itself is `=` with `true`, after NOT with `false`.
   */
  readonly operator: string;
  /** The other side as it is written: `'open'::text`, `$1`, `c.id`; empty for `IS NULL`. */
  readonly value: string;
  /** The column on the other side, if there is one. */
  readonly other: ColumnUse | undefined;
  /** Both sides are columns. */
  readonly isJoin: boolean;
  /** It is a part of an OR: that it does not hold does not yet exclude a row. */
  readonly isAlternative: boolean;
  readonly isNegated: boolean;
};

/** In the order of the text; parts without a column are left out. Never throws; linear in the text. */
export function comparisonsIn(text: string): Comparison[] {
  const pieces = piecesOf(text);
  const found: Comparison[] = [];
  const waiting: Part[] = [
    { from: 0, to: pieces.pieces.length, isAlternative: false, isNegated: false },
  ];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const parts = partsOf(pieces, part);
    if (parts === undefined) found.push(...comparisonOf(pieces, part));
    else for (const inner of parts.toReversed()) waiting.push(inner);
  }
  return found;
}

/** The column in an expression such as a sort key: `o.created_at DESC`, `lower(name)`. */
export function columnIn(text: string): ColumnUse | undefined {
  const pieces = piecesOf(text);
  return columnUseIn(pieces, { from: 0, to: pieces.pieces.length });
}

/** What a constant says: `'%x'::text` → `%x`, `7` → `7`; undefined where it is not a plain constant. */
export function constantIn(value: string): string | undefined {
  const { pieces } = piecesOf(value);
  const kept = pieces.filter(({ kind, text }) => kind !== "type" && text !== "(" && text !== ")");
  const [only, further] = kept;
  if (only === undefined) return undefined;
  if (further !== undefined) {
    return only.text === "-" && further.kind === "number" && kept.length === 2
      ? `-${further.text}`
      : undefined;
  }
  if (only.kind === "text") return only.text.replace(/^\w?'|'$/g, "").replaceAll("''", "'");
  return only.kind === "number" || /^(?:true|false|NULL)$/.test(only.text) ? only.text : undefined;
}

type Part = Range & { readonly isAlternative: boolean; readonly isNegated: boolean };

/** What AND, OR, NOT, ANY and brackets hold; undefined for what is none of them. */
function partsOf(pieces: Pieces, part: Part): Part[] | undefined {
  const inner = withoutBrackets(pieces, part);
  if (inner !== part) return [inner];
  const word = wordAt(pieces, part.from);
  if (word === "NOT") return [{ ...part, from: part.from + 1, isNegated: !part.isNegated }];
  // PostgreSQL 17 and later: (ANY (id = (hashed SubPlan 1).col1)).
  if (word === "ANY" || word === "ALL") return [{ ...part, from: part.from + 1 }];
  return (
    splitAt(pieces, part, "OR")?.map((one) => ({ ...one, isAlternative: true })) ??
    splitAt(pieces, part, "AND")
  );
}

function withoutBrackets({ pieces, closing }: Pieces, part: Part): Part {
  return pieces[part.from]?.text === "(" && closing[part.from] === part.to - 1
    ? { ...part, from: part.from + 1, to: part.to - 1 }
    : part;
}

function splitAt(pieces: Pieces, part: Part, word: "AND" | "OR"): Part[] | undefined {
  const parts: Part[] = [];
  let from = part.from;
  for (const at of topOf(pieces, part)) {
    if (wordAt(pieces, at) !== word) continue;
    parts.push({ ...part, from, to: at });
    from = at + 1;
  }
  return from === part.from ? undefined : [...parts, { ...part, from }];
}

/** The pieces of a part that are in no bracket within it, the opening brackets among them. */
function topOf({ closing }: Pieces, { from, to }: Range): number[] {
  const top: number[] = [];
  for (let at = from; at < to; at = Math.max(at, closing[at] ?? at) + 1) top.push(at);
  return top;
}

function wordAt({ pieces }: Pieces, at: number): string | undefined {
  const piece = pieces[at];
  return piece?.kind === "word" ? piece.text : undefined;
}

function comparisonOf(pieces: Pieces, part: Part): Comparison[] {
  if (part.from >= part.to) return [];
  const top = topOf(pieces, part);
  return isTest(pieces, part, top) ?? compared(pieces, part, top) ?? alone(pieces, part);
}

/** `x IS NULL`, `x IS NOT TRUE`, `x IS DISTINCT FROM y`. */
function isTest(pieces: Pieces, part: Part, top: readonly number[]): Comparison[] | undefined {
  const at = top.find((index) => wordAt(pieces, index) === "IS");
  if (at === undefined) return undefined;
  let end = at + 1;
  while (end < part.to && testWords.has(wordAt(pieces, end) ?? "")) end++;
  const operator = textOf(pieces, { from: at, to: end });
  return comparison(pieces, part, {
    operator,
    left: { from: part.from, to: at },
    right: { from: end, to: part.to },
  });
}

const testWords: ReadonlySet<string> = new Set([
  "NOT",
  "NULL",
  "TRUE",
  "FALSE",
  "UNKNOWN",
  "DISTINCT",
  "FROM",
  "JSON",
  "DOCUMENT",
  "NORMALIZED",
]);

function compared(pieces: Pieces, part: Part, top: readonly number[]): Comparison[] | undefined {
  const at = top.find((index) => isComparing(pieces.pieces[index]));
  const sign = at === undefined ? undefined : pieces.pieces[at]?.text;
  if (at === undefined || sign === undefined) return undefined;
  const word = wordAt(pieces, at + 1);
  const isList = word === "ANY" || word === "ALL";
  return comparison(pieces, part, {
    operator: isList ? `${sign} ${word}` : sign,
    left: { from: part.from, to: at },
    right: { from: isList ? at + 2 : at + 1, to: part.to },
  });
}

/** Operators that make a new value out of their sides; all others, those of extensions too, compare. */
const computing = /^(?:->>?|#>>?|\+|-|\*|\/|%|\^|\|\|?|&|#|#-|<<|>>|\|\/|@)$/;

function isComparing(piece: Piece | undefined): boolean {
  return piece?.kind === "operator" && !computing.test(piece.text);
}

type Sides = { readonly operator: string; readonly left: Range; readonly right: Range };

function comparison(pieces: Pieces, part: Part, { operator, left, right }: Sides): Comparison[] {
  const { isAlternative, isNegated } = part;
  const [first, second] = [columnUseIn(pieces, left), columnUseIn(pieces, right)];
  const column = first ?? second;
  if (column === undefined) return [];
  const isTurned = first === undefined;
  return [
    {
      ...column,
      operator: isTurned ? turned(operator) : operator,
      value: textOf(pieces, isTurned ? left : right),
      other: isTurned ? undefined : second,
      isJoin: first !== undefined && second !== undefined,
      isAlternative,
      isNegated,
    },
  ];
}

/** The operator as seen from the other side; what has no counterpart stays. */
function turned(operator: string): string {
  return counterparts[operator] ?? operator;
}

const counterparts: Readonly<Record<string, string>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "@>": "<@",
  "<@": "@>",
};

/** A boolean by itself. */
function alone(pieces: Pieces, part: Part): Comparison[] {
  const column = columnUseIn(pieces, part);
  if (column === undefined) return [];
  const { isAlternative, isNegated } = part;
  return [
    {
      ...column,
      operator: "=",
      value: isNegated ? "false" : "true",
      other: undefined,
      isJoin: false,
      isAlternative,
      isNegated: false,
    },
  ];
}

function textOf({ source, pieces }: Pieces, { from, to }: Range): string {
  const [first, last] = [pieces[from], pieces[to - 1]];
  return first === undefined || last === undefined || to <= from
    ? ""
    : source.slice(first.start, last.end);
}
