/** REFRESH MATERIALIZED VIEW without CONCURRENTLY. */

import { span } from "../../base/text.ts";
import type { Catalog, Qualified } from "../../sql/catalog.ts";
import { tokensOf } from "../../sql/lex.ts";
import { qualify } from "../../sql/names.ts";
import type { Statement } from "../../sql/statement.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const materializedViewRefreshBlocksReads: StatementRule = {
  name: "materialized-view-refresh-blocks-reads",
  severity: "warning",
  language: "sql",
  steps: ["refresh-view"],
  summary: "REFRESH MATERIALIZED VIEW blocks reads for the time of its query",
  why: `A plain refresh holds ACCESS EXCLUSIVE on the view while its query runs, and views like this exist because the query is slow. Every page that reads the view waits so long.

With CONCURRENTLY the new result is computed beside the old one and only the rows that differ are changed: reads go on. PostgreSQL wants a unique index on columns of the view for that, without WHERE; the fix is offered where there is one.

Where there is none, build it first, in an earlier migration: \`CREATE UNIQUE INDEX ON "Ranking" ("userId");\`.`,
  examples: [
    {
      before: `
        CREATE TABLE "Score" ("userId" INT PRIMARY KEY, "points" INT);
        CREATE MATERIALIZED VIEW "Ranking" AS SELECT * FROM "Score" ORDER BY "points";
        CREATE UNIQUE INDEX "Ranking_userId_key" ON "Ranking"("userId");
      `,
      bad: `
        REFRESH MATERIALIZED VIEW "Ranking";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        REFRESH MATERIALIZED VIEW CONCURRENTLY "Ranking";
      `,
    },
    {
      before: `CREATE TABLE "Score" ("userId" INT PRIMARY KEY, "points" INT);`,
      good: `
        CREATE MATERIALIZED VIEW "Ranking" AS SELECT * FROM "Score" ORDER BY "points" WITH NO DATA;
        REFRESH MATERIALIZED VIEW "Ranking";
      `,
    },
  ],
  *check({ report, file }) {
    for (const { view: name, concurrently } of stepsOf(report, "refresh-view")) {
      const view = qualify(report.before, name);
      const isOwn = report.before.views.has(view) && !file.before.views.has(view);
      if (concurrently || isOwn) continue;
      const at = hasUniqueIndex(report.before, view) ? behindView(report.statement) : undefined;
      const edit = at && { at, text: " CONCURRENTLY" };
      yield {
        at: report.statement.at,
        message: `Blocks reads of ${shortName(view)} while its query runs`,
        ...(edit && { fix: { title: "Refresh it CONCURRENTLY", edits: [edit] } }),
      };
    }
  },
};

/** Of plain columns, over all rows: as REFRESH CONCURRENTLY wants it. */
function hasUniqueIndex({ indexes }: Catalog, view: Qualified): boolean {
  return [...indexes.values()].some(
    ({ table, isUnique, where, columns }) =>
      table === view && isUnique && where === undefined && !columns.includes(undefined),
  );
}

/** Behind the word VIEW; undefined for WITH NO DATA, which empties it and goes with nothing else. */
function behindView({ at, text }: Statement) {
  const words = tokensOf(text).filter(({ kind }) => kind === "word");
  const word = (n: number) => {
    const token = words[n];
    return token && text.slice(token.start, token.end).toUpperCase();
  };
  const isEmptied = words.some((_, n) => word(n) === "NO" && word(n + 1) === "DATA");
  const view = words[2];
  if (isEmptied || view === undefined || word(2) !== "VIEW") return undefined;
  return span(at.source, at.start + view.end, at.start + view.end);
}
