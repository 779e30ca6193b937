/** DROP SCHEMA of a schema that was there. */

import type { MigrationReport, StatementReport } from "../../migration/migration.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const schemaDropped: StatementRule = {
  name: "schema-dropped",
  severity: "warning",
  language: "sql",
  steps: ["drop-schema"],
  summary: "A schema is dropped",
  why: `With CASCADE every table, view, type and function in the schema goes, with all rows, under ACCESS EXCLUSIVE of all of them at once. Without CASCADE it works on an empty schema only, so the migration depends on what is in each database: what somebody made by hand in one of them makes the deployment fail there.

Instead, drop the tables by name, so that a review sees them, and the empty schema in the end.`,
  examples: [
    {
      before: `
        CREATE SCHEMA "old";
        CREATE TABLE "old"."Post" ("id" INT PRIMARY KEY);
      `,
      bad: `
          DROP SCHEMA "old" CASCADE;
        --^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "Post" ("id" INT PRIMARY KEY);
      `,
      good: `
        CREATE SCHEMA "draft";
        DROP SCHEMA "draft";
      `,
    },
  ],
  *check({ report, file }) {
    for (const step of stepsOf(report, "drop-schema")) {
      for (const schema of step.schemas.filter((name) => isThere(name, report, file, step))) {
        const inside = [...report.before.tables.values()].filter((one) => one.schema === schema);
        const tables = inside.length === 1 ? "1 table" : `${inside.length} tables`;
        const what = step.cascade ? ` with all that is in it, ${tables} among it` : "";
        yield { at: report.statement.at, message: `Drops the schema ${schema}${what}` };
      }
    }
  },
};

/** Not made by the same file; and IF EXISTS finds it, as far as can be told. */
function isThere(
  schema: string,
  { before }: StatementReport,
  file: MigrationReport,
  { ifExists }: { readonly ifExists: boolean },
): boolean {
  if (before.schemas.has(schema)) return file.before.schemas.has(schema);
  return !ifExists;
}
