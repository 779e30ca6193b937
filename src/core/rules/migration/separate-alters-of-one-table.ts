/** ALTER TABLE twice in a row where once would read the rows once. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import type { Expression, Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { isInUse } from "../migration-words/locked-tables.ts";

export const separateAltersOfOneTable: MigrationFileRule = {
  name: "separate-alters-of-one-table",
  severity: "warning",
  language: "sql",
  summary: "Several ALTER TABLE in a row each read or copy all rows of the same table",
  why: `Every ALTER TABLE that has to look at the rows goes through all of them by itself, under ACCESS EXCLUSIVE. Written as one statement with commas, PostgreSQL makes one pass for all of them: two changes of type copy the table once, and a CHECK is looked at on the way. The table is blocked half as long.

The fix joins the statements with a comma. It is offered where the order in which PostgreSQL then takes the steps makes no difference.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT, "email" TEXT);`,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE VARCHAR(80);
        ALTER TABLE "User" ALTER COLUMN "email" SET DATA TYPE VARCHAR(200);
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE VARCHAR(80), ALTER COLUMN "email" SET DATA TYPE VARCHAR(200);
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT, "email" TEXT);`,
      good: `
        ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE VARCHAR(80),
                           ALTER COLUMN "email" SET DATA TYPE VARCHAR(200);
      `,
    },
  ],
  *check({ file }) {
    let group: StatementReport[] = [];
    for (const report of [...file.statements, undefined]) {
      const last = group.at(-1);
      if (report && (last === undefined || canJoin(group, report, file))) {
        if (last !== undefined || tableOf(report) !== undefined) group.push(report);
        continue;
      }
      yield* judge(group, file);
      group = report && tableOf(report) !== undefined ? [report] : [];
    }
  },
};

function* judge(group: readonly StatementReport[], file: MigrationReport) {
  const [first, second] = group.filter((report) => passesOverRows(report, file));
  const table = first && tableOf(first);
  // Several SET NOT NULL by themselves have a rule of their own.
  const isMore = group.some((one) =>
    one.statement.steps.some(({ kind }) => kind !== "set-not-null"),
  );
  if (second === undefined || table === undefined || !isMore) return;
  yield {
    at: second.statement.at,
    message: `Goes through all rows of ${shortName(table)} once more under ACCESS EXCLUSIVE; in one ALTER TABLE with the statement above it would be one pass`,
    table,
    fix: joined(group),
  };
}

/** One table of others, and only steps whose order among each other makes no difference. */
function tableOf({ statement, before }: StatementReport): Qualified | undefined {
  const { steps, text } = statement;
  const [first] = steps;
  if (!/^alter\s+table\s/i.test(text) || first === undefined || !("table" in first)) {
    return undefined;
  }
  return steps.every(isPlain) && first.table !== undefined
    ? qualify(before, first.table)
    : undefined;
}

/** Steps of the pass over the rows, and those that need none. */
function isPlain(step: Step): boolean {
  switch (step.kind) {
    case "set-not-null":
    case "drop-not-null":
      return true;
    case "alter-type":
      return step.using === undefined || namesOnly(step.using, step.column);
    case "add-constraint":
      return step.constraint.kind === "check" && step.constraint.name !== undefined;
    default:
      return false;
  }
}

function namesOnly({ columns }: Expression, column: string): boolean {
  return columns.every((one) => one === column);
}

function canJoin(
  group: readonly StatementReport[],
  report: StatementReport,
  file: MigrationReport,
): boolean {
  const [first] = group;
  const table = tableOf(report);
  if (first === undefined || table === undefined || table !== tableOf(first)) return false;
  if (first.transaction.number !== report.transaction.number || !isInUse(file, table)) return false;
  if (opening(first) !== opening(report) || commentsBetween(group.at(-1), report, file))
    return false;
  const before = group.flatMap((one) => one.statement.steps.flatMap(columnsOf));
  return !report.statement.steps.flatMap(columnsOf).some((column) => before.includes(column));
}

/** What two steps may not have in common to be taken in any order. */
function columnsOf(step: Step): readonly string[] {
  if (step.kind === "add-constraint") {
    return step.constraint.kind === "check" ? step.constraint.expression.columns : [];
  }
  return "column" in step && typeof step.column === "string" ? [step.column] : [];
}

function passesOverRows({ effects, statement }: StatementReport, file: MigrationReport): boolean {
  const table = statement.steps.flatMap((step) => ("table" in step ? [step.table] : []))[0];
  if (table === undefined) return false;
  return (
    effects.rewrites.some(({ kind, name }) => kind === "table" && isInUse(file, name)) ||
    effects.scans.some((name) => isInUse(file, name))
  );
}

/** `ALTER TABLE IF EXISTS ONLY "User" `, up to the first step. */
function opening({ statement }: StatementReport): string {
  const [first] = statement.steps;
  return statement.text.slice(0, (first?.at.start ?? 0) - statement.at.start).trim();
}

function commentsBetween(
  above: StatementReport | undefined,
  { statement }: StatementReport,
  { migration }: MigrationReport,
): boolean {
  const from = above?.statement.at.end ?? 0;
  // What Prisma writes above each statement goes with it.
  return migration.file.comments.some(
    ({ at, text }) =>
      at.start >= from && at.end <= statement.at.start && !/^[A-Z][A-Za-z]+$/.test(text),
  );
}

function joined(group: readonly StatementReport[]): Fix {
  const edits = group.slice(1).flatMap(({ statement }, at) => {
    const above = group[at]?.statement;
    const [first] = statement.steps;
    if (above === undefined || first === undefined) return [];
    return [{ at: span(statement.at.source, above.at.end, first.at.start), text: ", " }];
  });
  return { title: "Join them into one ALTER TABLE", edits };
}
