/** DETACH PARTITION without CONCURRENTLY. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const partitionDetachedWithLock: StatementRule = {
  name: "partition-detached-with-lock",
  severity: "warning",
  language: "sql",
  steps: ["detach-partition"],
  summary: "DETACH PARTITION blocks the whole partitioned table",
  why: `Plain DETACH PARTITION takes ACCESS EXCLUSIVE on the partitioned table, with all its partitions behind it, not only on the one that leaves. It is done quickly, but it waits for every running query on the table first, and everything that comes later waits behind it.

Instead, write \`DETACH PARTITION … CONCURRENTLY\` (PostgreSQL 14 and later), alone in its file: it takes SHARE UPDATE EXCLUSIVE, and reads and writes go on. It is refused where there is a default partition; then set \`lock_timeout\` and choose a quiet hour.`,
  examples: [
    {
      before: `
        CREATE TABLE "Event" ("id" INT, "at" DATE NOT NULL) PARTITION BY RANGE ("at");
        CREATE TABLE "Event_2020" PARTITION OF "Event" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      `,
      bad: `
        ALTER TABLE "Event" DETACH PARTITION "Event_2020";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Event" ("id" INT, "at" DATE NOT NULL) PARTITION BY RANGE ("at");
        CREATE TABLE "Event_2020" PARTITION OF "Event" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      `,
      good: `ALTER TABLE "Event" DETACH PARTITION "Event_2020" CONCURRENTLY;`,
    },
  ],
  *check(subject) {
    if (subject.world.postgres < 14) return;
    for (const { step, table } of stepsOnExisting(subject, "detach-partition")) {
      if (step.concurrently) continue;
      const partition = shortName(qualify(subject.report.before, step.partition));
      yield {
        at: subject.report.statement.at,
        message: `ACCESS EXCLUSIVE blocks reads and writes of all of ${shortName(table)}, only to let ${partition} go`,
        table,
      };
    }
  },
};
