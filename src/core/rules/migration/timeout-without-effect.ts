/** A timeout that is set and limits nothing. */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { lockedTables, milliseconds, stepsOf } from "../migration-words/locked-tables.ts";

/** Above a minute of waiting the application has been down for a minute. */
const longest = 60_000;

/** Nobody means to wait for less; who writes 5 means five seconds. */
const shortest = 10;

export const timeoutWithoutEffect: MigrationFileRule = {
  name: "timeout-without-effect",
  severity: "warning",
  language: "sql",
  summary: "A lock_timeout is zero, far too long or short, or comes too late",
  why: `A \`lock_timeout\` is there so that a migration gives up before the queries that queue behind its lock become an outage. It does not do so when

- it is \`0\`: that means to wait for ever,
- it is longer than a minute: the application has stood still by then,
- it is a bare small number: \`SET lock_timeout = 5\` is five **milli**seconds, and the migration fails on any busy table,
- it stands below the statement that takes the lock,
- \`statement_timeout\` is not longer: then that one always strikes first, and counts the work too.

Instead, set it once at the top of the file, with a unit, to a few seconds: \`SET LOCAL lock_timeout = '5s';\`.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        SET LOCAL lock_timeout = 5;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      good: `
        SET LOCAL lock_timeout = '5s';
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
  ],
  *check({ file }) {
    for (const report of file.statements) {
      for (const step of stepsOf(report, "set")) {
        if (step.setting !== "lock_timeout" || step.isReset) continue;
        const message = badValue(step) ?? tooLate(report, file) ?? overtaken(step, file);
        if (message !== undefined) yield { at: report.statement.at, message };
      }
    }
  },
};

type SetStep = Extract<Step, { readonly kind: "set" }>;

function badValue({ value }: SetStep): string | undefined {
  const time = milliseconds(value);
  if (time === undefined) return undefined;
  if (time === 0) return "lock_timeout = 0 means to wait for locks for ever";
  if (time > longest) {
    return `With a lock_timeout of ${spoken(time)} queries queue up behind this migration for as long`;
  }
  if (time < shortest) {
    return `This lock_timeout is ${spoken(time)}: a number without a unit counts milliseconds`;
  }
  return undefined;
}

function tooLate(report: StatementReport, file: MigrationReport): string | undefined {
  const locking = ({ index }: StatementReport) => index < report.index;
  const earlier = file.statements
    .filter(locking)
    .flatMap((one) => lockedTables(one, file, "SHARE"));
  const [first] = earlier;
  const isNeededLater = file.statements
    .slice(report.index + 1)
    .some((one) => lockedTables(one, file, "SHARE").length > 0);
  if (first === undefined || isNeededLater) return undefined;
  return `This lock_timeout comes too late: ${shortName(first)} is locked by a statement above it`;
}

function overtaken({ value }: SetStep, file: MigrationReport): string | undefined {
  const time = milliseconds(value);
  const whole = file.statements
    .flatMap((report) => stepsOf(report, "set"))
    .find(({ setting, isReset }) => setting === "statement_timeout" && !isReset);
  const limit = milliseconds(whole?.value);
  if (time === undefined || limit === undefined || limit === 0 || limit > time) return undefined;
  return `statement_timeout (${spoken(limit)}) always strikes before this lock_timeout (${spoken(time)})`;
}

function spoken(time: number): string {
  if (time >= 60_000) return `${time / 60_000} min`;
  return time >= 1000 ? `${time / 1000} s` : `${time} ms`;
}
