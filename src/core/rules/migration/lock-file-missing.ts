/** migrations without migration_lock.toml. */

import type { HistoryRule } from "../migration-rule.ts";
import { startOf } from "../migration-words/history-place.ts";

export const lockFileMissing: HistoryRule = {
  name: "lock-file-missing",
  severity: "info",
  language: "sql",
  summary: "There is no migration_lock.toml beside the migrations",
  why: `The file says for which database the scripts were written. Without it Prisma cannot notice that the provider in the schema was changed, and applies SQL of one database to another. It is made together with the first migration, and is missing when it was not committed or was ignored with other lock files.

Instead, take it from the repository's history, or create it with the one line \`provider = "postgresql"\`, and commit it.`,
  examples: [],
  *check({ files, disk }) {
    const [first] = files;
    if (first === undefined || disk.lockFile !== undefined) return;
    yield {
      at: startOf(first),
      message:
        "There is no migration_lock.toml beside the migrations to say for which database they are",
    };
  },
};
