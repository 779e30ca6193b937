/** A guarantee of uniqueness goes away. */

import type { MigrationReport } from "../../migration/migration.ts";
import type { Index } from "../../sql/catalog.ts";
import { indexesOf } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { droppedIndexes } from "../migration-words/dropped-indexes.ts";

export const uniqueIndexDropped: StatementRule = {
  name: "unique-index-dropped",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-index"],
  summary: "A unique index is dropped and nothing keeps duplicates out any more",
  why: `From that moment on duplicates can come in, and the way back is hard: a unique index cannot be built again before they are gone. The application that is still running breaks sooner: Prisma Client turns \`upsert\` and \`createMany\` with \`skipDuplicates\` into ON CONFLICT with the columns of the unique, and without it PostgreSQL answers every such query with error 42P10.

Instead, deploy code that no longer counts on it first, and drop the index in a later migration.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
      `,
      bad: `
          DROP INDEX "User_email_key";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
      `,
      good: `
        CREATE UNIQUE INDEX "User_email_again" ON "User"("email");
        DROP INDEX "User_email_key";
      `,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    for (const { index } of droppedIndexes(subject)) {
      if (!index.isUnique || isStillGuarded(index, file)) continue;
      const columns = index.columns.map((column) => column ?? "an expression").join(", ");
      yield {
        at: report.statement.at,
        message: `Nothing keeps ${columns} of ${shortName(index.table)} unique any more; ON CONFLICT on it fails in the running application`,
        table: index.table,
      };
    }
  },
};

/** By another unique of fewer or the same columns; or the columns themselves are gone. */
function isStillGuarded(index: Index, { after }: MigrationReport): boolean {
  const table = after.tables.get(index.table);
  if (table === undefined) return true;
  if (index.columns.some((column) => column !== undefined && !table.columns.has(column))) {
    return true;
  }
  return indexesOf(after, index.table).some(
    (one) =>
      one.isUnique &&
      (one.where === undefined || one.where === index.where) &&
      one.columns.every((column) => column !== undefined && index.columns.includes(column)),
  );
}
