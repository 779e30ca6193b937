/** Row-level security that lets nobody through. */

import type { MigrationReport } from "../../migration/migration.ts";
import type { Qualified } from "../../sql/catalog.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { MigrationFileRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const rowLevelSecurityWithoutPolicy: MigrationFileRule = {
  name: "row-level-security-without-policy",
  severity: "warning",
  preset: "strict",
  language: "sql",
  summary: "Row-level security is enabled on a table without a policy",
  why: `A table with row-level security and no policy is an empty table to every role but its owner: SELECT finds nothing, UPDATE changes nothing, INSERT is refused. There is no error when reading, so the application shows empty lists. Whether anybody notices depends on the role in the connection string: as the owner, which is what Prisma usually connects as in development, all seems well, unless the table says FORCE.

Some do it on purpose, to shut a table off from an API that others can reach, as on Supabase. An ignore with this reason is in place then.

Instead, create the policies in the same migration: \`CREATE POLICY "own_rows" ON "Note" USING ("userId" = current_setting('app.user_id'));\`.`,
  examples: [
    {
      before: `CREATE TABLE "Note" ("id" INT PRIMARY KEY, "userId" TEXT);`,
      bad: `
        ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Note" ("id" INT PRIMARY KEY, "userId" TEXT);`,
      good: `
        ALTER TABLE "Note" ENABLE ROW LEVEL SECURITY;
        CREATE POLICY "own_rows" ON "Note" USING ("userId" = current_setting('app.user_id'));
      `,
    },
  ],
  *check({ file }) {
    for (const report of file.statements) {
      for (const { table: name, change } of stepsOf(report, "row-level-security")) {
        const table = qualify(report.before, name);
        if (change !== "enable" || isOffOrGuarded(file, table)) continue;
        const isForced = file.statements.some((one) =>
          stepsOf(one, "row-level-security").some(
            (step) => step.change === "force" && qualify(one.before, step.table) === table,
          ),
        );
        yield {
          at: report.statement.at,
          message: `${shortName(table)} has no policy: its rows are gone for everybody${isForced ? "" : " but its owner"}`,
        };
      }
    }
  },
};

/** At the end of the file. Of a table that is known in part, the file alone tells. */
function isOffOrGuarded(file: MigrationReport, table: Qualified): boolean {
  const after = file.after.tables.get(table);
  if (after !== undefined) return !after.rowLevelSecurity || after.policies.size > 0;
  return file.statements.some((report) =>
    stepsOf(report, "create-policy").some((step) => qualify(report.before, step.table) === table),
  );
}
