/** What was applied and is no longer there. */

import type { HistoryRule } from "../migration-rule.ts";
import { placeOf } from "../migration-words/history-place.ts";

export const appliedMigrationMissing: HistoryRule = {
  name: "applied-migration-missing",
  severity: "error",
  language: "sql",
  summary: "The connected database has a migration that the folder does not have",
  why: `The database was changed by a script that nobody has any more, or that is on another branch. \`prisma migrate dev\` refuses to go on and wants to reset the database; \`prisma migrate deploy\` says nothing, and what the script did is in production and in no other database.

Instead, bring the directory back: from the branch it was made on, or from the history of the repository. Where it is gone for good, write down what it did with \`prisma migrate diff\` in a directory of the same name, and mark it as applied elsewhere.`,
  examples: [],
  *check({ files, disk }) {
    const known = new Set(files.map(({ migration }) => migration.name));
    for (const { name, state } of disk.applied ?? []) {
      const at = placeOf(files, name);
      const isThere = disk.directories.some((one) => one.name === name && one.hasScript);
      if (state === "rolled back" || known.has(name) || isThere || !at) continue;
      yield { at, message: `${name} was applied to the database, and there is no such directory` };
    }
  },
};
