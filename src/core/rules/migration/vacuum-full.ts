/** VACUUM FULL of a table that is in use. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { isInUse, listed, stepsOf } from "../migration-words/locked-tables.ts";

export const vacuumFull: StatementRule = {
  name: "vacuum-full",
  severity: "warning",
  language: "sql",
  steps: ["vacuum"],
  summary: "VACUUM FULL writes a whole table anew and blocks it meanwhile",
  why: `VACUUM FULL copies every row into a new file and builds all indexes again, under ACCESS EXCLUSIVE: nobody reads or writes the table until it is done. It also needs room for a second copy of the table, which a disk that is full enough for this idea rarely has.

Instead, let plain VACUUM mark the space as free: it blocks nobody, and new rows use the space again. Where the file has to become smaller, \`pg_repack\` or \`pg_squeeze\` copy the table while it stays in use.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`,
      bad: `
        VACUUM FULL "User";
      --^^^^^^^^^^^^^^^^^^
      `,
    },
    { before: `CREATE TABLE "User" ("id" INT PRIMARY KEY);`, good: `VACUUM "User";` },
  ],
  *check({ report, file }) {
    for (const { full, tables } of stepsOf(report, "vacuum")) {
      if (!full) continue;
      const known = tables.map((name) => qualify(report.before, name));
      const used = known.filter((table) => isInUse(file, table));
      if (known.length > 0 && used.length === 0) continue;
      const [table] = used;
      const names =
        table === undefined ? "each table of the database" : listed(used.map(shortName));
      yield {
        at: report.statement.at,
        message: `Blocks reads and writes of ${names} while it copies every row`,
        ...(table !== undefined && { table }),
      };
    }
  },
};
