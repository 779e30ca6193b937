/** A foreign key on a column of the same file: the rows are read though none holds a value yet. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import { indexesOf } from "../../sql/lookup.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import {
  type AddedForeignKey,
  checkedForeignKeys,
  emptyKeyColumn,
} from "../migration-words/added-foreign-key.ts";
import { withoutStep } from "../migration-words/migration-edits.ts";
import type { AddedColumn } from "../migration-words/tables-before.ts";

export const foreignKeyOnNewColumn: StatementRule = {
  name: "foreign-key-on-new-column",
  severity: "warning",
  language: "sql",
  steps: ["create-table", "add-column", "add-constraint"],
  summary: "A foreign key on a new column is added apart from it, and so reads every row",
  why: `Prisma adds a new relation in two steps: \`ADD COLUMN\`, and further down \`ADD CONSTRAINT … FOREIGN KEY\`. By then PostgreSQL no longer knows that the column is NULL in every row. It reads the whole table to look for rows without a parent, and blocks writes to both tables while it does.

Written with the column, \`ADD COLUMN … CONSTRAINT … REFERENCES …\`, the same foreign key needs no reading at all, because PostgreSQL knows that there is nothing to look for. It is called the same, so Prisma sees no difference.

Where the column has a default, or the table it points at only comes later in the file, that is not possible; add the constraint \`NOT VALID\` and validate it in a migration of its own.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
        CREATE TABLE "Post" ("id" TEXT NOT NULL, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
      `,
      bad: `
        -- AlterTable
        ALTER TABLE "Post" ADD COLUMN "authorId" TEXT;

        -- AddForeignKey
        ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
        --                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        -- AlterTable
        ALTER TABLE "Post" ADD COLUMN "authorId" TEXT CONSTRAINT "Post_authorId_fkey" REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY);
        CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY);
      `,
      good: `ALTER TABLE "Post" ADD COLUMN "authorId" TEXT CONSTRAINT "Post_authorId_fkey" REFERENCES "User"("id");`,
    },
  ],
  *check(subject) {
    for (const key of checkedForeignKeys(subject)) {
      const column = emptyKeyColumn(subject, key);
      if (column === undefined) continue;
      const fix = writeWithColumn(subject, key, column);
      yield {
        at: key.step.at,
        message: `${column.column.name} is new, yet ADD CONSTRAINT reads every row of ${shortName(key.table)} to check it, and with SHARE ROW EXCLUSIVE blocks writes to ${tables(key)}`,
        table: key.table,
        ...(fix && { fix }),
      };
    }
  },
};

function tables({ table, target }: AddedForeignKey): string {
  return table === target ? "it" : `it and ${shortName(target)}`;
}

/** None where the foreign key could not have been made any earlier. */
function writeWithColumn(
  subject: StatementSubject,
  key: AddedForeignKey,
  column: AddedColumn,
): Fix | undefined {
  const { source } = subject.file.migration.file;
  const written = inline(source.text.slice(key.step.at.start, key.step.at.end));
  if (written === undefined || !isTargetReady(subject, key, column.statement)) return undefined;
  if (isAlteredBetween(subject, key, column)) return undefined;
  const { statement } = subject.report;
  const left = withoutStep(subject.file.migration.file, statement, key.step);
  if (left === undefined) return undefined;
  const end = column.step.at.end;
  return {
    title: `Write the foreign key with ${column.column.name}, which reads no row`,
    edits: [{ at: span(source, end, end), text: ` ${written}` }, left],
  };
}

/** `ADD CONSTRAINT n FOREIGN KEY (c) REFERENCES …` as it is written behind a column. */
function inline(command: string): string | undefined {
  const name = `(?:"(?:[^"]|"")+"|[A-Za-z_][\\w$]*)`;
  const shape = `^ADD\\s+(CONSTRAINT\\s+${name}\\s+)?FOREIGN\\s+KEY\\s*\\(\\s*${name}\\s*\\)\\s*(REFERENCES\\b.*)$`;
  const read = new RegExp(shape, "is").exec(command);
  return read === null || command.includes("--") ? undefined : `${read[1] ?? ""}${read[2] ?? ""}`;
}

/** Whether the table it points at, and the key there, were made before the column was added. */
function isTargetReady(
  { file }: StatementSubject,
  { target, targetColumns }: AddedForeignKey,
  statement: number,
): boolean {
  const before = file.statements[statement]?.before;
  if (before === undefined || !before.tables.has(target) || targetColumns.length === 0)
    return false;
  return indexesOf(before, target).some(
    (index) =>
      index.isUnique &&
      index.where === undefined &&
      index.columns.length === targetColumns.length &&
      index.columns.every((column) => column !== undefined && targetColumns.includes(column)),
  );
}

/** Renames and changes of type between the two would reach into what is moved up. */
function isAlteredBetween(
  { file, report }: StatementSubject,
  { table, target, step: own }: AddedForeignKey,
  { statement, step: added }: AddedColumn,
): boolean {
  return file.statements
    .slice(statement, report.index + 1)
    .some(({ statement: one, before }) =>
      one.steps.some(
        (step) =>
          step !== own &&
          step !== added &&
          isReaching(step) &&
          "table" in step &&
          step.table !== undefined &&
          [table, target].includes(qualify(before, step.table)),
      ),
    );
}

function isReaching({ kind }: Step): boolean {
  return ["alter-type", "rename-column", "rename-table", "set-schema", "drop-column"].includes(
    kind,
  );
}
