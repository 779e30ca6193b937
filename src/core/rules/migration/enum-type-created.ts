/** A new enum type: an opinion. */

import type { StatementRule } from "../migration-rule.ts";
import { enumRecreationAt } from "../migration-words/enum-recreation.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const enumTypeCreated: StatementRule = {
  name: "enum-type-created",
  severity: "hint",
  preset: "all",
  language: "sql",
  steps: ["create-enum"],
  summary: "An enum type is created where a table of values would be easier to change",
  why: `A value of an enum can be added, but it cannot be used in the same transaction; it can never be taken out without rewriting every table that uses the type, and nothing can be said about it, such as a label or whether it is still offered.

Instead, where the values change with the business, keep them in a table with a foreign key, or as text with a CHECK that can be replaced without a scan by NOT VALID. An enum is right for values that are settled.`,
  examples: [
    {
      bad: `
          CREATE TYPE "Status" AS ENUM ('OPEN', 'DONE');
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TABLE "Status" ("name" TEXT PRIMARY KEY);
      `,
    },
  ],
  *check({ report, file }) {
    if (enumRecreationAt(file, report.index) !== undefined) return;
    for (const step of stepsOf(report, "create-enum")) {
      yield {
        at: report.statement.at,
        message: `A value of ${step.type.name} can never be taken out without rewriting the tables that use it`,
      };
    }
  },
};
