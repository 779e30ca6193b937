/** LOCK TABLE by hand. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isAtLeast, isInUse, listed, stepsOf } from "../migration-words/locked-tables.ts";

export const lockTableStatement: StatementRule = {
  name: "lock-table-statement",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["lock-table"],
  summary: "LOCK TABLE blocks a table until the migration has ended",
  why: `A lock that is taken by hand is held until the end of the transaction, and all statements of a migration are one transaction: the table is blocked for as long as all that follows takes. Nearly always the statement that follows takes a lock of its own, and only while it needs to.

It makes sense to take the strongest lock first when a file locks one table twice, weakly and then strongly, because two such transactions deadlock.

Instead, leave it out, or choose the weakest mode that does, set \`lock_timeout\` before it, and keep what follows short.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        LOCK TABLE "User" IN EXCLUSIVE MODE;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        DELETE FROM "User" WHERE "id" < 0;
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `DELETE FROM "User" WHERE "id" < 0;`,
    },
  ],
  *check({ report, file }) {
    for (const { tables, mode } of stepsOf(report, "lock-table")) {
      const used = tables
        .map((name) => qualify(report.before, name))
        .filter((table) => isInUse(file, table));
      if (used.length === 0 || !isAtLeast(mode, "SHARE")) continue;
      const blocked = mode === "ACCESS EXCLUSIVE" ? "reads and writes" : "writes";
      yield {
        at: report.statement.at,
        message: `${mode} blocks ${blocked} of ${listed(used.map(shortName))} until all that follows in this file is done`,
      };
    }
  },
};
