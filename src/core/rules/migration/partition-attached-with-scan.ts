/** ATTACH PARTITION of a table that has rows. */

import type { Table } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isInUse, stepsOf } from "../migration-words/locked-tables.ts";

export const partitionAttachedWithScan: StatementRule = {
  name: "partition-attached-with-scan",
  severity: "warning",
  language: "sql",
  steps: ["attach-partition"],
  summary: "ATTACH PARTITION reads all rows of the new partition while it is locked",
  why: `PostgreSQL has to be sure that every row of the table fits into the partition's range. It reads all of them for that, under ACCESS EXCLUSIVE on the table that becomes a partition and SHARE UPDATE EXCLUSIVE on the partitioned one. A default partition, where there is one, is read and locked in the same way.

Instead, add a CHECK that says the same as the range, first \`NOT VALID\` and then with VALIDATE CONSTRAINT in a migration of its own. ATTACH PARTITION trusts a constraint that is valid and reads nothing; drop it afterwards.`,
  examples: [
    {
      before: `
        CREATE TABLE "Event" ("id" INT, "at" DATE NOT NULL) PARTITION BY RANGE ("at");
        CREATE TABLE "Event_2024" ("id" INT, "at" DATE NOT NULL);
      `,
      bad: `
        ALTER TABLE "Event" ATTACH PARTITION "Event_2024" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Event" ("id" INT, "at" DATE NOT NULL) PARTITION BY RANGE ("at");`,
      good: `
        CREATE TABLE "Event_2024" ("id" INT, "at" DATE NOT NULL);
        ALTER TABLE "Event" ATTACH PARTITION "Event_2024" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
      `,
    },
  ],
  *check({ report, file }) {
    for (const { table: parent, partition: name } of stepsOf(report, "attach-partition")) {
      const partition = qualify(report.before, name);
      if (!isInUse(file, partition) || hasCheck(report.before.tables.get(partition))) continue;
      yield {
        at: report.statement.at,
        message: `Blocks reads and writes of ${shortName(partition)} while it reads all its rows to see whether they belong into ${shortName(qualify(report.before, parent))}`,
        table: partition,
      };
    }
  },
};

/** One that is valid is taken to say what the range says: whoever wrote it knew why. */
function hasCheck(table: Table | undefined): boolean {
  return [...(table?.constraints.values() ?? [])].some(
    ({ kind, isValid }) => kind === "check" && isValid,
  );
}
