/** The old index goes before the new one is built, in one transaction. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Index } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { droppedIndexes } from "../migration-words/dropped-indexes.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";
import { wholeStatement } from "../migration-words/migration-edits.ts";

export const indexDroppedBeforeReplacement: StatementRule = {
  name: "index-dropped-before-replacement",
  severity: "warning",
  language: "sql",
  steps: ["drop-index"],
  summary: "An index is dropped before the one that replaces it is built",
  why: `Prisma writes DROP INDEX above CREATE INDEX. Both run in one transaction: DROP INDEX takes ACCESS EXCLUSIVE of the table, and that lock is kept while the new index is built. So nobody can even read the table for all that time, where CREATE INDEX alone would only hold up writes.

The fix builds the new index first and drops the old one behind it: then the table is read all the while, and locked for a moment at the end. Better still is a migration for each with CONCURRENTLY.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE);
        CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
      `,
      bad: `
        -- DropIndex
          DROP INDEX "Post_authorId_idx";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        -- CreateIndex
        CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");
      `,
      fixed: `
        -- CreateIndex
        CREATE INDEX "Post_authorId_at_idx" ON "Post"("authorId", "at");

        -- DropIndex
          DROP INDEX "Post_authorId_idx";
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "authorId" INT, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      `,
      good: `
        DROP INDEX "Post_at_idx";
        ALTER TABLE "Post" DROP COLUMN "at";
      `,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    for (const { index, step, isOnly } of droppedIndexes(subject)) {
      const next = step.concurrently ? undefined : replacementOf(index, report, file);
      if (next === undefined) continue;
      const fix = isOnly ? moved(index.name, report, next, file) : undefined;
      yield {
        at: report.statement.at,
        message: `Takes ACCESS EXCLUSIVE on ${shortName(index.table)} before ${next.name} is built in its place: blocks reads too while that reads every row`,
        table: index.table,
        ...(fix && { fix }),
      };
    }
  },
};

type Replacement = { readonly report: StatementReport; readonly name: string };

/** A later index of the same table in the same transaction that begins with the same column. */
function replacementOf(
  old: Index,
  report: StatementReport,
  file: MigrationReport,
): Replacement | undefined {
  const first = old.columns[0];
  if (first === undefined) return undefined;
  for (const later of file.statements.slice(report.index + 1)) {
    if (later.transaction.number !== report.transaction.number) return undefined;
    const made = stepsOf(later, "create-index").find(
      (step) =>
        !step.concurrently &&
        step.method === old.method &&
        step.parts[0]?.column === first &&
        qualify(later.before, step.table) === old.table,
    );
    if (made !== undefined) return { report: later, name: made.index ?? "the next index" };
  }
  return undefined;
}

/** Behind the new index; nothing but indexes may be in between, and the names must differ. */
function moved(
  old: string,
  report: StatementReport,
  next: Replacement,
  file: MigrationReport,
): Fix | undefined {
  const between = file.statements.slice(report.index + 1, next.report.index + 1);
  const isSafe = between.every(({ statement }) =>
    statement.steps.every(
      (step) => step.kind === "drop-index" || (step.kind === "create-index" && step.index !== old),
    ),
  );
  if (!isSafe) return undefined;
  const sql = file.migration.file;
  const whole = wholeStatement(sql, report.statement);
  const target = wholeStatement(sql, next.report.statement).end;
  const text = sql.source.text.slice(whole.start, whole.end).trimEnd();
  const before = sql.source.text.slice(0, target);
  if (!text.endsWith(";") || !before.trimEnd().endsWith(";")) return undefined;
  const gap = before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const rest = sql.source.text.slice(target) === "" ? "\n" : "\n\n";
  return {
    title: `Drop it after ${next.name} is built`,
    edits: [
      { at: whole, text: "" },
      { at: span(sql.source, target, target), text: `${gap}${text}${rest}` },
    ],
  };
}
