/** Two migrations of the same second. */

import type { MigrationReport } from "../../migration/migration.ts";
import { shortName } from "../../sql/write-name.ts";
import type { HistoryRule } from "../migration-rule.ts";
import { numberOf, startOf } from "../migration-words/history-place.ts";

export const equalTimestamps: HistoryRule = {
  name: "equal-timestamps",
  severity: "warning",
  language: "sql",
  summary: "Two migrations of one table have the same timestamp",
  why: `Prisma applies directories in the order of their names. With equal timestamps the words behind them decide, and \`…_add_posts\` runs before \`…_create_users\` whatever was meant. It happens when directories are written by hand or by a script, or when two branches copy the same template.

It is said of migrations that touch the same table; others may come in any order.

Instead, add a second to the timestamp of the one that is to come later, as long as it was applied nowhere.`,
  examples: [],
  *check({ files }) {
    for (const [at, file] of files.entries()) {
      const { name } = file.migration;
      const number = numberOf(name);
      const before = files[at - 1];
      if (number === undefined || before === undefined) continue;
      const table = sharedTable(before, file);
      if (numberOf(before.migration.name) !== number || table === undefined) continue;
      yield {
        at: startOf(file),
        message: `Has the timestamp of ${before.migration.name}, and both change ${shortName(table)}: only the words behind it say which comes first`,
      };
    }
  },
};

function sharedTable(one: MigrationReport, other: MigrationReport): string | undefined {
  const touched = new Set(tablesOf(other));
  return tablesOf(one).find((table) => touched.has(table));
}

function tablesOf({ created, locks }: MigrationReport): string[] {
  return [...created, ...locks.map(({ table }) => table)];
}
