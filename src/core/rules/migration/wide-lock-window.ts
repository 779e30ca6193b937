/** Many tables locked at once, in an order that the application need not follow. */

import type { Qualified } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { listed, lockedTables } from "../migration-words/locked-tables.ts";

/** A foreign key alone locks two. */
const many = 3;

export const wideLockWindow: MigrationFileRule = {
  name: "wide-lock-window",
  severity: "info",
  preset: "strict",
  language: "sql",
  summary: "One transaction blocks writes of several tables at once",
  why: `The transaction collects its locks one after the other and keeps all of them to its end. A request of the application that touches the same tables in another order holds what the migration waits for, and waits for what it holds: PostgreSQL ends one of the two with "deadlock detected", and it may be the migration. The more tables, the likelier that is, and the longer the first of them stays blocked while the others are waited for.

Instead, make one migration per table, so that each holds the locks of one change only, and let them touch the tables in the order in which the application does.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY);
        CREATE TABLE "Like" ("id" INT PRIMARY KEY);
      `,
      bad: `
        ALTER TABLE "User" ADD COLUMN "note" TEXT;
        ALTER TABLE "Post" ADD COLUMN "note" TEXT;
        ALTER TABLE "Like" ADD COLUMN "note" TEXT;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `
        ALTER TABLE "User" ADD COLUMN "note" TEXT;
        ALTER TABLE "User" ADD COLUMN "rank" INT;
      `,
    },
  ],
  *check({ file }) {
    let held = new Set<Qualified>();
    let number: number | undefined;
    for (const report of file.statements) {
      if (report.transaction.number !== number) held = new Set();
      number = report.transaction.number;
      const before = held.size;
      for (const table of lockedTables(report, file, "SHARE ROW EXCLUSIVE")) held.add(table);
      if (before >= many || held.size < many) continue;
      yield {
        at: report.statement.at,
        message: `From here on writes of ${listed([...held].map(shortName))} are blocked by one transaction, which can deadlock with the application`,
      };
    }
  },
};
