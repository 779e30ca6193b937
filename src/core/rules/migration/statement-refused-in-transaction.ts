/** Statements that PostgreSQL only runs by themselves, in a file with others. */
import type { StatementReport } from "../../migration/migration.ts";
import type { Step } from "../../sql/step.ts";
import type { StatementRule } from "../migration-rule.ts";

export const statementRefusedInTransaction: StatementRule = {
  name: "statement-refused-in-transaction",
  severity: "error",
  language: "sql",
  summary: "A statement that cannot run in a transaction shares its file with others",
  why: `Prisma sends a file as one message. As soon as it holds two statements, PostgreSQL runs them in one transaction, and some statements refuse that: VACUUM, ALTER SYSTEM, CREATE and DROP DATABASE, CREATE TABLESPACE, REINDEX CONCURRENTLY and of a whole schema, DETACH PARTITION CONCURRENTLY, CLUSTER without a table. The migration fails with "cannot run inside a transaction block" (25001), also when COMMIT stands before the statement: what follows it is the next transaction.

It is not noticed before the deployment when development uses \`prisma db push\`, or when the file was tried out with psql, which sends one statement at a time.

Instead, leave the statement alone in a migration of its own, without SET above it. Many of these are better not part of a migration at all: VACUUM and REINDEX belong to maintenance, databases and tablespaces to whoever provides the server.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        DELETE FROM "User" WHERE "id" < 0;
        VACUUM "User";
      --^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `VACUUM "User";`,
    },
  ],
  *check({ report }) {
    if (report.transaction.isAlone) return;
    const what = report.statement.steps.map(refused).find((one) => one !== undefined);
    if (what === undefined) return;
    yield {
      at: report.statement.at,
      message: `${what} cannot run inside a transaction, and ${why(report)}: the migration fails here`,
    };
  },
};

function why({ transaction }: StatementReport): string {
  return transaction.isExplicit
    ? "BEGIN stands above it"
    : "a file with more than one statement is one";
}

/** CREATE and DROP INDEX CONCURRENTLY have a rule of their own. */
function refused(step: Step): string | undefined {
  switch (step.kind) {
    case "vacuum":
      return "VACUUM";
    case "alter-system":
      return "ALTER SYSTEM";
    case "create-database":
      return "CREATE DATABASE";
    case "drop-database":
      return "DROP DATABASE";
    case "create-tablespace":
      return "CREATE TABLESPACE";
    case "cluster":
      return step.table === undefined ? "CLUSTER of all tables" : undefined;
    case "detach-partition":
      return step.concurrently ? "DETACH PARTITION CONCURRENTLY" : undefined;
    case "reindex":
      if (step.concurrently) return "REINDEX CONCURRENTLY";
      return step.target === "schema" || step.target === "database"
        ? `REINDEX ${step.target.toUpperCase()}`
        : undefined;
    case "other":
      return elsewhere[step.tag];
    default:
      return undefined;
  }
}

/** By the tag of PostgreSQL's tree. */
const elsewhere: Readonly<Record<string, string>> = {
  DropTableSpaceStmt: "DROP TABLESPACE",
};
