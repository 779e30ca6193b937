/**
 * The column inside one side of a comparison, and what stands around it: a cast, a function, a path
 * into JSON. Does not know of operators that compare.
 */
import { isName, type Pieces } from "./expression-tokens.ts";

export type ColumnUse = {
  /** As the database has it, without quotes. */
  readonly column: string;
  /** The table's alias, where it is written. */
  readonly qualifier: string | undefined;
  /** The type that it is cast to, the outermost: `text`, `timestamp with time zone`. */
  readonly cast: string | undefined;
  /** The outermost function around it, or the operator that computes with it: `lower`, `+`, `timezone`. */
  readonly functionName: string | undefined;
  /** Keys into JSON, from the outside in: `data -> 'a' ->> 'b'` is a, b; empty when there is none. */
  readonly path: readonly string[];
};

/** Pieces from an index to before another. */
export type Range = { readonly from: number; readonly to: number };

/** Of the first column in it; undefined where there is none. */
export function columnUseIn(pieces: Pieces, range: Range): ColumnUse | undefined {
  const at = firstColumn(pieces, range);
  if (at === undefined) return undefined;
  const around: Around = { cast: undefined, functionName: undefined, path: [] };
  let inner: Range | undefined = range;
  while (inner !== undefined) inner = closer(pieces, inner, at, around);
  return { ...nameAt(pieces, at), ...around };
}

type Around = { cast: string | undefined; functionName: string | undefined; path: string[] };

/** The index of its first piece, a qualifier's if it has one. */
function firstColumn({ pieces }: Pieces, { from, to }: Range): number | undefined {
  let at = from;
  while (at < to) {
    const after = afterOther(pieces, at);
    if (after === undefined) return at;
    at = after;
  }
  return undefined;
}

/** Where to go on after what is no column; undefined where one begins. */
function afterOther(pieces: Pieces["pieces"], at: number): number | undefined {
  const piece = pieces[at];
  if (piece === undefined || !isName(piece) || isUnit(pieces, at)) return at + 1;
  if (isPlanReference(piece.text)) return endOfReference(pieces, at) + 1;
  const isQualified = pieces[at + 1]?.text === "." && isName(pieces[at + 2]);
  const last = isQualified ? at + 2 : at;
  const isCall = pieces[last + 1]?.text === "(";
  return isCall || (!isQualified && isReserved(piece)) ? last + 1 : undefined;
}

/** `EXTRACT(year FROM created_at)`: year is no column. */
function isUnit(pieces: Pieces["pieces"], at: number): boolean {
  return pieces[at + 1]?.text === "FROM" && /^extract$/i.test(pieces[at - 2]?.text ?? "");
}

const isPlanReference = (text: string) => text === "SubPlan" || text === "InitPlan";

/** `(InitPlan 1).col1`: what follows the dot is no column of a table. */
function endOfReference(pieces: Pieces["pieces"], at: number): number {
  const isCalled = pieces[at + 2]?.text === ")" && pieces[at + 3]?.text === ".";
  return isCalled ? at + 4 : at + 1;
}

/** Words that PostgreSQL writes without quotes only where they are no names; parameters. */
function isReserved({ kind, text }: { readonly kind: string; readonly text: string }): boolean {
  return kind === "word" && (reserved.has(text) || text.startsWith("$"));
}

const reserved: ReadonlySet<string> = new Set([
  ..."ALL AND ANY ARRAY AS ASC AT BETWEEN BOTH BY CASE COLLATE CURRENT_CATALOG CURRENT_DATE".split(
    " ",
  ),
  ..."CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DESC DISTINCT".split(
    " ",
  ),
  ..."DOCUMENT ELSE END EXISTS FALSE FIRST FOR FROM IN IS JSON LAST LEADING LIKE LOCAL".split(" "),
  ..."LOCALTIME LOCALTIMESTAMP NORMALIZED NOT NULL NULLS OR ORDER OVER PLACING ROW SESSION_USER".split(
    " ",
  ),
  ..."SOME SYMMETRIC THEN TIME TRAILING TRUE UNKNOWN USER USING VARIADIC WHEN ZONE".split(" "),
  ..."true false hashed".split(" "),
]);

