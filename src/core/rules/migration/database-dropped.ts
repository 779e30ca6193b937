/** DROP DATABASE in a migration. */

import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const databaseDropped: StatementRule = {
  name: "database-dropped",
  severity: "error",
  language: "sql",
  steps: ["drop-database"],
  summary: "A migration drops a whole database",
  why: `A migration is applied to every database of the project, production too, without a question. A database that is dropped cannot be brought back but from a backup of the whole server, and PostgreSQL refuses the statement in a file that has others.

Instead, drop a database by hand, connected to the server it is on, with its name read twice.`,
  examples: [
    {
      bad: `
          DROP DATABASE "reports";
        --^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        DROP TABLE IF EXISTS "Report";
      `,
    },
  ],
  *check({ report }) {
    for (const step of stepsOf(report, "drop-database")) {
      yield {
        at: report.statement.at,
        message: `Drops the database ${step.name} with everything in it, wherever this migration is applied`,
      };
    }
  },
};
