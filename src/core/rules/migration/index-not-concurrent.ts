/** An index is built on a table that is in use while writes to it wait. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";
import { existingTable } from "../migration-words/tables-before.ts";

type CreateIndex = Extract<Step, { readonly kind: "create-index" }>;

export const indexNotConcurrent: StatementRule = {
  name: "index-not-concurrent",
  severity: "warning",
  language: "sql",
  steps: ["create-index"],
  summary: "An index is built on an existing table without CONCURRENTLY",
  why: `CREATE INDEX takes a SHARE lock of the table and keeps it until every row has gone into the index. Reads go on, but every INSERT, UPDATE and DELETE waits: seconds on a million rows, minutes on a hundred million, and the connections of the application pile up behind it. The lock also lasts until the transaction ends, and Prisma sends a migration with several statements as one transaction.

CREATE INDEX CONCURRENTLY reads the table twice and lets writes through. It cannot run in a transaction with others, so it needs a migration of its own, with that statement alone in it. Prisma compares indexes by what they are, so it sees no difference to \`@@index\`.

Instead, take the statement out of this file and write it with CONCURRENTLY into a migration that follows. On a partitioned table, build the index on each partition concurrently and attach it to one that was made with ON ONLY.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
      `,
      bad: `
        -- CreateIndex
          CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        -- CreateIndex
          CREATE INDEX CONCURRENTLY "Post_authorId_idx" ON "Post"("authorId");
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY);
      `,
      bad: `
          ALTER TABLE "Post" ADD COLUMN "authorId" INT;
          CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT);
        CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      `,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    for (const step of stepsOf(report, "create-index")) {
      const table = existingTable(subject, step.table);
      if (table === undefined || !builds(report, step)) continue;
      const all = buildsOf(table, report, file);
      // From the first one on the table is locked; the others only make it longer.
      if (all[0] !== step) continue;
      const isPartitioned = report.before.tables.get(table)?.isPartitioned ?? false;
      const fix = isPartitioned ? undefined : madeConcurrent(subject, step);
      yield {
        at: report.statement.at,
        message: messageFor(table, all, isPartitioned),
        table,
        ...(fix && { fix }),
      };
    }
  },
};

function messageFor(
  table: Qualified,
  [first, ...others]: readonly CreateIndex[],
  isPartitioned: boolean,
): string {
  const index = first?.index ?? "the index";
  const are = others.length === 0 ? "is" : `and ${others.length} more are`;
  const partitions = isPartitioned ? " and its partitions" : "";
  return `Takes SHARE on ${shortName(table)}: blocks its writes while ${index} ${are} built over every row of it${partitions}`;
}

/** All that one transaction builds on a table, in order. */
function buildsOf(table: Qualified, report: StatementReport, file: MigrationReport): CreateIndex[] {
  return file.statements
    .filter(({ transaction }) => transaction.number === report.transaction.number)
    .flatMap((one) =>
      stepsOf(one, "create-index").filter(
        (step) => builds(one, step) && qualify(one.before, step.table) === table,
      ),
    );
}

/** Not where CONCURRENTLY is written, or IF NOT EXISTS finds the index. */
function builds({ before }: StatementReport, step: CreateIndex): boolean {
  if (step.concurrently) return false;
  if (!step.ifNotExists || step.index === undefined) return true;
  const { schema } = step.table;
  return !before.indexes.has(qualify(before, { schema, name: step.index }));
}

/** Only where nothing else is in the file; everywhere else CONCURRENTLY would make it fail. */
function madeConcurrent(subject: StatementSubject, step: CreateIndex): Fix | undefined {
  const { report, file } = subject;
  const { at } = report.statement;
  const word = /^CREATE\s+(?:UNIQUE\s+)?INDEX/i.exec(report.statement.text)?.[0];
  const isPlain = step.index !== undefined && !step.ifNotExists;
  if (word === undefined || !isPlain || file.statements.length > 1) return undefined;
  const end = at.start + word.length;
  return {
    title: "Build it with CONCURRENTLY",
    edits: [{ at: span(at.source, end, end), text: " CONCURRENTLY" }],
  };
}
