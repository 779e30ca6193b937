/** IF NOT EXISTS beside CONCURRENTLY takes the remains of a failed build for the index. */
import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { Statement } from "../../sql/statement.ts";
import type { StatementRule } from "../migration-rule.ts";

export const concurrentIndexIfNotExists: StatementRule = {
  name: "concurrent-index-if-not-exists",
  severity: "info",
  language: "sql",
  steps: ["create-index"],
  summary: "IF NOT EXISTS hides an index whose concurrent build has failed",
  why: `When a concurrent build fails, by a deadlock, a timeout or a duplicate value, PostgreSQL leaves the index behind and marks it INVALID: it is kept up to date by every write, but no query uses it, and a unique one guards nothing. At the next try IF NOT EXISTS sees the name, says that all is well, and Prisma records the migration as applied.

Without it the next try fails with "already exists", and whoever looks drops the remains with DROP INDEX CONCURRENTLY and lets it build again.

The fix is right unless the index was made by hand in some databases before. Then keep IF NOT EXISTS, and look for indexes that are not valid afterwards: \`SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid\`.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
      `,
      bad: `
        -- CreateIndex
          CREATE INDEX CONCURRENTLY IF NOT EXISTS "Post_authorId_idx" ON "Post"("authorId");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        -- CreateIndex
          CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
      `,
      good: `
        CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
      `,
    },
  ],
  *check({ report: { statement } }) {
    for (const step of statement.steps) {
      if (step.kind !== "create-index" || !step.concurrently || !step.ifNotExists) continue;
      const fix = withoutCondition(statement);
      const index = step.index ?? "the index";
      yield {
        at: statement.at,
        message: `IF NOT EXISTS takes an INVALID ${index}, left behind by a build that failed, for a good one`,
        ...(fix && { fix }),
      };
    }
  },
};

function withoutCondition({ at, text }: Statement): Fix | undefined {
  const found = /\s+IF\s+NOT\s+EXISTS/i.exec(text);
  if (found === null) return undefined;
  const start = at.start + found.index;
  return {
    title: "Remove IF NOT EXISTS",
    edits: [{ at: span(at.source, start, start + found[0].length), text: "" }],
    alone: true,
  };
}
