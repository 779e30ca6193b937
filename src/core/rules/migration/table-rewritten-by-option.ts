/** Options of a table that are only to be had by copying it. */

import type { TableOption } from "../../sql/step.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const tableRewrittenByOption: StatementRule = {
  name: "table-rewritten-by-option",
  severity: "warning",
  language: "sql",
  steps: ["set-table-option"],
  summary: "SET LOGGED, UNLOGGED, TABLESPACE or ACCESS METHOD copies a whole table",
  why: `These options are no notes in the catalog: PostgreSQL writes every row into a new file, for LOGGED also into the write-ahead log that goes to all replicas, and holds ACCESS EXCLUSIVE until it is done. Nobody reads or writes the table meanwhile.

UNLOGGED loses more than time: after a crash of the server PostgreSQL empties such a table, and replicas never see its rows.

Instead, create a new table with the option, copy the rows in batches, and swap the two names in a short transaction; for indexes that move to another tablespace, build them there with CREATE INDEX CONCURRENTLY.`,
  examples: [
    {
      before: `CREATE TABLE "Event" ("id" INT PRIMARY KEY);`,
      bad: `
        ALTER TABLE "Event" SET UNLOGGED;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    { good: `CREATE UNLOGGED TABLE "Event" ("id" INT PRIMARY KEY);` },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "set-table-option")) {
      if (!isRewriting(step.option)) continue;
      const loss = step.option === "unlogged" ? ", and a crash of the server empties it" : "";
      yield {
        at: subject.report.statement.at,
        message: `Blocks reads and writes of ${shortName(table)} while it copies every row${loss}`,
        table,
      };
    }
  },
};

function isRewriting(option: TableOption): boolean {
  return ["logged", "unlogged", "tablespace", "access-method"].includes(option);
}
