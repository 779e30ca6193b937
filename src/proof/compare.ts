/**
 * What a statement was seen to do, held against what was predicted of it. Knows neither the server
 * that was looked at nor what the statement says.
 */
import type { Effects, Lock, Relation } from "../core/sql/effect.ts";
import { type LockMode, lockModes } from "../core/sql/step.ts";

/** Of relations that were there before the statement, in the names of the prediction. */
export type Seen = {
  readonly locks: readonly Lock[];
  readonly rewrites: readonly Relation[];
  readonly scans: readonly string[];
};

/**
 * One line per difference; empty when the prediction is right. Compared are
 * - locks of tables, views and materialized views from `weakest` up;
 * - locks of indexes from SHARE UPDATE EXCLUSIVE up: planning and writing rows touch every index
 *   of a table in weaker modes, for which nobody ever waits;
 * - new files of tables, materialized views and indexes;
 * - tables that were read from end to end. Where the planner may choose (`reads`), both are right.
 * Catalogs, TOAST tables and sequences are left out.
 */
export function differences(
  predicted: Effects,
  seen: Seen,
  weakest: LockMode = "ACCESS SHARE",
): string[] {
  const isCompared = (lock: Lock) => reaches(lock, weakest);
  const foreseen = predicted.locks.filter(isCompared);
  const real = new Map(seen.locks.filter(isCompared).map((lock) => [keyOf(lock), lock.mode]));
  const known = new Set(foreseen.map(keyOf));
  return [
    ...foreseen.flatMap((lock) => {
      const mode = real.get(keyOf(lock));
      if (mode === lock.mode || (lock.ifRowsMatch && isWeaker(mode, lock.mode))) return [];
      return `lock ${keyOf(lock)}: predicted ${lock.mode}, observed ${mode ?? "none"}`;
    }),
    ...[...real].flatMap(([key, mode]) =>
      known.has(key) ? [] : `lock ${key}: predicted none, observed ${mode}`,
    ),
    ...setDifferences("rewrite", predicted.rewrites.map(keyOf), seen.rewrites.map(keyOf), []),
    ...setDifferences("scan", predicted.scans, seen.scans, predicted.reads),
  ];
}

function reaches({ kind, mode }: Lock, weakest: LockMode): boolean {
  if (kind === "sequence") return false;
  const floor = kind === "index" ? "SHARE UPDATE EXCLUSIVE" : weakest;
  return !isWeaker(mode, floor);
}

function isWeaker(mode: LockMode | undefined, than: LockMode): boolean {
  return mode === undefined || lockModes.indexOf(mode) < lockModes.indexOf(than);
}

function setDifferences(
  what: string,
  predicted: readonly string[],
  seen: readonly string[],
  allowed: readonly string[],
): string[] {
  const missing = predicted.filter((one) => !seen.includes(one));
  const extra = seen.filter((one) => !predicted.includes(one) && !allowed.includes(one));
  return [
    ...missing.map((one) => `${what} ${one}: only predicted`),
    ...extra.map((one) => `${what} ${one}: only observed`),
  ];
}

function keyOf({ kind, name }: Relation): string {
  return `${kind} ${name}`;
}
