/** BEGIN around a whole file: nothing is gained, and the reason of a failure is lost. */

import type { MigrationFileRule } from "../migration-rule.ts";
import { enumRecreations } from "../migration-words/enum-recreation.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const transactionHidesFailure: MigrationFileRule = {
  name: "transaction-hides-failure",
  severity: "info",
  preset: "strict",
  language: "sql",
  summary: "BEGIN in a migration hides why it failed",
  why: `When a statement fails inside of a transaction that the file itself began, that transaction stays open and broken. The next thing Prisma does is to note the failure in \`_prisma_migrations\`, over the same connection, and all it hears is "current transaction is aborted, commands ignored until end of transaction block". That is what stands in the log of the deployment; the reason does not.

A file of several statements is one message and one transaction without BEGIN as well.

Instead, leave BEGIN and COMMIT out, and let Prisma tell what went wrong.`,
  examples: [
    {
      bad: `
        BEGIN;
      --^^^^^
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY);
        COMMIT;
      `,
    },
    {
      good: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TABLE "Post" ("id" INT PRIMARY KEY);
      `,
    },
  ],
  *check({ file }) {
    const known = new Set(enumRecreations(file).flatMap(({ statements }) => statements));
    const begin = file.statements.find(
      (report) =>
        !known.has(report) &&
        stepsOf(report, "transaction").some(({ command }) => command === "begin"),
    );
    if (begin === undefined) return;
    yield {
      at: begin.statement.at,
      message:
        'If a statement fails after this BEGIN, Prisma reports "current transaction is aborted" and not the reason',
    };
  },
};
