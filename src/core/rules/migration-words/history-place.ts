/**
 * For rules about the history of migrations: where something is said of a directory, and what its
 * name tells. Reads no disk.
 */
import { type Span, span } from "../../base/text.ts";
import type { MigrationReport } from "../../migration/migration.ts";

/** The beginning of a file: where what concerns all of it is said. */
export function startOf({ migration }: MigrationReport): Span {
  const { source } = migration.file;
  return span(source, 0, source.text.length);
}

/**
 * Of the script of the directory; of one without a script the nearest: the one before it, else
 * the one behind. Undefined where there is no script at all.
 */
export function placeOf(files: readonly MigrationReport[], directory: string): Span | undefined {
  const nearest = files.findLast(({ migration }) => migration.name <= directory) ?? files[0];
  return nearest && startOf(nearest);
}

/** The digits a name begins with; undefined where it begins otherwise. */
export function numberOf(name: string): string | undefined {
  return /^\d+(?=_|$)/.exec(name)?.[0];
}

/** `20240131120000_`, as Prisma writes it. */
export function hasTimestamp(name: string): boolean {
  return /^\d{14}(?:_|$)/.test(name);
}
