/** From spans, which know only their piece, to offsets in the files of a schema. */
import type { Change, Edit, Source, Span } from "../base/text.ts";
import type { SchemaFile } from "./file.ts";

export type Place = { readonly file: SchemaFile; readonly start: number; readonly end: number };

export type Placer = (at: Span) => Place | undefined;

/** Undefined for a span of a piece that these files no longer hold. */
export function placer(files: readonly SchemaFile[]): Placer {
  const offsets = new Map<Source, { file: SchemaFile; offset: number }>();
  for (const file of files) {
    for (const [at, piece] of file.pieces.entries()) {
      offsets.set(piece, { file, offset: file.starts[at] ?? 0 });
    }
  }
  return ({ source, start, end }) => {
    const found = offsets.get(source);
    return found && { file: found.file, start: start + found.offset, end: end + found.offset };
  };
}

/** The edits as changes of whole files; undefined when one has lost its place. */
export function placeEdits(
  edits: readonly Edit[],
  place: Placer,
): Map<SchemaFile, Change[]> | undefined {
  const changes = new Map<SchemaFile, Change[]>();
  for (const { at, text } of edits) {
    const found = place(at);
    if (found === undefined) return undefined;
    const { file, start, end } = found;
    changes.set(file, [...(changes.get(file) ?? []), { start, end, text }]);
  }
  return changes;
}
