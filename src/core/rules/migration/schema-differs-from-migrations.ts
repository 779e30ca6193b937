/** What the schema has and no migration makes, or the other way round. */

import type { HistoryRule } from "../migration-rule.ts";
import { startOf } from "../migration-words/history-place.ts";

export const schemaDiffersFromMigrations: HistoryRule = {
  name: "schema-differs-from-migrations",
  severity: "warning",
  language: "sql",
  summary: "The migrations do not lead to the schema",
  why: `Prisma Client is made from the schema, the database from the migrations. Where they differ, queries fail in production with "column does not exist", or the next migration that somebody makes for another reason contains changes that nobody in that review expects. It happens when a schema is changed with \`prisma db push\`, when a merge takes the schema of one branch and the migrations of the other, or when a script was edited by hand.

Instead, make a migration now that says what it is for: \`prisma migrate dev --name catch_up\`. If the schema is what is wrong, correct it until nothing is left to migrate.`,
  examples: [],
  *check({ files, disk }) {
    const last = files.at(-1);
    const statements = statementsIn(disk.drift ?? "");
    const [first] = statements;
    if (last === undefined || first === undefined) return;
    const more = statements.length > 1 ? ` and ${statements.length - 1} more` : "";
    yield {
      at: startOf(last),
      message: `The schema has changes that no migration makes: ${first}${more}`,
    };
  },
};

/** Shortened, each the first line of a statement as Prisma writes them. */
function statementsIn(sql: string): string[] {
  return sql
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.replace(/^\s*(?:--.*\n|\s)*/, "").trim())
    .filter((statement) => statement !== "" && !statement.startsWith("--"))
    .map((statement) => (statement.split("\n")[0] ?? "").replace(/\s*\($/, ""));
}
