/** A script that is not what was applied. */

import type { HistoryRule } from "../migration-rule.ts";
import { startOf } from "../migration-words/history-place.ts";

export const appliedMigrationEdited: HistoryRule = {
  name: "applied-migration-edited",
  severity: "error",
  language: "sql",
  summary: "A migration was changed after it was applied to the connected database",
  why: `Prisma keeps a checksum of each script it applies. When the file changes afterwards, databases that have it already keep the old version for ever, and new ones get the new version: production and a fresh copy differ, and nothing brings them together. \`prisma migrate dev\` notices the checksum and offers to throw the development database away; \`prisma migrate deploy\` only gives a warning and goes on.

A comment or a line ending is enough to change the checksum.

Instead, restore the file as it was (\`git log -p\` shows it) and put the change into a new migration. If the two are the same in effect, as with a comment, correct the checksum in \`_prisma_migrations\`.`,
  examples: [],
  *check({ files, disk }) {
    for (const { name, checksum, state } of disk.applied ?? []) {
      const now = disk.checksums.get(name);
      const file = files.find(({ migration }) => migration.name === name);
      if (state !== "applied" || now === undefined || now === checksum || !file) continue;
      yield {
        at: startOf(file),
        message: `${name} is not what was applied: the file has changed since`,
      };
    }
  },
};
