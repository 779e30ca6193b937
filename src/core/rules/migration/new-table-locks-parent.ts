/** A new table that points at one in use, whose writes wait for the rest of the transaction. */

import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { addedForeignKeys } from "../migration-words/added-foreign-key.ts";

export const newTableLocksParent: StatementRule = {
  name: "new-table-locks-parent",
  severity: "hint",
  preset: "strict",
  language: "sql",
  steps: ["create-table", "add-column", "add-constraint"],
  summary: "A foreign key of a new table locks the table it points at against writes",
  why: `Nobody uses a new table yet. But its foreign key puts triggers on the table it points at, and for that PostgreSQL takes \`SHARE ROW EXCLUSIVE\` there: writes wait until the transaction ends, which is the whole file. That is a moment, unless a long transaction is using the parent: then the migration waits for it, and every write waits behind the migration.

Instead, set \`lock_timeout\`, so that the migration gives up rather than the application, and keep slow statements out of this file.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        CREATE TABLE "Note" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT NOT NULL);
        ALTER TABLE "Note" ADD CONSTRAINT "Note_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      good: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Note" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT NOT NULL REFERENCES "User"("id"));
      `,
    },
  ],
  *check(subject) {
    const { created } = subject.file;
    for (const { step, constraint, table, target, way } of addedForeignKeys(subject)) {
      const isNew = way === "create-table" ? table !== target : created.has(table);
      if (!isNew || created.has(target)) continue;
      yield {
        at: way === "add-constraint" ? step.at : constraint.at,
        message: `The foreign key of ${shortName(table)} takes SHARE ROW EXCLUSIVE on ${shortName(target)}, which blocks writes to it until the transaction ends`,
      };
    }
  },
};
