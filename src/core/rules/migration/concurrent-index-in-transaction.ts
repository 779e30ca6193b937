/** CONCURRENTLY among other statements: PostgreSQL refuses it. */

import type { StatementRule } from "../migration-rule.ts";
import {
  concurrently,
  isSettingsOnly,
  splitsConcurrentIndexes,
} from "../migration-words/concurrent-index.ts";
import { listed } from "../migration-words/locked-tables.ts";

export const concurrentIndexInTransaction: StatementRule = {
  name: "concurrent-index-in-transaction",
  severity: "error",
  language: "sql",
  steps: ["create-index", "drop-index"],
  summary: "CREATE or DROP INDEX CONCURRENTLY stands beside other statements",
  why: `Prisma sends a migration to PostgreSQL as one message, and a message with two statements or more is one transaction. CONCURRENTLY cannot work inside of one: PostgreSQL stops with error 25001, Prisma records the migration as failed, and no further one is applied until somebody resolves that by hand. BEGIN and COMMIT in the file do not help, because what stands outside of them is still one transaction.

From Prisma 7.4 on, a file that holds nothing but CREATE INDEX CONCURRENTLY is sent statement by statement. Anything else in the file, DROP INDEX CONCURRENTLY too, still has to stand alone.

Instead, give each such statement a migration directory of its own.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY);
      `,
      bad: `
          ALTER TABLE "Post" ADD COLUMN "authorId" INT;
          CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
      `,
      good: `
        -- Comments are no statements.
        CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
      `,
    },
  ],
  *check({ report, file, world }) {
    const command = concurrently(report);
    if (command === undefined || report.transaction.isAlone) return;
    const all = file.statements.filter((one) => concurrently(one) !== undefined);
    // The file stops at the first; and where only settings are in the way, that is told there.
    if (all[0] !== report || isSettingsOnly(file, world)) return;
    const others = file.statements.length - 1;
    const more = all.length - 1;
    const what = file.statements.length === all.length ? "of the kind" : "";
    const later = onlyCreates(all.map(concurrently)) && others === more;
    const from = later && !splitsConcurrentIndexes(world) ? " before 7.4" : "";
    yield {
      at: report.statement.at,
      message: `Fails with 25001: ${command} cannot run in a transaction, and Prisma${from} sends it as one with ${listed([`${others} other ${others === 1 ? "statement" : "statements"}`])}${what && ` ${what}`}`,
    };
  },
};

function onlyCreates(commands: readonly (string | undefined)[]): boolean {
  return commands.every((command) => command?.startsWith("CREATE"));
}
