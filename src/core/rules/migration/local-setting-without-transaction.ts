/** SET LOCAL with nothing behind it in its transaction. */

import type { MigrationFileRule } from "../migration-rule.ts";
import { isFrame, stepsOf } from "../migration-words/locked-tables.ts";

export const localSettingWithoutTransaction: MigrationFileRule = {
  name: "local-setting-without-transaction",
  severity: "warning",
  language: "sql",
  summary: "SET LOCAL ends before any statement runs under it",
  why: `\`SET LOCAL\` holds until the end of its transaction. When it is the last statement there, because it stands alone in its file or right before a COMMIT, it is over at once: PostgreSQL gives a warning that nobody sees, and the statement it was written for runs without it, in the next migration or the next transaction.

Instead, put it into the file, and the transaction, of the statement it is meant for. For a statement that must be alone in its file, such as CREATE INDEX CONCURRENTLY, give the setting to the connection or the role: \`ALTER ROLE migrator SET lock_timeout = '5s'\`.`,
  examples: [
    {
      bad: `
        SET LOCAL lock_timeout = '5s';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `
        SET LOCAL lock_timeout = '5s';
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
  ],
  *check({ file }) {
    for (const report of file.statements) {
      const step = stepsOf(report, "set").find(({ isLocal }) => isLocal);
      if (step === undefined) continue;
      const isUsed = file.statements
        .slice(report.index + 1)
        .some((one) => one.transaction.number === report.transaction.number && !isFrame(one));
      if (isUsed) continue;
      yield {
        at: report.statement.at,
        message: `No statement runs under this ${step.setting}: SET LOCAL ends with its transaction, and nothing follows in it`,
      };
    }
  },
};
