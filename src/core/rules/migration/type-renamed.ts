/** A type gets another name. */

import { qualifyType } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { enumRecreationAt } from "../migration-words/enum-recreation.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const typeRenamed: StatementRule = {
  name: "type-renamed",
  severity: "warning",
  language: "sql",
  steps: ["rename-type"],
  summary: "An enum or a domain is renamed while the application uses the old name",
  why: `Prisma Client writes the name of an enum into its queries, \`CAST($1::text AS "public"."Role")\`. From the moment the migration commits until the new version of the application is everywhere, each query that compares or writes such a value fails with error 42704.

Instead, keep the name in the database and rename the enum in the schema only, with \`@@map("Role")\`.`,
  examples: [
    {
      before: `
        CREATE TYPE "Role" AS ENUM ('USER');
      `,
      bad: `
          ALTER TYPE "Role" RENAME TO "UserRole";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TYPE "Role" AS ENUM ('USER');
        ALTER TYPE "Role" RENAME TO "UserRole";
      `,
    },
  ],
  *check({ report, file }) {
    if (enumRecreationAt(file, report.index) !== undefined) return;
    for (const step of stepsOf(report, "rename-type")) {
      const type = qualifyType(report.before, step.type);
      const { before, after } = file;
      const isNew = !before.enums.has(type) && report.before.enums.has(type);
      if (isNew || after.enums.has(type)) continue;
      yield {
        at: report.statement.at,
        message: `The running application still asks for ${shortName(type)}, which is ${step.to} from here on`,
      };
    }
  },
};
