/** Foreign keys over many tables in use, all of them locked until the last is done. */

import type { MigrationReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";

export const severalForeignKeysInOneFile: MigrationFileRule = {
  name: "several-foreign-keys-in-one-file",
  severity: "hint",
  preset: "strict",
  language: "sql",
  summary: "Foreign keys in one file lock three existing tables or more at the same time",
  why: `Each foreign key locks its own table and the one it points at against writes, and each lock is held until the transaction, which is the file, ends. The more tables are locked together, the longer writes wait, and the likelier the application locks two of them in the other order: then PostgreSQL ends one of the two with *deadlock detected*.

Instead, give each foreign key between existing tables a migration of its own.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT);
        CREATE TABLE "Like" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT);
      `,
      bad: `
        ALTER TABLE "Post" ADD CONSTRAINT "p" FOREIGN KEY ("userId") REFERENCES "User"("id") NOT VALID;
        ALTER TABLE "Like" ADD CONSTRAINT "l" FOREIGN KEY ("userId") REFERENCES "User"("id") NOT VALID;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "userId" TEXT);
      `,
      good: `ALTER TABLE "Post" ADD CONSTRAINT "p" FOREIGN KEY ("userId") REFERENCES "User"("id") NOT VALID;`,
    },
  ],
  *check({ file }) {
    const byTransaction = new Map<number, { tables: Set<Qualified>; last: Step; keys: number }>();
    for (const { step, tables, transaction } of foreignKeysIn(file)) {
      const known = byTransaction.get(transaction);
      const all = new Set([...(known?.tables ?? []), ...tables]);
      byTransaction.set(transaction, { tables: all, last: step, keys: (known?.keys ?? 0) + 1 });
    }
    for (const { tables, last, keys } of byTransaction.values()) {
      if (tables.size < 3 || keys < 2) continue;
      yield {
        at: last.at,
        message: `${keys} foreign keys block writes to ${tables.size} tables at the same time: ${[...tables].map(shortName).join(", ")}`,
      };
    }
  },
};

function foreignKeysIn({ statements, created }: MigrationReport) {
  return statements.flatMap(({ statement, before, transaction }) =>
    statement.steps.flatMap((step) => {
      if (step.kind !== "add-constraint" || step.constraint.kind !== "foreign-key") return [];
      const both = [step.table, step.constraint.target].map((name) => qualify(before, name));
      const tables = both.filter((table) => !created.has(table));
      return tables.length === 0 ? [] : [{ step, tables, transaction: transaction.number }];
    }),
  );
}
