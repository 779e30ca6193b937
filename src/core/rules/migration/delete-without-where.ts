/** DELETE of every row of a table that was there. */

import type { Catalog, Qualified } from "../../sql/catalog.ts";
import { foreignKeysTo } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { listed } from "../migration-words/locked-tables.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const deleteWithoutWhere: StatementRule = {
  name: "delete-without-where",
  severity: "warning",
  language: "sql",
  steps: ["delete"],
  summary: "DELETE without WHERE removes every row of a table that was there",
  why: `Every row goes, in every database the migration is applied to, and with them the rows of other tables whose foreign key says ON DELETE CASCADE. The rows stay locked until the whole migration is done, foreign keys are checked one row at a time, and the room they took is only free after a vacuum.

Instead, say with WHERE which rows are meant. Where it is really all of them, delete them in batches by a script that somebody starts.`,
  examples: [
    {
      before: `
        CREATE TABLE "Report" ("id" INT PRIMARY KEY);
      `,
      bad: `
          DELETE FROM "Report";
        --^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Report" ("id" INT PRIMARY KEY, "done" BOOLEAN);
      `,
      good: `
        DELETE FROM "Report" WHERE "done";
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "delete")) {
      if (step.hasWhere) continue;
      const children = cascading(subject.report.before, table).map(shortName);
      const more =
        children.length === 0 ? "" : `, and by ON DELETE CASCADE those of ${listed(children)}`;
      yield {
        at: subject.report.statement.at,
        message: `Deletes all rows of ${shortName(table)}${more}`,
        table,
      };
    }
  },
};

function cascading(catalog: Catalog, table: Qualified): Qualified[] {
  const found = new Set<Qualified>([table]);
  for (const parent of found) {
    for (const { table: child, foreignKey } of foreignKeysTo(catalog, parent)) {
      if (foreignKey.onDelete === "cascade") found.add(child);
    }
  }
  return [...found].filter((one) => one !== table);
}
