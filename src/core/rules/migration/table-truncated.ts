/** TRUNCATE of a table that was there. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isInUse, listed, stepsOf } from "../migration-words/locked-tables.ts";
import { largest, sizedBy } from "../migration-words/row-counts.ts";
import { emptiedByCascade } from "../migration-words/truncated-children.ts";

export const tableTruncated: StatementRule = {
  name: "table-truncated",
  severity: "warning",
  language: "sql",
  steps: ["truncate"],
  summary: "TRUNCATE empties a table that was there",
  why: `All rows are gone when the migration commits, in every database it is applied to. TRUNCATE takes ACCESS EXCLUSIVE of the table, so reads and writes wait until the whole migration is done; triggers on DELETE do not fire; and a transaction that began earlier sees an empty table instead of the rows as they were.

Instead, delete the rows that you mean in batches by a script that somebody starts, and keep the migration for the structure.`,
  examples: [
    {
      before: `
        CREATE TABLE "Session" ("id" INT PRIMARY KEY);
      `,
      bad: `
          TRUNCATE TABLE "Session";
        --^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TABLE "Session" ("id" INT PRIMARY KEY);
        TRUNCATE TABLE "Session";
      `,
    },
  ],
  *check({ report, file, world }) {
    for (const step of stepsOf(report, "truncate")) {
      // What CASCADE does beside that is worse, and told by another rule.
      if (emptiedByCascade(report, step).length > 0) continue;
      const tables = step.tables
        .map((name) => qualify(report.before, name))
        .filter((table) => isInUse(file, table));
      if (tables.length === 0) continue;
      yield {
        at: report.statement.at,
        message: `Empties ${listed(tables.map(shortName))} under ACCESS EXCLUSIVE: all rows are gone`,
        ...sizedBy(largest(tables, world)),
      };
    }
  },
};
