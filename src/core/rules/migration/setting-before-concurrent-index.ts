/** A SET that turns the file into a transaction in which CONCURRENTLY fails. */

import type { StatementRule } from "../migration-rule.ts";
import { isSetting, isSettingsOnly } from "../migration-words/concurrent-index.ts";

export const settingBeforeConcurrentIndex: StatementRule = {
  name: "setting-before-concurrent-index",
  severity: "error",
  language: "sql",
  steps: ["set", "select"],
  summary: "A SET in the same file makes CONCURRENTLY fail",
  why: `A timeout for the build of an index looks like good care. But Prisma sends the file as one message, and two statements in a message are one transaction, in which CREATE INDEX CONCURRENTLY stops with error 25001. Without the SET the very same file works.

Instead, give the setting to the connection that migrates, \`?options=-c%20lock_timeout%3D5s\` at the end of its address, or to its role, \`ALTER ROLE migrator SET lock_timeout = '5s'\`. A concurrent build blocks neither reads nor writes, so it rarely needs one.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
      `,
      bad: `
          SET lock_timeout = '5s';
        --^^^^^^^^^^^^^^^^^^^^^^^
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
  *check({ report, file, world }) {
    if (!isSetting(report) || !isSettingsOnly(file, world)) return;
    if (file.statements.find(isSetting) !== report) return;
    yield {
      at: report.statement.at,
      message:
        "Makes the file one transaction, in which CONCURRENTLY fails with 25001; it works without this statement",
    };
  },
};
