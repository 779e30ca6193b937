/** REINDEX without CONCURRENTLY. */

import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { isInUse } from "../migration-words/locked-tables.ts";
import { sizedBy } from "../migration-words/row-counts.ts";

export const reindexBlocksTable: StatementRule = {
  name: "reindex-blocks-table",
  severity: "warning",
  language: "sql",
  steps: ["reindex"],
  summary: "REINDEX runs without CONCURRENTLY",
  why: `REINDEX takes SHARE of the table, so that its writes wait, and ACCESS EXCLUSIVE of the index that is built anew. A query that is planned meanwhile wants to look at every index of its table, so in practice reads wait as well, for as long as the build takes.

Instead, write REINDEX INDEX CONCURRENTLY into a migration of its own, with that statement alone in it. It needs room for a second copy of the index.`,
  examples: [
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      `,
      bad: `
          REINDEX INDEX "Post_at_idx";
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "at" DATE);
        CREATE INDEX "Post_at_idx" ON "Post"("at");
      `,
      good: `
        REINDEX INDEX CONCURRENTLY "Post_at_idx";
      `,
    },
  ],
  *check(subject) {
    for (const step of subject.report.statement.steps) {
      if (step.kind !== "reindex" || step.concurrently) continue;
      const what = subjectOf(subject, step);
      if (what === undefined) continue;
      yield {
        at: subject.report.statement.at,
        message: `Takes SHARE on ${what.tables} and ACCESS EXCLUSIVE on ${what.indexes}: blocks writes, and reads that would use them, for the whole build`,
        ...sizedBy(what.table),
      };
    }
  },
};

type Blocked = {
  readonly tables: string;
  readonly indexes: string;
  readonly table: Qualified | undefined;
};

/** Undefined when the file itself made the table. */
function subjectOf(
  { report: { before }, file }: StatementSubject,
  { target, name }: Extract<Step, { readonly kind: "reindex" }>,
): Blocked | undefined {
  if (target === "schema" || target === "database") {
    const tables = `every table of the ${target}${target === "schema" ? ` ${name.name}` : ""}`;
    return { tables, indexes: "their indexes", table: undefined };
  }
  const key = qualify(before, name);
  const table = target === "table" ? key : before.indexes.get(key)?.table;
  if (table === undefined)
    return { tables: "its table", indexes: shortName(key), table: undefined };
  if (!isInUse(file, table)) return undefined;
  const indexes = target === "table" ? "its indexes" : shortName(key);
  return { tables: shortName(table), indexes, table };
}
