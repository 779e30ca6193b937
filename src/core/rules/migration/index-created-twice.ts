/** An index whose columns another one of the table has already. */

import type { Catalog, Index } from "../../sql/catalog.ts";
import { indexesOf } from "../../sql/lookup.ts";
import { keyOf, qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const indexCreatedTwice: StatementRule = {
  name: "index-created-twice",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["create-index"],
  summary: "An index holds the same columns as one that is there",
  why: `The planner uses one of the two; every insert and most updates pay for both, and they compete for the same memory. Twins mostly come from an index that was made by hand in a hurry and is now generated, or from an index beside a unique constraint, which is an index itself.

Instead, leave the statement out, or drop the older one in the same migration after this one is built. Where the schema asks for both, take one of them out there.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
      `,
      bad: `
          CREATE INDEX "User_email_idx" ON "User"("email");
        --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY, "email" TEXT);
        CREATE INDEX "User_email_idx" ON "User"("email");
      `,
      good: `
        CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
        CREATE INDEX "User_email_id_idx" ON "User"("email", "id");
      `,
    },
  ],
  *check({ report, file }) {
    for (const step of stepsOf(report, "create-index")) {
      const table = qualify(report.before, step.table);
      const before = indexesOf(report.before, table);
      const index = indexesOf(report.after, table).find((one) => !before.includes(one));
      const twin = index && twinOf(index, before, file.after);
      if (twin === undefined) continue;
      yield {
        at: report.statement.at,
        message: `${shortName(table)} has the same index already: ${twin.name}`,
        table,
      };
    }
  },
};

/** One that serves every query this one does, and is still there at the end of the file. */
function twinOf(index: Index, before: readonly Index[], end: Catalog): Index | undefined {
  return before.find(
    (one) =>
      end.indexes.has(keyOf(one.schema, one.name)) &&
      (one.isUnique || !index.isUnique) &&
      one.method === index.method &&
      !one.columns.includes(undefined) &&
      JSON.stringify([one.columns, one.include]) ===
        JSON.stringify([index.columns, index.include]) &&
      (one.where ?? "") === (index.where ?? "") &&
      detailsOf(one) === detailsOf(index),
  );
}

/** Order, operator classes and the like: whatever is more than columns. */
function detailsOf({ definition = "" }: Index): string {
  const words = definition.replace(/"(?:[^"]|"")*"/g, "").match(details) ?? [];
  return words.join(" ").toUpperCase();
}

const details = /\b(?:DESC|NULLS\s+\w+|COLLATE|\w+_ops|DISTINCT)\b/gi;
