/** A directory in the way. */

import type { HistoryRule } from "../migration-rule.ts";
import { placeOf } from "../migration-words/history-place.ts";

export const directoryWithoutScript: HistoryRule = {
  name: "directory-without-script",
  severity: "error",
  language: "sql",
  summary: "A directory under migrations has no migration.sql, and Prisma stops at it",
  why: `Every directory under \`migrations\` is a migration to Prisma. One without a \`migration.sql\` ends \`prisma migrate deploy\` and \`prisma migrate dev\` with P3015, before anything is applied. Git does not keep empty directories, so it is seen on one machine only: after switching from a branch that had the migration, the directory stays behind, empty.

Instead, delete the directory, or bring its script back. Scripts and notes that are no migrations belong beside \`migrations\`, not into it.`,
  examples: [],
  *check({ files, disk }) {
    for (const { name, hasScript, otherFiles } of disk.directories) {
      const at = hasScript ? undefined : placeOf(files, name);
      if (at === undefined) continue;
      const instead = otherFiles.length > 0 ? `, only ${otherFiles.slice(0, 3).join(", ")}` : "";
      yield { at, message: `The directory ${name} has no migration.sql${instead}` };
    }
  },
};
