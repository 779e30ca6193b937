/** migration_lock.toml that names another database. */

import type { HistoryRule } from "../migration-rule.ts";
import { startOf } from "../migration-words/history-place.ts";

export const lockFileOfOtherProvider: HistoryRule = {
  name: "lock-file-of-other-provider",
  severity: "error",
  language: "sql",
  summary: "migration_lock.toml names another database than PostgreSQL",
  why: `Prisma compares the provider in \`migration_lock.toml\` with the one in the schema before it does anything, and stops with P3019 when they differ. It happens when a project moves to PostgreSQL, or when a merge of the lock file was resolved the wrong way. Migrations that were written for SQLite or MySQL are not made right by changing one word here: their SQL is another language.

Instead, after a move from another database, start anew: remove the old migrations, make one baseline for PostgreSQL, and mark it as applied where the tables are there. If the scripts are for PostgreSQL already, correct the line to \`provider = "postgresql"\`.`,
  examples: [],
  *check({ files, disk }) {
    const [first] = files;
    const provider = /^\s*provider\s*=\s*"([^"]*)"/m.exec(disk.lockFile ?? "")?.[1];
    if (first === undefined || provider === undefined) return;
    if (["postgresql", "postgres", "cockroachdb"].includes(provider)) return;
    yield {
      at: startOf(first),
      message: `migration_lock.toml says that these migrations are for ${provider}`,
    };
  },
};
