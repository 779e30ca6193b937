/** TIMESTAMP to TIMESTAMPTZ where whoever runs the migration decides what the values mean. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { becomesZoned, changedTypes } from "../migration-words/changed-type.ts";

export const timestamptzInSessionTimeZone: StatementRule = {
  name: "timestamptz-in-session-time-zone",
  severity: "warning",
  language: "sql",
  steps: ["alter-type"],
  summary: "TIMESTAMP becomes TIMESTAMPTZ in whatever time zone the session happens to have",
  why: `A \`TIMESTAMP\` does not say where its time was read from a clock. When it becomes a \`TIMESTAMPTZ\`, PostgreSQL takes it for a time in the session's time zone. Prisma wrote UTC. On a server, or for a role, whose time zone is another one, every value moves by hours, and nothing fails.

Instead, begin the migration with \`SET LOCAL timezone = 'UTC';\`, or say \`USING "column" AT TIME ZONE 'UTC'\`. The first has the advantage that rows need not be rewritten when the new type has a precision of 6 or none.`,
  examples: [
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY, "at" TIMESTAMP(3) NOT NULL);`,
      bad: `
        ALTER TABLE "Event" ALTER COLUMN "at" SET DATA TYPE TIMESTAMPTZ(6);
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY, "at" TIMESTAMP(3) NOT NULL);`,
      good: `
        SET LOCAL timezone = 'UTC';
        ALTER TABLE "Event" ALTER COLUMN "at" SET DATA TYPE TIMESTAMPTZ(6);
      `,
    },
  ],
  *check(subject) {
    for (const change of changedTypes(subject)) {
      const { step, table, timeZone } = change;
      if (!becomesZoned(change) || change.isComputed || timeZone !== undefined) continue;
      yield {
        at: step.at,
        message: `${shortName(table)}.${step.column} is read as a time in the session's time zone, while Prisma wrote UTC: elsewhere every value moves`,
        table,
      };
    }
  },
};