/** One step from the outside towards the column; what is passed on the way is noted in `around`. */
function closer(pieces: Pieces, range: Range, at: number, around: Around): Range | undefined {
  if (at === range.from && range.to <= endOfName(pieces, at)) return undefined;
  // A name may itself be called like a word that stands between two sides.
  const signs = signsIn(pieces, range).filter((sign) => sign < at || sign >= endOfName(pieces, at));
  return signs.length === 0
    ? (withoutCast(pieces, range, at, around) ?? intoBrackets(pieces, range, at, around))
    : betweenSigns(pieces, range, signs, at, around);
}

function endOfName({ pieces }: Pieces, at: number): number {
  return pieces[at + 1]?.text === "." ? at + 3 : at + 1;
}

/** Operators at the top, and the words that stand between two sides as operators do. */
function signsIn({ pieces, closing }: Pieces, { from, to }: Range): number[] {
  const signs: number[] = [];
  for (let at = from; at < to; at = Math.max(at, closing[at] ?? at) + 1) {
    const { kind, text } = pieces[at] ?? {};
    if (kind === "operator" || (kind === "word" && (text === "AT" || text === "COLLATE"))) {
      signs.push(at);
    }
  }
  return signs;
}

/** All casts that follow: the last is the outermost. */
function withoutCast(
  { pieces }: Pieces,
  { from, to }: Range,
  at: number,
  around: Around,
): Range | undefined {
  let end = to;
  while (end - 1 > at && pieces[end - 1]?.kind === "type") end--;
  if (end === to) return undefined;
  around.cast ??= pieces[to - 1]?.text;
  return { from, to: end };
}

/** Operators bind from the left, so the last one is the outermost. */
function betweenSigns(
  { pieces }: Pieces,
  { from, to }: Range,
  signs: readonly number[],
  at: number,
  around: Around,
): Range {
  for (const sign of signs.toReversed()) {
    const text = pieces[sign]?.text ?? "";
    if (/^(?:->|#>)>?$/.test(text) && at < sign) {
      around.path.unshift(...keysIn(pieces[sign + 1]?.text ?? ""));
    } else if (text !== "COLLATE") around.functionName ??= text === "AT" ? "timezone" : text;
  }
  const before = signs.findLast((sign) => sign < at);
  const after = signs.find((sign) => sign > at);
  return { from: before === undefined ? from : before + 1, to: after ?? to };
}

/** `'kind'` → kind, `'{a,b}'` → a, b; a number or a parameter as it is written. */
function keysIn(text: string): readonly string[] {
  const plain = text.replace(/^'|'$/g, "").replaceAll("''", "'");
  return /^\{.*\}$/s.test(plain) ? plain.slice(1, -1).split(",") : [plain];
}

/** Into the brackets that the column is in, of a call, a subscript or by themselves. */
function intoBrackets(
  { pieces, closing }: Pieces,
  { from, to }: Range,
  at: number,
  around: Around,
): Range | undefined {
  let open = from;
  while (open < to && !(open <= at && (closing[open] ?? open) > at)) {
    open = Math.max(open, closing[open] ?? open) + 1;
  }
  if (open >= to) {
    // A subscript behind it: data['kind'::text] is a path too.
    const subscript = endOfName({ pieces, closing, source: "" }, at);
    if (pieces[subscript]?.text === "[")
      around.path.unshift(...keysIn(pieces[subscript + 1]?.text ?? ""));
    return undefined;
  }
  if (pieces[open]?.text === "CASE") around.functionName ??= "CASE";
  else if (open > from && isName(pieces[open - 1])) around.functionName ??= pieces[open - 1]?.text;
  return { from: open + 1, to: Math.min(to, closing[open] ?? to) };
}

function nameAt({ pieces }: Pieces, at: number): { column: string; qualifier: string | undefined } {
  const plain = (index: number) => {
    const text = pieces[index]?.text ?? "";
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  };
  return pieces[at + 1]?.text === "."
    ? { column: plain(at + 2), qualifier: plain(at) }
    : { column: plain(at), qualifier: undefined };
}
