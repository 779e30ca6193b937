/** DROP INDEX locks the table, not only the index. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { Index } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { droppedIndexes } from "../migration-words/dropped-indexes.ts";

export const indexDroppedNotConcurrently: StatementRule = {
  name: "index-dropped-not-concurrently",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-index"],
  summary: "An index of an existing table is dropped without CONCURRENTLY",
  why: `DROP INDEX takes ACCESS EXCLUSIVE of the index and of its table. It needs it for a moment only, but it has to wait for every query on the table that is running, and all that come after wait behind it: one long report is enough to stop the table. In a file with several statements the lock is also kept until the last of them is done.

Instead, write DROP INDEX CONCURRENTLY into a migration of its own, with that statement alone in it; it waits without making others wait.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      `,
      bad: `
        -- DropIndex
          DROP INDEX "Post_at_idx";
        --^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        -- DropIndex
          DROP INDEX CONCURRENTLY "Post_at_idx";
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      `,
      good: `
        DROP INDEX CONCURRENTLY "Post_at_idx";
      `,
    },
  ],
  *check(subject) {
    for (const { index, step, isOnly } of droppedIndexes(subject)) {
      if (step.concurrently) continue;
      const isPlain = isOnly && !step.cascade && index.constraint === undefined;
      const fix = isPlain ? madeConcurrent(subject, index) : undefined;
      yield {
        at: subject.report.statement.at,
        message: `Takes ACCESS EXCLUSIVE on ${shortName(index.table)}: blocks its reads and writes until ${index.name} is gone`,
        table: index.table,
        ...(fix && { fix }),
      };
    }
  },
};

/** Only where nothing else is in the file, and the table is not partitioned. */
function madeConcurrent({ report, file }: StatementSubject, index: Index): Fix | undefined {
  const { at, text } = report.statement;
  const word = /^DROP\s+INDEX/i.exec(text)?.[0];
  if (word === undefined || file.statements.length > 1) return undefined;
  if (report.before.tables.get(index.table)?.isPartitioned) return undefined;
  const end = at.start + word.length;
  return {
    title: "Drop it with CONCURRENTLY",
    edits: [{ at: span(at.source, end, end), text: " CONCURRENTLY" }],
  };
}
