/** A condition on a domain, tested in every table that uses it. */

import { columnsOfType } from "../../sql/lookup.ts";
import { qualifyType } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";

export const domainConstraintValidated: StatementRule = {
  name: "domain-constraint-validated",
  severity: "warning",
  language: "sql",
  steps: ["alter-domain"],
  summary: "A constraint on a domain is tested against every table that uses it, while writes wait",
  why: `\`ALTER DOMAIN … ADD CONSTRAINT\` looks through all tables with a column of the domain, and blocks writes to all of them while it reads every row of each. It fails when a single value does not obey.

Instead, add the constraint \`NOT VALID\`, which locks no table, and \`ALTER DOMAIN … VALIDATE CONSTRAINT\` in a migration of its own at a quiet time.`,
  examples: [
    {
      before: `
        CREATE DOMAIN "email" AS TEXT;
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "contact" "email");
      `,
      bad: `
          ALTER DOMAIN "email" ADD CONSTRAINT "has_at" CHECK (VALUE LIKE '%@%');
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE DOMAIN "email" AS TEXT;
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "contact" "email");
      `,
      good: `ALTER DOMAIN "email" ADD CONSTRAINT "has_at" CHECK (VALUE LIKE '%@%') NOT VALID;`,
    },
  ],
  *check({ report, file }) {
    for (const step of report.statement.steps) {
      if (step.kind !== "alter-domain" || !step.adds || step.adds.isNotValid) continue;
      const uses = columnsOfType(report.before, qualifyType(report.before, step.domain));
      const tables = [...new Set(uses.map(({ table }) => table))].filter(
        (table) => !file.created.has(table),
      );
      const [first] = tables;
      if (first === undefined) continue;
      yield {
        at: step.at,
        message: `ADD CONSTRAINT to ${step.domain.name} takes SHARE on ${tables.map(shortName).join(", ")}, which blocks writes, while every row is tested`,
        table: first,
      };
    }
  },
};
