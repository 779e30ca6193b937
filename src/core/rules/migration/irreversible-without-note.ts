/** Data that is gone for good, without a word about it. */
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { losesData } from "../migration-words/lost-data.ts";

export const irreversibleWithoutNote: MigrationFileRule = {
  name: "irreversible-without-note",
  severity: "hint",
  preset: "all",
  language: "sql",
  summary: "A statement loses data for good and no comment says why that is fine",
  why: `A column that was dropped cannot be had back by a reverse script: it comes back empty. When the deployment has to be rolled back at night, whoever does it has to know whether there is a backup, where it is, and whether the old version of the application can live without the data. The person who knew wrote the migration, and the file says nothing.

Instead, leave a comment above the statement that says where the data is, or since when nothing needs it.`,
  examples: [
    {
      before: `CREATE TABLE "Draft" ("id" INT PRIMARY KEY);`,
      bad: `
        -- DropTable
        DROP TABLE "Draft";
      --^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Draft" ("id" INT PRIMARY KEY);`,
      good: `
        -- Drafts were moved to "Post" in March; the dump of that day is kept for a year.
        DROP TABLE "Draft";
      `,
    },
  ],
  *check({ file }) {
    for (const report of file.statements) {
      if (!losesData(report) || hasNote(file, report)) continue;
      yield {
        at: report.statement.at,
        message: "What this loses does not come back, and no comment says why that is fine",
      };
      return;
    }
  },
};

/** A comment of a person, between the statement above and the end of this one. */
function hasNote({ migration, statements }: MigrationReport, report: StatementReport): boolean {
  const from = statements[report.index - 1]?.statement.at.end ?? 0;
  return migration.file.comments.some(
    ({ at, text }) => at.start >= from && at.end <= report.statement.at.end && !isPrismas(text),
  );
}

/** `DropTable` and `Warnings: …` come from Prisma. */
function isPrismas(text: string): boolean {
  return /^[A-Z][a-zA-Z]+$/.test(text) || /^Warnings:/.test(text) || text === "";
}
