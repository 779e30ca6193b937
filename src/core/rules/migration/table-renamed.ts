/** A table gets another name, or another schema. */

import type { MigrationReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const tableRenamed: StatementRule = {
  name: "table-renamed",
  severity: "warning",
  language: "sql",
  steps: ["rename-table", "set-schema"],
  summary: "A table is renamed or moved while the application uses the old name",
  why: `The rename itself is done at once, but from then on every query of the running application on that table fails with error 42P01, until the new version is everywhere; and a rollback of the application fails the same way.

Instead, rename the model in the schema only and keep the table's name with \`@@map("Article")\`. Where the table must have the new name, leave a view behind in the same file, \`CREATE VIEW "Article" AS SELECT * FROM "Post"\`, through which simple queries can read and write, and drop it later.`,
  examples: [
    {
      before: `
        CREATE TABLE "Article" ("id" INT PRIMARY KEY);
      `,
      bad: `
          ALTER TABLE "Article" RENAME TO "Post";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Article" ("id" INT PRIMARY KEY);
      `,
      good: `
        ALTER TABLE "Article" RENAME TO "Post";
        CREATE VIEW "Article" AS SELECT * FROM "Post";
      `,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    for (const { step, table } of stepsOnExisting(subject, "rename-table")) {
      if (isStillThere(file, table)) continue;
      yield { at: report.statement.at, message: stale(table, `is ${step.to}`), table };
    }
    for (const { step, table } of stepsOnExisting(subject, "set-schema")) {
      if (isStillThere(file, table)) continue;
      yield { at: report.statement.at, message: stale(table, `is in ${step.to}`), table };
    }
  },
};

function stale(table: Qualified, now: string): string {
  return `The running application still asks for ${shortName(table)}, which ${now} from here on`;
}

/** As a view under the old name, or another table that takes its place. */
function isStillThere({ after }: MigrationReport, table: Qualified): boolean {
  return after.tables.has(table) || after.views.has(table);
}
