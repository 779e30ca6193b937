/** COMMIT or ROLLBACK in a file that Prisma runs as one transaction anyway. */
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { enumRecreations } from "../migration-words/enum-recreation.ts";
import { isFrame, stepsOf } from "../migration-words/locked-tables.ts";

export const transactionInsideMigration: MigrationFileRule = {
  name: "transaction-inside-migration",
  severity: "error",
  language: "sql",
  summary: "COMMIT or ROLLBACK in the middle lets a migration happen by halves",
  why: `Prisma sends a file as one message, and PostgreSQL makes one transaction of it: all statements happen or none. A COMMIT inside ends that transaction. When a statement below it fails, what stands above stays, Prisma notes the migration as failed, and neither running it again nor rolling it back works: half of it is there already, and somebody has to take it apart by hand while the deployment waits.

A ROLLBACK is worse. It undoes what stands above it without a word, and Prisma notes the migration as applied.

Instead, put what has to be permanent before the rest, such as a new value of an enum, into a migration of its own: Prisma applies it first, and each of the two happens completely or not at all.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
        COMMIT;
      --^^^^^^
        CREATE UNIQUE INDEX "User_name_key" ON "User"("name");
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
        CREATE UNIQUE INDEX "User_name_key" ON "User"("name");
      `,
    },
  ],
  *check({ file }) {
    const known = new Set(enumRecreations(file).flatMap(({ statements }) => statements));
    const said = new Set<string>();
    for (const report of file.statements) {
      const message = known.has(report) ? undefined : messageFor(report, file);
      if (message === undefined || said.has(message)) continue;
      said.add(message);
      yield { at: report.statement.at, message };
    }
  },
};

function messageFor(report: StatementReport, file: MigrationReport): string | undefined {
  const [step] = stepsOf(report, "transaction");
  if (step === undefined) return undefined;
  const others = file.statements.filter((one) => !isFrame(one));
  const above = others.filter(({ transaction, index }) => {
    return transaction.number === report.transaction.number && index < report.index;
  });
  if (above.length === 0) return undefined;
  if (step.command === "rollback") {
    return "ROLLBACK undoes all that stands above it, and Prisma notes the migration as applied";
  }
  const isFollowed = others.some(({ index }) => index > report.index);
  if (step.command !== "commit" || !isFollowed) return undefined;
  return "COMMIT makes what stands above permanent: if a statement below fails, the migration has happened by halves";
}
