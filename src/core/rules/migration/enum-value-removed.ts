/** An enum is made anew with fewer values, and every column of it moved over. */

import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { type EnumRecreation, enumRecreations } from "../migration-words/enum-recreation.ts";
import { isInUse, listed } from "../migration-words/locked-tables.ts";
import { largest, sizedBy } from "../migration-words/row-counts.ts";

export const enumValueRemoved: MigrationFileRule = {
  name: "enum-value-removed",
  severity: "warning",
  language: "sql",
  summary: "A value is taken out of an enum by rewriting every table that uses it",
  why: `PostgreSQL cannot take a value out of an enum. So Prisma makes a second type, moves every column over to it and drops the first. Each move rewrites the table and all of its indexes under ACCESS EXCLUSIVE, one table after the other, and none of the locks is given back before the end. A single row that still holds the value makes the migration fail.

Prisma also puts BEGIN and COMMIT around it. COMMIT ends the transaction that the whole file runs in: when a later statement fails, this part stays done, and the migration can neither be rolled back nor run again as it is.

Instead, leave the value in the type and keep it out with a rule: move the rows in batches, then add \`CHECK ("status" <> 'OPEN') NOT VALID\` and validate it in the next migration. Where it must go, do it in a file of its own after the rows have been moved.`,
  examples: [
    {
      before: `
        CREATE TYPE "Status" AS ENUM ('OPEN', 'DONE', 'LATE');
        CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" NOT NULL);
      `,
      bad: `
        -- AlterEnum
          BEGIN;
        --^^^^^
        CREATE TYPE "Status_new" AS ENUM ('OPEN', 'DONE');
        ALTER TABLE "Task" ALTER COLUMN "status" TYPE "Status_new" USING ("status"::text::"Status_new");
        ALTER TYPE "Status" RENAME TO "Status_old";
        ALTER TYPE "Status_new" RENAME TO "Status";
        DROP TYPE "Status_old";
        COMMIT;
      `,
    },
    {
      before: `
        CREATE TYPE "Status" AS ENUM ('OPEN', 'DONE');
        CREATE TABLE "Task" ("id" INT PRIMARY KEY, "status" "Status" NOT NULL);
      `,
      good: `
        ALTER TYPE "Status" ADD VALUE 'LATE';
      `,
    },
  ],
  *check({ file, world }) {
    for (const recreation of enumRecreations(file)) {
      const tables = recreation.tables.filter((table) => isInUse(file, table));
      const [first] = recreation.statements;
      if (tables.length === 0 || first === undefined) continue;
      const removed = removedFrom(recreation);
      const risk = removed.length === 0 ? "" : ", and fails on a row that holds it";
      const hasMore = file.statements.length > recreation.statements.length;
      const commits =
        recreation.hasOwnTransaction && hasMore
          ? "; its COMMIT leaves the file half done if the rest fails"
          : "";
      yield {
        at: first.statement.at,
        message: `${changeOf(recreation, removed)} rewrites ${listed(tables.map(shortName))} under ACCESS EXCLUSIVE, which blocks reads and writes${risk}${commits}`,
        ...sizedBy(largest(tables, world)),
      };
    }
  },
};

function removedFrom({ old, values }: EnumRecreation): string[] {
  return (old ?? []).filter((value) => !values.includes(value));
}

function changeOf({ type }: EnumRecreation, removed: readonly string[]): string {
  return removed.length === 0
    ? `Making ${shortName(type)} anew`
    : `Taking ${listed(removed)} out of ${shortName(type)}`;
}
