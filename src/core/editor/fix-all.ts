/**
 * Applies many fixes to a schema at once, as if made one after another: two fixes of one block
 * never garble each other, and a fix that another one made needless is not made.
 */
import { applyChanges, type Change, type Source } from "../base/text.ts";
import type { Verdict } from "../lint/rule.ts";
import type { SchemaCheck } from "../rules/check-schema.ts";
import { parseFile, type SchemaFile } from "../schema/file.ts";
import { placeEdits, placer } from "../schema/place.ts";
import { resolve, type Schema } from "../schema/resolve.ts";

export type FixedSchema = {
  readonly schema: Schema;
  /** How many fixes were made. */
  readonly count: number;
};

/** No block has more findings than this that each need a round of their own. */
const mostRounds = 200;

/** Makes the fixes of all verdicts that `wanted` picks, but those that are made alone. */
export function fixAll(
  schema: Schema,
  check: (schema: Schema) => SchemaCheck,
  wanted: (verdict: Verdict, file: SchemaFile) => boolean,
): FixedSchema {
  let current = schema;
  let count = 0;
  for (let round = 0; round < mostRounds; round++) {
    const fixes = check(current).files.flatMap(({ file, verdicts }) =>
      verdicts.filter((verdict) => isForAll(verdict) && wanted(verdict, file)),
    );
    const chosen = onePerBlock(fixes);
    const changes = placeEdits(
      chosen.flatMap(({ fix }) => fix?.edits ?? []),
      placer(current.files),
    );
    if (!changes || changes.size === 0) break;
    current = resolve(current.files.map((file) => changed(file, changes.get(file))));
    count += chosen.length;
  }
  return { schema: current, count };
}

/** Whether the verdict has a fix that may be made together with others. */
export function isForAll({ fix }: Verdict): boolean {
  return fix !== undefined && !fix.alone;
}

/** So many of the fixes that no block is touched by two. */
function onePerBlock(verdicts: readonly Verdict[]): Verdict[] {
  const touched = new Set<Source>();
  return verdicts.filter(({ fix }) => {
    const sources = fix?.edits.map(({ at }) => at.source) ?? [];
    if (sources.some((source) => touched.has(source))) return false;
    for (const source of sources) touched.add(source);
    return true;
  });
}

function changed(file: SchemaFile, changes: readonly Change[] | undefined): SchemaFile {
  return changes ? parseFile(file.path, applyChanges(file.text, changes), file) : file;
}

/**
 * The changes that lead from `before` to `after`, each as small as its block allows, so that
 * cursors and folds of an editor stay where they are.
 */
export function changesBetween(before: SchemaFile, after: SchemaFile): Change[] {
  if (before.text === after.text) return [];
  if (before.pieces.length !== after.pieces.length) return [difference(before.text, after.text, 0)];
  return before.pieces.flatMap((piece, at) => {
    const now = after.pieces[at];
    if (now === undefined || now.text === piece.text) return [];
    return [difference(piece.text, now.text, before.starts[at] ?? 0)];
  });
}

function difference(before: string, after: string, offset: number): Change {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  if (isHigh(before, start - 1)) start--;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (end > 0 && isHigh(before, before.length - end - 1)) end--;
  return {
    start: offset + start,
    end: offset + before.length - end,
    text: after.slice(start, after.length - end),
  };
}

/** The first half of a surrogate pair, which an editor would not take without the second. */
function isHigh(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code < 0xdc00;
}
