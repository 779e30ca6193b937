/** SET that outlives its migration. */
import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Step } from "../../sql/step.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const settingLeaksToLaterMigrations: MigrationFileRule = {
  name: "setting-leaks-to-later-migrations",
  severity: "warning",
  language: "sql",
  summary: "SET without LOCAL also holds for the migrations that follow",
  why: `Prisma applies all pending migrations over one connection, and SET holds until that connection ends. So a migration behaves one way when it is applied together with this one, as in CI or on a fresh database, and another way when it is applied a week later by itself, as in production. With \`search_path\` the tables of later migrations end up in another schema, and Prisma itself no longer finds \`_prisma_migrations\`.

The fix makes it \`SET LOCAL\`, which holds until the end of the transaction, that is, of the file. Where the file is one statement only, or is cut by COMMIT, reset it at the end instead: \`RESET lock_timeout;\`.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        SET lock_timeout = '5s';
      --^^^^^^^^^^^^^^^^^^^^^^^
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
      fixed: `
        SET LOCAL lock_timeout = '5s';
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
    {
      good: `
        SET search_path = 'billing';
        CREATE TABLE "Invoice" ("id" INT PRIMARY KEY);
        RESET search_path;
      `,
    },
  ],
  *check({ file }) {
    for (const report of file.statements) {
      for (const step of stepsOf(report, "set")) {
        if (step.isLocal || step.isReset || isTaken(step) || isReset(step, report, file)) continue;
        const fix = madeLocal(report, file);
        yield {
          at: report.statement.at,
          message: `${step.setting} keeps this value for all migrations that Prisma applies after this one${consequence(step)}`,
          ...(fix && { fix }),
        };
      }
    }
  },
};

type SetStep = Extract<Step, { readonly kind: "set" }>;

/** Of a transaction, or of nothing but this session's view of itself. */
function isTaken({ setting }: SetStep): boolean {
  return /^(transaction|session characteristics|application_name)/i.test(setting);
}

function isReset({ setting }: SetStep, report: StatementReport, { statements }: MigrationReport) {
  return statements
    .slice(report.index + 1)
    .some(
      (later) =>
        /^\s*discard\s+all/i.test(later.statement.text) ||
        stepsOf(later, "set").some(
          (one) =>
            one.isReset && !one.isLocal && (one.setting === setting || one.setting === "all"),
        ),
    );
}

function consequence({ setting }: SetStep): string {
  return setting === "search_path"
    ? ": they make their tables elsewhere, and Prisma may not find _prisma_migrations"
    : "";
}

/** Only where all of the file that follows is in the same transaction, and there is some. */
function madeLocal({ statement, transaction, index }: StatementReport, file: MigrationReport) {
  const last = file.statements.at(-1);
  const isSame = last !== undefined && last.transaction.number === transaction.number;
  const word = /^set(?:\s+session)?(?=\s)/i.exec(statement.text)?.[0];
  if (!isSame || last.index === index || word === undefined) return undefined;
  const { start } = statement.at;
  const at = span(statement.at.source, start, start + word.length);
  const fix: Fix = { title: "Make it SET LOCAL", edits: [{ at, text: "SET LOCAL" }] };
  return fix;
}
