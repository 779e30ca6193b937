/** Where pieces stand in their files, and what is left of a block that is broken. */
import { type Source, type Span, span } from "../base/text.ts";
import { pieceAt, type SchemaFile } from "../schema/file.ts";
import type { Schema } from "../schema/resolve.ts";
import type { Block, Piece } from "../schema/syntax.ts";
import type { SourcePlace } from "./diagram.ts";

export type Origin = { readonly file: string; readonly offset: number };

const known = new WeakMap<Source, Origin>();

/** Of blocks, and of gaps where asked for: the very same origin as before for what did not move. */
export function originsIn(
  files: readonly SchemaFile[],
  withGaps: boolean,
): ReadonlyMap<Source, Origin> {
  const origins = new Map<Source, Origin>();
  for (const { path, pieces, starts } of files) {
    let at = 0;
    for (const piece of pieces) {
      const offset = starts[at++] ?? 0;
      if (piece.kind === "gap" && !withGaps) continue;
      const before = known.get(piece);
      const stands = before?.offset === offset && before.file === path;
      const origin = stands ? before : { file: path, offset };
      if (!stands) known.set(piece, origin);
      origins.set(piece, origin);
    }
  }
  return origins;
}

/**
 * For a name in the last good version of a block: the field of that name in what is left of it,
 * or else its header, or the first line that cannot be read.
 */
export function placeInRest(at: Span, rest: Piece, { file, offset }: Origin): SourcePlace {
  const name = at.source.text.slice(at.start, at.end);
  const found = memberCalled(rest, name) ?? beginningOf(rest);
  return { file, start: offset + found.start, end: offset + found.end };
}

function memberCalled(rest: Piece, name: string): Span | undefined {
  if (rest.kind === "gap") return undefined;
  const member = rest.members.find((one) => one.kind === "field" && one.name.text === name);
  return member?.kind === "field" ? member.name : undefined;
}

function beginningOf(rest: Piece): Span {
  if (rest.kind !== "gap") return rest.name;
  return rest.members.find(({ kind }) => kind === "skipped") ?? span(rest, 0, 0);
}

/** What a diagram shows of the text at `offset`. */
export type Shown = {
  readonly entity: string;
  /** The row or relation field in whose line it is. */
  readonly field: string | undefined;
};

/** Undefined between the blocks, and in those that a diagram does not show. */
export function shownAt({ files }: Schema, path: string, offset: number): Shown | undefined {
  const file = files.find((one) => one.path === path);
  if (file === undefined) return undefined;
  const at = pieceAt(file, offset);
  const piece = file.pieces[at];
  if (piece === undefined || piece.kind === "gap" || isSetting(piece)) return undefined;
  const local = offset - (file.starts[at] ?? 0);
  const field = piece.members.find((one) => one.kind === "field" && isOnLine(one, local, piece));
  return {
    entity: piece.name.text,
    field: field?.kind === "field" ? field.name.text : undefined,
  };
}

/** The way back: where the name of an entity, or of a field in it, stands now. */
export function placeOf({ files }: Schema, { entity, field }: Shown): SourcePlace | undefined {
  for (const { path, pieces, starts } of files) {
    const at = pieces.findIndex(
      (one) => one.kind !== "gap" && !isSetting(one) && one.name.text === entity,
    );
    const block = pieces[at];
    if (block === undefined || block.kind === "gap") continue;
    const found = field === undefined ? block.name : (memberCalled(block, field) ?? block.name);
    const offset = starts[at] ?? 0;
    return { file: path, start: offset + found.start, end: offset + found.end };
  }
  return undefined;
}

function isSetting({ kind }: Block): boolean {
  return kind === "datasource" || kind === "generator";
}

/** A cursor in the white space before or behind a field is at that field. */
function isOnLine({ start, end }: Span, at: number, { text }: Source): boolean {
  if (start <= at && at <= end) return true;
  const between = at < start ? text.slice(at, start) : text.slice(end, at);
  return !/[\r\n]/.test(between);
}
