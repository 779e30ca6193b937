/**
 * One schema file as pieces, kept up to date: after an edit only the pieces it touched are read
 * again; the others are the very same objects, so that answers about them stay valid.
 */
import { isNewline } from "./characters.ts";
import { parsePiece } from "./parse.ts";
import { type Cut, lastCommentClose, openComment, scan } from "./scan.ts";
import type { Piece } from "./syntax.ts";

export type SchemaFile = {
  readonly path: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** The offset of each piece in `text`. */
  readonly starts: readonly number[];
};

/** Prisma's next major version speaks another language, and its files say so in their first line. */
export function isForPrismaNext(text: string): boolean {
  return /^\uFEFF?\s*\/\/ *use prisma-next\b/.test(text);
}

/** Parse `text`; with `before`, the file as it was, reuse every piece whose text still stands. */
export function parseFile(path: string, text: string, before?: SchemaFile): SchemaFile {
  if (before === undefined) return rebuild(path, text, { pieces: [], starts: [] }, 0, undefined);
  if (before.text === text && before.path === path) return before;

  const prefix = commonPrefix(before.text, text);
  const suffix = commonSuffix(before.text, text, prefix);
  const changed = Math.min(prefix, newlyClosedComment(before.text, text) ?? prefix);
  // The piece before the first changed one may end elsewhere now: a gap ends where a block begins.
  const first = Math.max(0, pieceAt(before, Math.max(0, changed - 1)) - 1);
  const kept = { pieces: before.pieces.slice(0, first), starts: before.starts.slice(0, first) };
  const from = before.starts[first] ?? 0;
  return rebuild(path, text, kept, from, {
    file: before,
    first,
    changeEnd: text.length - suffix,
    shift: text.length - before.text.length,
  });
}

/**
 * Where a block comment begins that never ended and does now. Its end may be written far below,
 * and takes everything between out of the pieces it stood in.
 */
function newlyClosedComment(before: string, text: string): number | undefined {
  const open = openComment(before);
  return open !== undefined && lastCommentClose(text) >= open + 2 ? open : undefined;
}

type Before = {
  readonly file: SchemaFile;
  /** The first piece that is not kept as it is. */
  readonly first: number;
  /** Offset in the new text from which on it equals the old. */
  readonly changeEnd: number;
  /** New offset minus old offset, behind the change. */
  readonly shift: number;
};

function rebuild(
  path: string,
  text: string,
  kept: { readonly pieces: readonly Piece[]; readonly starts: readonly number[] },
  from: number,
  before: Before | undefined,
): SchemaFile {
  const pieces = [...kept.pieces];
  const starts = [...kept.starts];
  const reusable = before === undefined ? new Map<string, Piece[]>() : byText(before);
  for (const cut of scan(text, from)) {
    const same = before && restAt(before, text, cut.start);
    if (before && same !== undefined) {
      for (let at = same; at < before.file.pieces.length; at++) {
        const piece = before.file.pieces[at];
        if (piece === undefined) break;
        pieces.push(piece);
        starts.push((before.file.starts[at] ?? 0) + before.shift);
      }
      break;
    }
    starts.push(cut.start);
    pieces.push(take(reusable, cut, text));
  }
  return { path, text, pieces, starts };
}

/** The old piece from which on nothing changed, if one begins exactly at `start`. */
function restAt(before: Before, text: string, start: number): number | undefined {
  const old = start - before.shift;
  // A byte order mark and comments are read differently where the file begins.
  if (start < before.changeEnd || old <= 0 || start === 0) return undefined;
  const at = pieceAt(before.file, old);
  if (before.file.starts[at] !== old || at < before.first) return undefined;
  const newline = isNewline(text.charCodeAt(start - 1));
  return newline === isNewline(before.file.text.charCodeAt(old - 1)) ? at : undefined;
}

function take(reusable: Map<string, Piece[]>, cut: Cut, text: string): Piece {
  const piece = text.slice(cut.start, cut.end);
  const reused = reusable.get(cut.kind + piece)?.pop();
  return reused ?? parsePiece(cut.kind, detached(piece), cut.keyword - cut.start);
}

/** A copy of its own. A slice keeps the whole text alive, and each edited piece another version. */
function detached(slice: string): string {
  return ` ${slice}`.slice(1);
}

/**
 * Old pieces, by kind and text, that may stand somewhere else now. Those behind the change are left out: they are
 * reused where they stand, and no piece may stand in two places.
 */
function byText(before: Before): Map<string, Piece[]> {
  const pieces = new Map<string, Piece[]>();
  const { file } = before;
  let end = before.first;
  while (end < file.pieces.length && (file.starts[end] ?? 0) + before.shift < before.changeEnd) {
    end++;
  }
  // From the back, so that of equal pieces the first is taken first, and taking is cheap.
  for (const piece of file.pieces.slice(before.first, end).reverse()) {
    const same = pieces.get(piece.kind + piece.text);
    if (same) same.push(piece);
    else pieces.set(piece.kind + piece.text, [piece]);
  }
  return pieces;
}

/** Index of the piece that holds `offset`; the last one behind the end. */
export function pieceAt({ starts }: Pick<SchemaFile, "starts">, offset: number): number {
  let low = 0;
  let high = Math.max(0, starts.length - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  // Whole chunks first: comparing slices is many times faster than comparing characters.
  while (at + 4096 <= most && a.slice(at, at + 4096) === b.slice(at, at + 4096)) at += 4096;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonSuffix(a: string, b: string, prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let size = 0;
  const same = (n: number) =>
    a.slice(a.length - size - n, a.length - size) === b.slice(b.length - size - n, b.length - size);
  while (size + 4096 <= most && same(4096)) size += 4096;
  while (size < most && a.charCodeAt(a.length - size - 1) === b.charCodeAt(b.length - size - 1)) {
    size++;
  }
  return size;
}
