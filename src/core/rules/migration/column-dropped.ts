/** DROP COLUMN: its values, and what stands on it. */

import type { Qualified } from "../../sql/catalog.ts";
import { constraintsOn, indexesOn } from "../../sql/lookup.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { madeAgain, newNameOf } from "../migration-words/column-changes.ts";
import {
  addedColumn,
  columnBefore,
  knownTable,
  stepsOnExisting,
} from "../migration-words/tables-before.ts";

export const columnDropped: StatementRule = {
  name: "column-dropped",
  severity: "warning",
  language: "sql",
  steps: ["drop-column"],
  summary: "A column is dropped while the application that runs still selects it",
  why: `The column's values are gone for good, with every index and constraint it is part of.

Prisma Client names all columns of a model in each \`SELECT\` and \`INSERT … RETURNING\`. So until the last instance of the old version is gone, each of its queries of that model fails with *column does not exist*, whether it needs the column or not.

Instead, take two deployments: first one whose schema no longer has the field, while the column is still there (make it nullable or give it a default if it is required, or new rows cannot be written); then the migration that drops it. Where the values may be missed, copy them to a table of their own before.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "fax" TEXT);
        CREATE INDEX "User_fax_idx" ON "User"("fax");
      `,
      bad: `
        ALTER TABLE "User" DROP COLUMN "fax";
        --                 ^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "fax" TEXT NOT NULL);`,
      good: `ALTER TABLE "User" ALTER COLUMN "fax" DROP NOT NULL;`,
    },
  ],
  *check(subject) {
    const { file } = subject;
    for (const { step, table } of stepsOnExisting(subject, "drop-column")) {
      if (isNotThere(subject, table, step.column, step.ifExists)) continue;
      if (madeAgain(file, table, step.column) || newNameOf(file, table, step.column)) continue;
      const also = standingOn(subject, table, step.column);
      yield {
        at: step.at,
        message: `The values of ${shortName(table)}.${step.column} are lost${also === "" ? "" : `, and with them ${also}`}; a Prisma Client of before still selects it, and fails`,
      };
    }
  },
};

/** Nobody has it: IF EXISTS finds nothing, or this file added it. */
function isNotThere(
  subject: StatementSubject,
  table: Qualified,
  column: string,
  ifExists: boolean,
): boolean {
  if (addedColumn(subject, table, column) !== undefined) return true;
  const known = knownTable(subject, table) !== undefined;
  return ifExists && known && columnBefore(subject, table, column) === undefined;
}

/** `the index A and the foreign key B`. An index of a constraint is not named twice. */
function standingOn({ report }: StatementSubject, table: Qualified, column: string): string {
  const known = report.before.tables.get(table);
  const names = [
    ...(known === undefined ? [] : constraintsOn(known, column))
      .filter(({ kind }) => kind !== "not-null")
      .map(({ name, kind }) => `the ${kind.replace("-", " ")} ${name}`),
    ...indexesOn(report.before, table, column)
      .filter(({ constraint }) => constraint === undefined)
      .map(({ name }) => `the index ${name}`),
  ];
  return names.length < 2
    ? (names[0] ?? "")
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
