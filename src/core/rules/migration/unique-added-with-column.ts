/** UNIQUE or PRIMARY KEY written with a new column: its index is built then and there. */

import type { ColumnDefinition } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isThereAlready, stepsOnExisting } from "../migration-words/tables-before.ts";

export const uniqueAddedWithColumn: StatementRule = {
  name: "unique-added-with-column",
  severity: "warning",
  language: "sql",
  steps: ["add-column"],
  summary: "A new column is UNIQUE or PRIMARY KEY, for which an index is built over all rows",
  why: `Adding a column takes a moment. With \`UNIQUE\` or \`PRIMARY KEY\` written behind it PostgreSQL reads the whole table and builds an index, even when the new column is NULL in all rows, and until it is done nobody can read or write the table. With a default that is the same for all rows it fails on the second row.

Instead, add the column alone, build the index with \`CREATE UNIQUE INDEX CONCURRENTLY\` in a migration of its own, and, where it must be a constraint, \`ADD CONSTRAINT … UNIQUE USING INDEX\`. For Prisma's \`@unique\` the index is enough.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        ALTER TABLE "User" ADD COLUMN "handle" TEXT UNIQUE;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      good: `ALTER TABLE "User" ADD COLUMN "handle" TEXT;`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-column")) {
      const { column } = step;
      const found = column.constraints.find(
        ({ kind }) => kind === "unique" || kind === "primary-key",
      );
      if (found === undefined || isThereAlready(subject, table, step)) continue;
      const word = found.kind === "unique" ? "UNIQUE" : "PRIMARY KEY";
      const message = isSameForAll(column)
        ? `All rows of ${shortName(table)} get ${column.default?.text} in ${column.name}, which is ${word}: the migration fails as soon as there are two rows`
        : `ADD COLUMN with ${word} holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while an index is built over every row`;
      yield { at: step.at, message, table };
    }
  },
};

function isSameForAll({ default: value }: ColumnDefinition): boolean {
  return value !== undefined && !value.isNull && value.isConstant;
}
