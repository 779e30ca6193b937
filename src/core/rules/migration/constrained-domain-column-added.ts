/** A new column of a domain that has constraints of its own. */

import { qualifyType } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const constrainedDomainColumnAdded: StatementRule = {
  name: "constrained-domain-column-added",
  severity: "warning",
  language: "sql",
  steps: ["add-column"],
  summary:
    "A new column has a domain with constraints as its type, for which the table is rewritten",
  why: `A column of a domain is added in a moment as long as the domain allows everything. One that has a \`CHECK\` or is \`NOT NULL\` makes PostgreSQL test the new value in each row, and it does so by writing the whole table and its indexes anew. Until it is done nobody can read or write the table.

Instead, add the column with the domain's own type, add the condition as a check \`NOT VALID\` on the table, and \`VALIDATE CONSTRAINT\` in a migration of its own.`,
  examples: [
    {
      before: `
        CREATE DOMAIN "email" AS TEXT CHECK (VALUE LIKE '%@%');
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      `,
      bad: `
        ALTER TABLE "User" ADD COLUMN "contact" "email";
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE DOMAIN "email" AS TEXT;
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
      `,
      good: `ALTER TABLE "User" ADD COLUMN "contact" "email";`,
    },
  ],
  *check(subject) {
    const { before } = subject.report;
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      const { name, type } = step.column;
      const domain = before.domains.get(qualifyType(before, type));
      if (!domain?.isConstrained || type.isArray || isThereAlready(subject, table, step)) continue;
      yield {
        at: step.at,
        message: `The domain ${type.name} of ${name} has constraints: ADD COLUMN holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row and every index is rewritten`,
        table,
      };
    }
  },
};
