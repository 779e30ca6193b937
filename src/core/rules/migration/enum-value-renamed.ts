/** A value of an enum gets another name. */

import { qualifyType } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const enumValueRenamed: StatementRule = {
  name: "enum-value-renamed",
  severity: "warning",
  language: "sql",
  steps: ["rename-enum-value"],
  summary: "A value of an enum is renamed while the application uses the old name",
  why: `PostgreSQL does it at once and locks no table. But the application that is running was built with the old name: its writes fail with error 22P02, and Prisma Client throws when it reads the new name from a row, on every query of the model, until the new version is everywhere.

Instead, keep the value in the database and rename it in the schema only, \`CANCELED @map("CANCELLED")\`. Or add the new value, deploy code that reads both, move the rows, and stop using the old one.`,
  examples: [
    {
      before: `
        CREATE TYPE "Status" AS ENUM ('OPEN', 'CANCELLED');
      `,
      bad: `
          ALTER TYPE "Status" RENAME VALUE 'CANCELLED' TO 'CANCELED';
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TYPE "Status" AS ENUM ('OPEN', 'CANCELLED');
        ALTER TYPE "Status" RENAME VALUE 'CANCELLED' TO 'CANCELED';
      `,
    },
  ],
  *check({ report, file }) {
    for (const step of stepsOf(report, "rename-enum-value")) {
      const type = qualifyType(report.before, step.type);
      if (report.before.enums.has(type) && !file.before.enums.has(type)) continue;
      yield {
        at: report.statement.at,
        message: `The running application still reads and writes ${step.value} of ${shortName(type)}, which is ${step.to} from here on`,
      };
    }
  },
};
