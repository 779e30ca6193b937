/** Forms of CONCURRENTLY that PostgreSQL does not have. */

import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";

export const concurrentIndexUnsupported: StatementRule = {
  name: "concurrent-index-unsupported",
  severity: "error",
  language: "sql",
  steps: ["create-index", "drop-index"],
  summary: "CONCURRENTLY is used where PostgreSQL has no such form",
  why: `PostgreSQL builds and drops indexes concurrently one at a time, and not those of a partitioned table. A statement that asks for more stops with error 0A000: Prisma records the migration as failed and applies no further one.

Instead, drop several indexes in one migration each, and leave CASCADE out. For a partitioned table, make the index with ON ONLY, build one concurrently on each partition, and attach those with ALTER INDEX … ATTACH PARTITION.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
        CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      `,
      bad: `
          DROP INDEX CONCURRENTLY "Post_at_idx", "Post_authorId_idx";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      `,
      good: `
        DROP INDEX CONCURRENTLY "Post_at_idx";
      `,
    },
  ],
  *check(subject) {
    for (const step of subject.report.statement.steps) {
      const reason = refusal(subject, step);
      if (reason === undefined) continue;
      yield { at: subject.report.statement.at, message: `Fails with 0A000: ${reason}` };
    }
  },
};

function refusal({ report: { before } }: StatementSubject, step: Step): string | undefined {
  if (step.kind === "create-index" && step.concurrently) {
    const table = qualify(before, step.table);
    if (!before.tables.get(table)?.isPartitioned) return undefined;
    return `${shortName(table)} is partitioned, and its indexes cannot be built concurrently`;
  }
  if (step.kind !== "drop-index" || !step.concurrently) return undefined;
  if (step.indexes.length > 1) return "only one index can be dropped concurrently at a time";
  if (step.cascade) return "DROP INDEX CONCURRENTLY cannot CASCADE";
  for (const name of step.indexes) {
    const index = before.indexes.get(qualify(before, name));
    if (index && before.tables.get(index.table)?.isPartitioned) {
      return `${name.name} is an index of the partitioned ${shortName(index.table)}, and cannot be dropped concurrently`;
    }
  }
  return undefined;
}
