/**
 * Positions and changes in text, counted in UTF-16 offsets. Knows nothing of what the text means,
 * of files, or of lines as an editor shows them.
 */

/** A run of text that moves as a whole: its spans stay right when text above it changes. */
export type Source = { readonly text: string };

/** `start` (inclusive) to `end` (exclusive), offsets from the beginning of `source`. */
export type Span = { readonly source: Source; readonly start: number; readonly end: number };

/** Replace the text `at` a span. An empty span inserts. */
export type Edit = { readonly at: Span; readonly text: string };

/** The same as an edit, once its source has been found: offsets in one whole text. */
export type Change = { readonly start: number; readonly end: number; readonly text: string };

/** Zero-based line and column (UTF-16 units), with the offset in the text. */
export type Position = { readonly offset: number; readonly line: number; readonly column: number };

/** A stretch of a file whose text nobody keeps, so that it knows its lines itself. */
export type Place = {
  /** Absolute. */
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
};

export function span(source: Source, start: number, end: number): Span {
  return { source, start, end };
}

export function textOf(at: Span): string {
  return at.source.text.slice(at.start, at.end);
}

/**
 * `text` with all `changes` made. Equal changes are made once; a change that overlaps an earlier
 * one is left out, so that two fixes of the same place never garble it.
 */
export function applyChanges(text: string, changes: readonly Change[]): string {
  let result = "";
  let done = 0;
  for (const change of separateChanges(changes)) {
    result += text.slice(done, change.start) + change.text;
    done = change.end;
  }
  return result + text.slice(done);
}

/** In order, without duplicates and without those that overlap an earlier one. */
export function separateChanges(changes: readonly Change[]): Change[] {
  const inOrder = [...changes].sort((a, b) => a.start - b.start || a.end - b.end);
  const kept: Change[] = [];
  for (const change of inOrder) {
    const last = kept.at(-1);
    const repeats =
      last !== undefined &&
      last.start === change.start &&
      last.end === change.end &&
      last.text === change.text;
    if (!repeats && (last === undefined || change.start >= last.end)) kept.push(change);
  }
  return kept;
}

/** Offsets at which the lines of `text` begin. `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** Zero-based line and column (UTF-16 units) of an offset. */
export function positionAt(lineStarts: readonly number[], offset: number) {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: offset - (lineStarts[low] ?? 0) };
}
