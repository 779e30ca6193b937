/** Prisma drops an index that the schema cannot describe, so somebody made it by hand. */

import type { Fix } from "../../lint/rule.ts";
import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { Index } from "../../sql/catalog.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { droppedIndexes } from "../migration-words/dropped-indexes.ts";
import { wholeStatement } from "../migration-words/migration-edits.ts";
import { commentAbove } from "../migration-words/prisma-comment.ts";

export const handMadeIndexDropped: StatementRule = {
  name: "hand-made-index-dropped",
  severity: "warning",
  language: "sql",
  steps: ["drop-index"],
  summary: "A generated migration drops an index that was written by hand",
  why: `Prisma compares the database with the schema and drops what the schema does not have. An index with a WHERE, over an expression, or of a kind that the schema does not state was added in SQL, because a query or a rule of the business needed it. It goes without a word: queries become slow, and a partial unique index no longer keeps duplicates out.

The fix takes the statement out of the migration. So that it does not come back with the next one, describe the index in the schema where Prisma can: \`@@index([email], type: Gin)\`, or \`where\` with the preview feature partialIndexes.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT, "gone" BOOLEAN);
        CREATE UNIQUE INDEX "User_email_live" ON "User"(lower("email")) WHERE NOT "gone";
      `,
      bad: `
        -- DropIndex
          DROP INDEX "User_email_live";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        -- AlterTable
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
      fixed: `
        -- AlterTable
        ALTER TABLE "User" ADD COLUMN "name" TEXT;
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT, "gone" BOOLEAN);
        CREATE UNIQUE INDEX "User_email_live" ON "User"(lower("email")) WHERE NOT "gone";
      `,
      good: `
        -- We allow several accounts per address from now on.
        DROP INDEX "User_email_live";
      `,
    },
  ],
  *check(subject) {
    const { report, file } = subject;
    if (!isGenerated(report, file)) return;
    for (const { index, isOnly } of droppedIndexes(subject)) {
      const trait = traitOf(index);
      if (trait === undefined || isReplaced(index, file)) continue;
      yield {
        at: report.statement.at,
        message: `Drops ${index.name} of ${shortName(index.table)}, which was made by hand: it has ${trait}`,
        table: index.table,
        ...(isOnly && { fix: kept(index.name, report, file) }),
      };
    }
  },
};

/** Word by word as Prisma writes it; who has put IF EXISTS or CONCURRENTLY there has looked at it. */
function isGenerated({ statement }: StatementReport, { migration }: MigrationReport): boolean {
  const isPlain = /^DROP INDEX (?:"[^"]+"\.)?"[^"]+"$/.test(statement.text);
  return isPlain && commentAbove(migration.file, statement) === "DropIndex";
}

/** What shows that Prisma has not written it. */
function traitOf({ where, columns, include, method, definition }: Index): string | undefined {
  if (where !== undefined) return `WHERE ${where.replace(/\s+/g, " ").trim()}`;
  if (columns.includes(undefined)) return "an expression";
  if (include.length > 0) return "INCLUDE";
  if (method === "btree" || definition === undefined) return undefined;
  return prismas.test(definition.trim()) ? undefined : `its own way to use ${method}`;
}

/** `CREATE INDEX "Page_body_idx" ON "Page" USING GIN ("body" jsonb_path_ops)`, word by word. */
const prismas =
  /^CREATE (?:UNIQUE )?INDEX "[^"]+" ON (?:"[^"]+"\.)?"[^"]+" ?USING [A-Z]+ \("[^()]*\)$/;

/** Made again in the same file, perhaps a little different. */
function isReplaced(index: Index, { after }: MigrationReport): boolean {
  return [...after.indexes.values()].some(
    (one) => one.table === index.table && one.name === index.name,
  );
}

function kept(name: string, { statement }: StatementReport, file: MigrationReport): Fix {
  return {
    title: `Keep ${name}: take the statement out`,
    edits: [{ at: wholeStatement(file.migration.file, statement), text: "" }],
    alone: true,
  };
}
