/** ALTER COLUMN … TYPE that leaves the rows, but not the indexes. */

import { indexesOn } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { changedTypes } from "../migration-words/changed-type.ts";

export const typeChangeRebuildsIndex: StatementRule = {
  name: "type-change-rebuilds-index",
  severity: "warning",
  language: "sql",
  steps: ["alter-type"],
  summary: "A change of type or collation builds indexes anew while nobody can use the table",
  why: `The rows stay as they are, but the new type or collation sorts them in another way. So PostgreSQL builds each index over the column anew, and until it is done nobody can read or write the table.

Instead, drop the indexes with \`DROP INDEX CONCURRENTLY\` before and build them with \`CREATE INDEX CONCURRENTLY\` after the change, each in a migration of its own. Where queries cannot do without the index so long, add a second column.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL);
        CREATE INDEX "User_name_idx" ON "User"("name");
      `,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE TEXT COLLATE "C";
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" VARCHAR(40) NOT NULL);
        CREATE INDEX "User_name_idx" ON "User"("name");
      `,
      good: `ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE TEXT;`,
    },
  ],
  *check(subject) {
    for (const { step, table, cost } of changedTypes(subject)) {
      if (cost.rewrites !== false || !cost.rebuildsIndexes) continue;
      const indexes = indexesOn(subject.report.before, table, step.column);
      if (indexes.length === 0) continue;
      const names = indexes.map(({ name }) => name).join(", ");
      yield {
        at: step.at,
        message: `${step.column} is sorted in another way: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while ${names} ${indexes.length > 1 ? "are" : "is"} built anew`,
        table,
      };
    }
  },
};
