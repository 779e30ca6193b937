/** A strong lock that is waited for however long it takes. */

import { type Edit, span } from "../../base/text.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import {
  listed,
  lockedTables,
  milliseconds,
  needsNoTransaction,
  stepsOf,
} from "../migration-words/locked-tables.ts";
import { wholeStatement } from "../migration-words/migration-edits.ts";

export const missingLockTimeout: MigrationFileRule = {
  name: "missing-lock-timeout",
  severity: "info",
  preset: "strict",
  language: "sql",
  summary: "A lock that blocks others is waited for without a limit",
  why: `Even an ALTER TABLE that takes a millisecond has to wait until every running query and every open transaction on the table is done. While it waits, all queries that come later queue up behind it, so one forgotten transaction in a psql window stops the whole application for as long as it stays open.

With \`lock_timeout\` the migration gives up after a few seconds, the queue dissolves, and the deployment can be tried again. Prisma notes the migration as failed then: \`prisma migrate resolve --rolled-back\` makes it ready for the next attempt, and nothing of it has happened as long as it is one transaction.

\`SET LOCAL\` holds until the end of the transaction and leaves later migrations alone. In a file that must be a single statement, such as CREATE INDEX CONCURRENTLY, the limit has to come from the connection: \`?options=-c%20lock_timeout%3D5s\`.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        -- AlterTable
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        SET LOCAL lock_timeout = '5s';

        -- AlterTable
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
    { good: `CREATE TABLE "User" ("id" INT PRIMARY KEY);` },
  ],
  *check({ file }) {
    const waiting = [...unlimited(file)];
    const [first] = waiting;
    if (first === undefined) return;
    const [table] = first.tables;
    const edits = waiting.map(({ report }) => insertion(file, report));
    yield {
      at: first.report.statement.at,
      message: `Waits for its lock on ${listed(first.tables.map(shortName))} without a limit, and all later queries of ${shortName(table ?? "")} wait behind it`,
      ...(table !== undefined && { table }),
      fix: { title: "Give up after 5 seconds: SET LOCAL lock_timeout", edits },
    };
  },
};

type Waiting = { readonly report: StatementReport; readonly tables: readonly string[] };

/** The first statement of each transaction that waits so. */
function* unlimited(file: MigrationReport): Generator<Waiting> {
  let isLimited = false;
  let done: number | undefined;
  for (const report of file.statements) {
    const { number } = report.transaction;
    for (const { setting, isLocal, isReset, value } of stepsOf(report, "set")) {
      if (setting !== "lock_timeout") continue;
      const limits = !isReset && milliseconds(value) !== 0;
      if (isLocal && limits) done = number;
      else isLimited = limits;
    }
    if (isLimited || done === number || needsNoTransaction(report)) continue;
    const tables = lockedTables(report, file, "SHARE");
    if (tables.length === 0) continue;
    done = number;
    yield { report, tables };
  }
}

function insertion({ migration }: MigrationReport, { statement }: StatementReport): Edit {
  const { start } = wholeStatement(migration.file, statement);
  return {
    at: span(migration.file.source, start, start),
    text: "SET LOCAL lock_timeout = '5s';\n\n",
  };
}
