/** A migration that began and never ended. */

import type { HistoryRule } from "../migration-rule.ts";
import { placeOf } from "../migration-words/history-place.ts";

export const failedMigrationInDatabase: HistoryRule = {
  name: "failed-migration-in-database",
  severity: "error",
  language: "sql",
  summary: "A migration has failed on the connected database and blocks all others",
  why: `As long as \`_prisma_migrations\` has a migration that neither ended nor was rolled back, \`prisma migrate deploy\` applies nothing at all (P3009), and every deployment after it fails.

Deleting that row by hand is no way out, since half of the script may have happened. The column \`logs\` has PostgreSQL's message.

Instead, find out what has happened. If the script was one transaction, nothing has: correct the file and run \`prisma migrate resolve --rolled-back <name>\`. If it ran outside of a transaction or has COMMIT inside, finish by hand what is missing and run \`prisma migrate resolve --applied <name>\`.`,
  examples: [],
  *check({ files, disk }) {
    for (const { name, state } of disk.applied ?? []) {
      const at = state === "failed" ? placeOf(files, name) : undefined;
      if (at === undefined) continue;
      yield { at, message: `${name} has failed on the database, and nothing is applied after it` };
    }
  },
};
