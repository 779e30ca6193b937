/** Several statements of which each is permanent by itself. */

import type { MigrationFileRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const notRepeatableOutsideTransaction: MigrationFileRule = {
  name: "not-repeatable-outside-transaction",
  severity: "info",
  preset: "strict",
  language: "sql",
  summary: "Several concurrent index builds in one file cannot be run again after a failure",
  why: `From version 7.4 on, Prisma runs a file of nothing but CREATE INDEX CONCURRENTLY statement by statement, each for itself. When the second build fails, on a duplicate or on a lost connection, the first index is there and the migration counts as failed. Run again, it stops at the first statement, which complains that the index exists.

IF NOT EXISTS is no way out: it also skips an index that a failed build left behind invalid.

Instead, make one migration per index. Each is then either applied or not, and the failed one can be repeated alone.`,
  examples: [],
  *check({ file }) {
    if (file.statements.length < 2) return;
    const [first, second] = file.statements;
    if (first === undefined || second === undefined || !first.transaction.isAlone) return;
    const [index] = stepsOf(first, "create-index");
    yield {
      at: second.statement.at,
      message: `If this build fails, ${index?.index ?? "the index above"} is there already and the file cannot be run again`,
    };
  },
};
