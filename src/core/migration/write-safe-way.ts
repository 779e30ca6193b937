/** A safe way → the files it consists of, beside the migration that it takes apart. */
import { applyChanges, type Edit } from "../base/text.ts";
import { splitSql } from "../sql/split.ts";
import type { Migration } from "./migration.ts";
import type { SafeWay } from "./safe-way.ts";
import { timestampsAfter } from "./write-migration.ts";

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

/**
 * Timestamps for the directories that follow `name`: behind all others when it is the last, else
 * between it and the next one. Undefined where there is no room.
 */
export function stampsBehind(
  name: string,
  directories: readonly string[],
  now: string,
  count: number,
): readonly string[] | undefined {
  const next = directories.filter((one) => one > name).toSorted()[0];
  if (next === undefined) return timestampsAfter(directories, now, count);
  if (!/^\d{14}(?!\d)/.test(name)) return count === 0 ? [] : undefined;
  const stamps = timestampsAfter([name], "", count);
  const last = stamps.at(-1);
  return last === undefined || last < next.slice(0, last.length) ? stamps : undefined;
}

/** How many timestamps `filesOfSafeWay` needs: one for each migration that follows. */
export function stampsNeeded({ following }: SafeWay): number {
  return following.filter(({ kind }) => kind === "migration").length;
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
  const remarks = way.remarks.map((remark) => `-- ${remark}.\n`).join("");
  const files = way.following.map((step, at) => {
    // Whoever opens the first of them reads what has to be done in between.
    const text = `${at === 0 ? remarks : ""}${step.sql}`;
    if (step.kind === "script") return { directory, name: `${step.name}.sql`, text };
    directory = `${stamps[next] ?? ""}_${step.name}`;
    next++;
    return { directory, name: "migration.sql", text };
  });
  return { edits: way.edits, files, dropsFile: left === 0 };
}
