/** UNIQUE as a constraint: its index is built while nobody can use the table. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const uniqueConstraintScansTable: StatementRule = {
  name: "unique-constraint-scans-table",
  severity: "warning",
  language: "sql",
  steps: ["add-constraint"],
  summary: "ADD CONSTRAINT UNIQUE builds an index while nobody can use the table",
  why: `\`ADD CONSTRAINT … UNIQUE\` takes \`ACCESS EXCLUSIVE\` and builds an index over every row under it: reads wait as well as writes. A plain \`CREATE UNIQUE INDEX\`, as Prisma writes it, at least lets reads pass.

Instead, build the index with \`CREATE UNIQUE INDEX CONCURRENTLY\` in a migration of its own. Prisma's \`@unique\` asks for no more than the index; where a constraint is needed, \`ADD CONSTRAINT … UNIQUE USING INDEX …\` in the next migration makes it one in a moment.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);`,
      bad: `
        ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE ("email");
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT);
        CREATE UNIQUE INDEX "User_email_idx" ON "User"("email");
      `,
      good: `ALTER TABLE "User" ADD CONSTRAINT "User_email_key" UNIQUE USING INDEX "User_email_idx";`,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "add-constraint")) {
      const { constraint } = step;
      if (constraint.kind !== "unique" || constraint.usingIndex !== undefined) continue;
      if (isEmptied(subject, table)) continue;
      yield {
        at: step.at,
        message: `ADD CONSTRAINT UNIQUE holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while an index is built over every row`,
        table,
      };
    }
  },
};
