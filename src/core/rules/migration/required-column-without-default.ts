/** A new NOT NULL column that the rows which are there have no value for. */

import type { ColumnDefinition } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isEmptied, isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const requiredColumnWithoutDefault: StatementRule = {
  name: "required-column-without-default",
  severity: "error",
  language: "sql",
  steps: ["add-column"],
  summary: "A required column without a default is added to a table that may have rows",
  why: `The rows that are there get NULL in a new column without a default, and \`NOT NULL\` forbids that. On an empty development database the migration passes; on any table with a single row it stops with *column contains null values*, and so does the deployment. A primary key is \`NOT NULL\` as well.

\`@default(uuid())\`, \`@default(cuid())\` and \`@updatedAt\` do not help: Prisma Client fills them in, the database knows nothing of them.

Instead, give the column a default in the database (\`@default(…)\` with a constant, or \`dbgenerated(…)\`), or add it nullable, fill the rows that are there, and make it required in a later migration.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        ALTER TABLE "User" ADD COLUMN "country" TEXT NOT NULL;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      good: `ALTER TABLE "User" ADD COLUMN "country" TEXT NOT NULL DEFAULT 'NL';`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      if (!isRequired(step.column) || hasValue(step.column)) continue;
      if (isThereAlready(subject, table, step) || isEmptied(subject, table)) continue;
      yield {
        at: step.at,
        message: `${step.column.name} is required and has no default: the migration fails as soon as ${shortName(table)} holds a row`,
        table,
      };
    }
  },
};

function isRequired({ isNotNull, constraints }: ColumnDefinition): boolean {
  return isNotNull || constraints.some(({ kind }) => kind === "primary-key");
}

function hasValue({ default: value, identity, generated, type }: ColumnDefinition): boolean {
  return (
    (value !== undefined && !value.isNull) ||
    identity !== undefined ||
    generated !== undefined ||
    /^serial[248]$/.test(type.name)
  );
}
