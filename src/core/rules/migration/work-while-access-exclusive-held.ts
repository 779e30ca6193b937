/** Long work in a transaction that keeps another table, or the same one, from being read. */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { listed, lockedTables, type Work, workOf } from "../migration-words/locked-tables.ts";

export const workWhileAccessExclusiveHeld: MigrationFileRule = {
  name: "work-while-access-exclusive-held",
  severity: "warning",
  language: "sql",
  summary: "Long work runs while a table is locked against reads by an earlier statement",
  why: `A lock is kept until the end of the transaction, and all statements of a migration are one transaction. An ALTER TABLE at the top of the file may take a millisecond; its ACCESS EXCLUSIVE lock then stays while every statement below it scans, rewrites, builds an index or changes rows. During all that time nobody can even read the table.

So a file that adds a column and then builds an index blocks reads for the time of the build, although CREATE INDEX by itself would only block writes.

Instead, move the long statement into a migration of its own: it runs when the lock of the short one is gone. Where the two need each other, put the short statement last.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT);
      `,
      bad: `
        ALTER TABLE "User" ADD COLUMN "name" TEXT;

        UPDATE "Post" SET "title" = '' WHERE "title" IS NULL;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "title" TEXT);
      `,
      good: `
        UPDATE "Post" SET "title" = '' WHERE "title" IS NULL;

        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
  ],
  *check({ file }) {
    for (const { report, work, kept } of firstOfEach(file)) {
      yield {
        at: report.statement.at,
        message: `${listed(kept.map(shortName))} ${kept.length === 1 ? "stays" : "stay"} blocked for reads and writes while this ${work.doing}: an earlier statement holds ACCESS EXCLUSIVE`,
        table: work.table,
      };
    }
  },
};

type Held = {
  readonly report: StatementReport;
  readonly work: Work;
  readonly kept: readonly Qualified[];
};

/**
 * Once per transaction. What the statement itself locks as strongly would be blocked anyway, in
 * whatever file it stands.
 */
function* firstOfEach(file: MigrationReport): Generator<Held> {
  let held = new Set<Qualified>();
  let number: number | undefined;
  let done: number | undefined;
  for (const report of file.statements) {
    if (report.transaction.number !== number) held = new Set();
    number = report.transaction.number;
    const own = lockedTables(report, file, "ACCESS EXCLUSIVE");
    const kept = [...held].filter((table) => !own.includes(table));
    const work = kept.length > 0 && done !== number ? workOf(report, file) : undefined;
    if (work !== undefined) {
      done = number;
      yield { report, work, kept };
    }
    for (const table of own) held.add(table);
  }
}
