/** A safe way → the files it consists of, beside the migration that it takes apart. */
import { applyChanges, type Edit } from "../base/text.ts";
import { splitSql } from "../sql/split.ts";
import type { Migration } from "./migration.ts";
import type { SafeWay } from "./safe-way.ts";

export type SafeWayFiles = {
  /** In the script itself. */
  readonly edits: readonly Edit[];
  /** New ones. `directory` and `name` are only the last parts of a path. */
  readonly files: readonly {
    readonly directory: string;
    readonly name: string;
    readonly text: string;
  }[];
  /** Nothing is left in the script: it goes instead of being edited. */
  readonly dropsFile: boolean;
};

/** How many timestamps `filesOfSafeWay` needs: one for each migration that follows. */
export function stampsNeeded({ then }: SafeWay): number {
  return then.filter(({ kind }) => kind === "migration").length;
}

/**
 * `stamps` are 14 digits each, in order. A script stands in the directory of the migration before
 * it. Undefined when there are too few stamps.
 */
export function filesOfSafeWay(
  way: SafeWay,
  { name, file }: Migration,
  stamps: readonly string[],
): SafeWayFiles | undefined {
  if (stamps.length < stampsNeeded(way)) return undefined;
  const changes = way.edits.map(({ at, text }) => ({ start: at.start, end: at.end, text }));
  const left = splitSql(applyChanges(file.source.text, changes)).statements.length;
  let directory = name;
  let next = 0;
  const files = way.then.map((step) => {
    if (step.kind === "script") return { directory, name: `${step.name}.sql`, text: step.sql };
    directory = `${stamps[next] ?? ""}_${step.name}`;
    next++;
    return { directory, name: "migration.sql", text: step.sql };
  });
  return { edits: way.edits, files, dropsFile: left === 0 };
}
