/** ALTER SCHEMA … RENAME. */

import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const schemaRenamed: StatementRule = {
  name: "schema-renamed",
  severity: "warning",
  language: "sql",
  steps: ["rename-schema"],
  summary: "A schema is renamed while the application uses the old name",
  why: `Prisma Client writes the schema into every query, \`"billing"."Invoice"\`. When the migration commits, all tables of the schema are gone for the application that is running, and for everything else that knows the old name: reports, replication, the search path of roles.

Instead, create the new schema, deploy an application that knows both, and move the tables one at a time, each with a view left behind under the old name.`,
  examples: [
    {
      before: `
        CREATE SCHEMA "billing";
        CREATE TABLE "billing"."Invoice" ("id" INT PRIMARY KEY);
      `,
      bad: `
          ALTER SCHEMA "billing" RENAME TO "finance";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE SCHEMA "billing";
        ALTER SCHEMA "billing" RENAME TO "finance";
      `,
    },
  ],
  *check({ report, file }) {
    for (const step of stepsOf(report, "rename-schema")) {
      const isNew = report.before.schemas.has(step.schema) && !file.before.schemas.has(step.schema);
      if (isNew) continue;
      yield {
        at: report.statement.at,
        message: `The running application still asks for tables in ${step.schema}, which is ${step.to} from here on`,
      };
    }
  },
};
