/** DROP CONSTRAINT of a foreign key, which reaches the other table too. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { knownTable, stepsOnExisting } from "../migration-words/tables-before.ts";

export const foreignKeyDropped: StatementRule = {
  name: "foreign-key-dropped",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-constraint"],
  summary: "Dropping a foreign key locks the table it points at as well, against reads too",
  why: `A foreign key lives on both tables: as a constraint on one, as triggers on the other. To drop it PostgreSQL takes \`ACCESS EXCLUSIVE\` on both, so that for a moment nobody can read or write either, and keeps it until the transaction, which is the file, ends. When a long query is reading the parent, the migration waits for it, and everybody else waits behind the migration.

Instead, drop a foreign key in a migration of its own, with \`lock_timeout\` set, so that it gives up rather than hold up the application.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" TEXT,
          CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id"));
      `,
      bad: `
        ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey";
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "size" INTEGER, CONSTRAINT "size_positive" CHECK ("size" > 0));`,
      good: `ALTER TABLE "Post" DROP CONSTRAINT "size_positive";`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "drop-constraint")) {
      const known = subject.report.before.tables.get(table)?.constraints.get(step.constraint);
      const isKey = known
        ? known.kind === "foreign-key"
        : knownTable(subject, table) === undefined && step.constraint.endsWith("_fkey");
      if (!isKey) continue;
      const target =
        known?.kind === "foreign-key" ? shortName(known.target) : "the table it points at";
      const both = target === shortName(table) ? target : `${shortName(table)} and ${target}`;
      yield {
        at: step.at,
        message: `DROP CONSTRAINT of a foreign key takes ACCESS EXCLUSIVE on ${both}, which blocks reads and writes until the transaction ends`,
      };
    }
  },
};
