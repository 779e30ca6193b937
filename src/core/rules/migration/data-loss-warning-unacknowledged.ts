/** Prisma's own warning, still above the statements that it warns about. */

import type { MigrationFileRule } from "../migration-rule.ts";
import { losesData } from "../migration-words/lost-data.ts";

export const dataLossWarningUnacknowledged: MigrationFileRule = {
  name: "data-loss-warning-unacknowledged",
  severity: "hint",
  preset: "all",
  language: "sql",
  summary: "Prisma's comment about lost data is still in a migration that loses data",
  why: `Prisma writes a comment with "Warnings:" at the top of a migration that drops columns or tables, counted on the database it was made with. The comment is the same whether somebody has thought about it or not, and reviewers learn to look past it.

Instead, replace it with what was decided: where the data is kept, since when nothing reads it, who agreed. A comment of one line that a person wrote says more than the paragraph that a tool wrote.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`,
      bad: `
        /*
      --^^
          Warnings:

          - You are about to drop the column \`name\` on the \`User\` table. All the data in the column will be lost.

        */
        ALTER TABLE "User" DROP COLUMN "name";
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`,
      good: `
        -- Nothing reads names since version 12; they are in the archive of March.
        ALTER TABLE "User" DROP COLUMN "name";
      `,
    },
  ],
  *check({ file }) {
    const header = file.migration.file.comments.find(({ text }) => /^Warnings:/.test(text));
    if (header === undefined) return;
    const count = file.statements.filter(losesData).length;
    if (count === 0) return;
    const what = count === 1 ? "a statement loses data" : `${count} statements lose data`;
    yield {
      at: header.at,
      message: `Prisma's warning stands as it was written although ${what}: nothing says that anybody agreed`,
    };
  },
};
