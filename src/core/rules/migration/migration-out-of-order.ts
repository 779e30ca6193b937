/** Migrations whose names say another order than that in which they are applied. */

import type { Disk } from "../../migration/disk.ts";
import type { MigrationReport } from "../../migration/migration.ts";
import type { HistoryRule, MigrationFinding } from "../migration-rule.ts";
import { numberOf, startOf } from "../migration-words/history-place.ts";

export const migrationOutOfOrder: HistoryRule = {
  name: "migration-out-of-order",
  severity: "warning",
  language: "sql",
  summary:
    "A migration comes before one that is applied already, or before one it was meant to follow",
  why: `A branch that lives long brings migrations with old timestamps. Databases that were kept up to date get such a migration last; new ones, CI and shadow databases get it in the order of names. The two orders need not lead to the same schema, and one of them may fail. \`prisma migrate deploy\` applies it without a word; \`prisma migrate dev\` wants to reset the database.

Prisma sorts directories as text: \`10_users\` comes before \`9_init\`, and \`20240131_users\` after everything that has a time in its name.

Instead, give the directory a new timestamp, later than all that is applied, as long as it was applied nowhere: renaming it is enough.`,
  examples: [],
  *check({ files, disk }) {
    yield* behindApplied(files, disk);
    yield* sortedOtherwise(files);
  },
};

/** Not applied yet, and older than one that is. */
function* behindApplied(
  files: readonly MigrationReport[],
  { applied }: Disk,
): Generator<MigrationFinding> {
  if (applied === undefined) return;
  const done = new Set(applied.flatMap(({ name, state }) => (state === "applied" ? [name] : [])));
  const last = [...done].sort().at(-1);
  for (const file of files) {
    const { name } = file.migration;
    if (last === undefined || name > last || applied.some((one) => one.name === name)) continue;
    yield {
      at: startOf(file),
      message: `${name} is not applied yet, but ${last}, which comes after it, is`,
    };
  }
}

/** The numbers that names begin with, read as numbers or as moments. */
function* sortedOtherwise(files: readonly MigrationReport[]): Generator<MigrationFinding> {
  let highest: { readonly name: string; readonly at: number } | undefined;
  for (const file of files) {
    const { name } = file.migration;
    const at = momentOf(name);
    if (at === undefined) continue;
    if (highest && at < highest.at) {
      yield {
        at: startOf(file),
        message: `${name} is applied after ${highest.name}: Prisma sorts names as text, not as numbers`,
      };
    } else highest = { name, at };
  }
}

/** A date without a time is its beginning: 8 digits or more from the year 2000 on. */
function momentOf(name: string): number | undefined {
  const digits = numberOf(name);
  if (digits === undefined) return undefined;
  return Number(/^20\d{6,12}$/.test(digits) ? digits.padEnd(14, "0") : digits);
}
