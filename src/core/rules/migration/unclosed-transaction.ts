/** BEGIN without an end. */
import { span } from "../../base/text.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const unclosedTransaction: MigrationFileRule = {
  name: "unclosed-transaction",
  severity: "error",
  language: "sql",
  summary: "BEGIN is never followed by COMMIT",
  why: `The transaction is still open when the file ends. Prisma goes on over the same connection: its note that the migration was applied, and all migrations after this one, become part of the same open transaction. When Prisma disconnects, PostgreSQL throws all of it away. The deployment is green, the database is what it was before, and the next deployment stops at a migration that began and never ended (P3009).

The fix closes the transaction at the end of the file. Leaving BEGIN out does as well: a file of several statements is one transaction anyway.`,
  examples: [
    {
      bad: `
        BEGIN;
      --^^^^^
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
      `,
      fixed: `
        BEGIN;
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        COMMIT;
      `,
    },
    {
      good: `
        BEGIN;
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        COMMIT;
      `,
    },
  ],
  *check({ file }) {
    const begin = openAtEnd(file);
    if (begin === undefined) return;
    yield {
      at: begin.statement.at,
      message:
        "This transaction is never committed: all of it is undone when Prisma disconnects, with the note that it was applied",
      fix: { title: "Add COMMIT at the end", edits: [ending(file)] },
    };
  },
};

function openAtEnd({ statements }: MigrationReport): StatementReport | undefined {
  let open: StatementReport | undefined;
  for (const report of statements) {
    for (const { command } of stepsOf(report, "transaction")) {
      if (command === "begin") open ??= report;
      if (command === "commit" || command === "rollback") open = undefined;
    }
  }
  return open;
}

function ending({ migration, statements }: MigrationReport) {
  const { source } = migration.file;
  const end = statements.at(-1)?.statement.at.end ?? source.text.length;
  const semicolon = /^\s*;/.exec(source.text.slice(end))?.[0];
  const at = end + (semicolon?.length ?? 0);
  return { at: span(source, at, at), text: `${semicolon === undefined ? ";" : ""}\nCOMMIT;` };
}
