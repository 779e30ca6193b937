/** Several SET NOT NULL, each reading the same table once more. */

import { span } from "../../base/text.ts";
import type { StatementReport } from "../../migration/migration.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { wholeStatement } from "../migration-words/migration-edits.ts";
import { columnBefore, stepsOnExisting } from "../migration-words/tables-before.ts";

export const separateNotNullScans: StatementRule = {
  name: "separate-not-null-scans",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["set-not-null"],
  summary: "Neighbouring SET NOT NULL read the same table once each",
  why: `Each \`ALTER TABLE … SET NOT NULL\` reads the whole table. Written in one \`ALTER TABLE\`, with commas between, they share a single reading, and the table is blocked for a fraction of the time.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT, "name" TEXT);`,
      bad: `
        ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL;
        ALTER TABLE "User" ALTER COLUMN "name" SET NOT NULL;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL, ALTER COLUMN "name" SET NOT NULL;
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT, "name" TEXT);`,
      good: `ALTER TABLE "User" ALTER COLUMN "email" SET NOT NULL, ALTER COLUMN "name" SET NOT NULL;`,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    if (onlyNotNull(report) === undefined) return;
    for (const { step, table } of stepsOnExisting(subject, "set-not-null")) {
      if (columnBefore(subject, table, step.column)?.isNotNull) continue;
      const first = firstOfRun(file.statements, report.index, table);
      if (first === undefined) continue;
      const { source } = file.migration.file;
      const end = first.statement.at.end;
      yield {
        at: step.at,
        message: `${shortName(table)} is read once more for ${step.column}: one ALTER TABLE reads it once for all its columns`,
        table,
        fix: {
          title: `Merge into the ALTER TABLE of ${shortName(table)} above`,
          edits: [
            { at: span(source, end, end), text: `, ${textAt(step)}` },
            { at: wholeStatement(file.migration.file, report.statement), text: "" },
          ],
        },
      };
    }
  },
};

/** The first of the statements right above that do nothing but SET NOT NULL on the same table. */
function firstOfRun(
  statements: readonly StatementReport[],
  index: number,
  table: string,
): StatementReport | undefined {
  let first: StatementReport | undefined;
  for (let at = index - 1; at >= 0; at--) {
    const report = statements[at];
    const step = report && onlyNotNull(report);
    if (!report || !step || qualify(report.before, step.table) !== table) break;
    first = report;
  }
  return first;
}

function onlyNotNull({ statement }: StatementReport) {
  const [step, ...others] = statement.steps;
  return step?.kind === "set-not-null" && others.length === 0 ? step : undefined;
}

function textAt({ at }: Step): string {
  return at.source.text.slice(at.start, at.end);
}
