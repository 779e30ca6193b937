/** DROP COLUMN and ADD COLUMN that look like one column under a new name. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { quoted, shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import {
  type DroppedColumn,
  type NewColumn,
  newNameOf,
} from "../migration-words/column-changes.ts";
import { startOfStatement, withoutSteps } from "../migration-words/migration-edits.ts";
import { isEmptied, stepsOnExisting } from "../migration-words/tables-before.ts";

export const probableColumnRename: StatementRule = {
  name: "probable-column-rename",
  severity: "error",
  language: "sql",
  steps: ["drop-column"],
  summary: "A column is dropped and one of the same type added, which is probably a rename",
  why: `When a field is renamed in the schema, Prisma sees one that is gone and one that is new. It drops the column with everything in it and adds an empty one. \`RENAME COLUMN\` keeps the values.

A rename still breaks the application that is running, which asks for the old name. To keep the column's name in the database and change the field's only, write \`@map("old_name")\` behind the field: then there is nothing to migrate.

If the two have nothing to do with each other, silence the rule with the reason.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);`,
      bad: `
        ALTER TABLE "User" DROP COLUMN "name",
        --                 ^^^^^^^^^^^^^^^^^^
        ADD COLUMN     "fullName" TEXT;
      `,
      fixed: `
        ALTER TABLE "User" RENAME COLUMN "name" TO "fullName";
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT);`,
      good: `
        ALTER TABLE "User" ADD COLUMN "fullName" TEXT;
        UPDATE "User" SET "fullName" = "name";
        ALTER TABLE "User" DROP COLUMN "name";
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "drop-column")) {
      const pair = newNameOf(subject.file, table, step.column);
      if (pair === undefined || isEmptied(subject, table)) continue;
      const fix = rename(subject, table, pair.old, pair.now);
      yield {
        at: step.at,
        message: `${shortName(table)}.${step.column} is dropped and ${pair.now.step.column.name} of the same type added: if that is a new name, every value is lost`,
        table,
        ...(fix && { fix }),
      };
    }
  },
};

/** Only where nothing else about the column changes, and both are in this statement. */
function rename(
  { report, file }: StatementSubject,
  table: Qualified,
  { step: old, column }: DroppedColumn,
  { step: now, statement }: NewColumn,
): Fix | undefined {
  const { column: next } = now;
  if (statement !== report.index || column === undefined || next.constraints.length > 0)
    return undefined;
  if (next.isNotNull !== column.isNotNull || next.generated || next.identity) return undefined;
  if (next.default?.text !== column.default?.text || column.generated || column.identity)
    return undefined;
  const left = withoutSteps(file.migration.file, report.statement, [old, now]);
  const written =
    /^ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?((?:"(?:[^"]|"")+"|[\w$.])+)/i.exec(
      report.statement.text,
    )?.[1];
  if (left === undefined || written === undefined) return undefined;
  const { source } = file.migration.file;
  const start = startOfStatement(file.migration.file, report.statement);
  const renaming = `ALTER TABLE ${written} RENAME COLUMN ${quoted(old.column)} TO ${quoted(next.name)}`;
  const title = `Rename ${shortName(table)}.${old.column} to ${next.name}`;
  if (left === "nothing") {
    const { at } = report.statement;
    return { title, alone: true, edits: [{ at: span(source, at.start, at.end), text: renaming }] };
  }
  const first = { at: span(source, start, start), text: `${renaming};\n` };
  return { title, alone: true, edits: [first, left] };
}
