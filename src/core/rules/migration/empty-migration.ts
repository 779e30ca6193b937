/** A script without a statement. */

import type { MigrationFileRule } from "../migration-rule.ts";
import { startOf } from "../migration-words/history-place.ts";

export const emptyMigration: MigrationFileRule = {
  name: "empty-migration",
  severity: "info",
  language: "sql",
  summary: "A migration has no statement",
  why: `Prisma applies it and notes it down, and nothing happens. Usually it was made with \`--create-only\` to be filled in and then forgotten, or a change of the schema turned out to change nothing in the database. Whoever reads the history later looks for what is missing.

Instead, delete the directory as long as it was applied nowhere. Where it was, leave it, with a comment that says what it was for: Prisma misses a migration that it has applied.`,
  examples: [
    {
      bad: `
        -- This is an empty migration.
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    { good: `CREATE TABLE "User" ("id" INT PRIMARY KEY);` },
  ],
  *check({ file }) {
    if (file.statements.length > 0 || hasReason(file.migration.file.comments)) return;
    yield { at: startOf(file), message: `${file.migration.name} does nothing` };
  },
};

/** A comment in somebody's own words. Prisma writes this one into each empty file. */
function hasReason(comments: readonly { readonly text: string }[]): boolean {
  return comments.some(({ text }) => text !== "" && !/^This is an empty migration\.?$/.test(text));
}
