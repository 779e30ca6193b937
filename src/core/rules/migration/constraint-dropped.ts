/** DROP CONSTRAINT of anything but a foreign key: what was forbidden is allowed from then on. */

import type { TableConstraint } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const constraintDropped: StatementRule = {
  name: "constraint-dropped",
  severity: "hint",
  preset: "strict",
  language: "sql",
  steps: ["drop-constraint"],
  summary: "A constraint is dropped and not made again",
  why: `Dropping a constraint takes a moment. Bringing it back takes every row that was written meanwhile: one that does not obey, and it cannot be made again before the data is repaired. With a unique or a primary key its index goes too, and with the index the speed of everything that looked rows up by it. A table without a primary key cannot be replicated logically.

Instead, make sure that the new rule, if there is one, is in place before the old one goes.`,
  examples: [
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "size" INTEGER, CONSTRAINT "size_positive" CHECK ("size" > 0));`,
      bad: `
        ALTER TABLE "Post" DROP CONSTRAINT "size_positive";
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "size" INTEGER, CONSTRAINT "size_positive" CHECK ("size" > 0));`,
      good: `
        ALTER TABLE "Post" DROP CONSTRAINT "size_positive";
        ALTER TABLE "Post" ADD CONSTRAINT "size_positive" CHECK ("size" >= 0) NOT VALID;
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "drop-constraint")) {
      const known = subject.report.before.tables.get(table)?.constraints.get(step.constraint);
      if (known === undefined || known.kind === "foreign-key") continue;
      if (isMadeAgain(subject, table, known.kind)) continue;
      yield {
        at: step.at,
        message: `${words[known.kind]} ${step.constraint} of ${shortName(table)} is dropped, and rows that it forbids can be written from then on`,
      };
    }
  },
};

const words: Readonly<Record<Exclude<TableConstraint["kind"], "foreign-key">, string>> = {
  "primary-key": "Primary key",
  unique: "Unique constraint",
  exclude: "Exclusion constraint",
  check: "Check",
  "not-null": "Not-null constraint",
};

/** Another of its kind for the table, in this statement or after it. */
function isMadeAgain({ report, file }: StatementSubject, table: string, kind: string): boolean {
  return file.statements.slice(report.index).some(({ statement, before }) =>
    statement.steps.some((step) => {
      if (!("table" in step) || step.table === undefined) return false;
      if (qualify(before, step.table) !== table) return false;
      if (step.kind === "add-constraint") return step.constraint.kind === kind;
      return step.kind === "drop-not-null"
        ? kind === "not-null"
        : step.kind === "create-index" && step.isUnique && kind === "unique";
    }),
  );
}
