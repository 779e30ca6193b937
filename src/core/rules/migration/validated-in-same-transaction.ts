/** NOT VALID and VALIDATE in one transaction, which is no better than neither. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const validatedInSameTransaction: StatementRule = {
  name: "validated-in-same-transaction",
  severity: "warning",
  language: "sql",
  steps: ["validate-constraint"],
  summary: "A constraint is added NOT VALID and validated in the same transaction",
  why: `The point of \`NOT VALID\` is to take the strong lock for a moment only, and to read the rows afterwards under a weak one. But a lock is held until its transaction ends, and Prisma sends a file as one transaction: the strong lock of \`ADD CONSTRAINT\` stays while \`VALIDATE CONSTRAINT\` reads every row, just as if \`NOT VALID\` was not there.

Instead, move \`VALIDATE CONSTRAINT\` to a migration of its own that follows this one.`,
  examples: [
    {
      before: `CREATE TABLE "Product" ("id" TEXT NOT NULL PRIMARY KEY, "price" INTEGER);`,
      bad: `
        ALTER TABLE "Product" ADD CONSTRAINT "price_positive" CHECK ("price" > 0) NOT VALID;
        ALTER TABLE "Product" VALIDATE CONSTRAINT "price_positive";
        --                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Product" ("id" TEXT NOT NULL PRIMARY KEY, "price" INTEGER);
        ALTER TABLE "Product" ADD CONSTRAINT "price_positive" CHECK ("price" > 0) NOT VALID;
      `,
      good: `ALTER TABLE "Product" VALIDATE CONSTRAINT "price_positive";`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "validate-constraint")) {
      const added = addedInTransaction(subject, table, step.constraint);
      if (added === undefined) continue;
      const isKey = added.kind === "foreign-key";
      yield {
        at: step.at,
        message: `${step.constraint} was added in the same transaction: its ${isKey ? "SHARE ROW EXCLUSIVE lock still blocks writes to" : "ACCESS EXCLUSIVE lock still blocks reads and writes of"} ${shortName(table)} while every row is read`,
        table,
      };
    }
  },
};

function addedInTransaction({ report, file }: StatementSubject, table: string, name: string) {
  const { number } = report.transaction;
  for (const one of file.statements.slice(0, report.index + 1)) {
    if (one.transaction.number !== number) continue;
    for (const step of one.statement.steps) {
      if (step.kind !== "add-constraint" || !step.constraint.isNotValid) continue;
      if (step.constraint.name === name && qualify(one.before, step.table) === table) {
        return step.constraint;
      }
    }
  }
  return undefined;
}
