/** A concurrent index without a name is built once more at every try. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { sizedBy } from "../migration-words/row-counts.ts";
import { existingTable } from "../migration-words/tables-before.ts";

export const concurrentIndexUnnamed: StatementRule = {
  name: "concurrent-index-unnamed",
  severity: "warning",
  language: "sql",
  steps: ["create-index"],
  summary: "An index without a name is built concurrently",
  why: `A concurrent build that fails leaves an INVALID index behind. When the index has no name, PostgreSQL makes up another one at the next try, because the first is taken: nothing fails, and the table has two indexes, of which every write pays for both and only one is used. Prisma also expects the name that it would have written.

Instead, write the name that Prisma gives to the index: table, columns and \`idx\` or \`key\`, joined by underscores.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
      `,
      bad: `
          CREATE INDEX CONCURRENTLY ON "Post"("authorId");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
  *check(subject) {
    const { statement } = subject.report;
    for (const step of statement.steps) {
      if (step.kind !== "create-index" || !step.concurrently || step.index !== undefined) continue;
      const table = existingTable(subject, step.table);
      yield {
        at: statement.at,
        message: `The index of ${table === undefined ? step.table.name : shortName(table)} has no name: a second try after a failed build makes a second index`,
        ...sizedBy(table),
      };
    }
  },
};
