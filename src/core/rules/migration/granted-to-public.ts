/** Rights on tables for every role there is. */
import { tokensOf } from "../../sql/lex.ts";
import type { StatementRule } from "../migration-rule.ts";
import { listed, stepsOf } from "../migration-words/locked-tables.ts";

export const grantedToPublic: StatementRule = {
  name: "granted-to-public",
  severity: "warning",
  language: "sql",
  steps: ["grant"],
  summary: "GRANT … TO PUBLIC opens a table to every role",
  why: `PUBLIC is no group that somebody keeps: it is every role of the server, also those that are created later, for reporting, for a contractor, for an API such as PostgREST. A right given to PUBLIC cannot be taken from one of them alone. What was a shortcut on the day of the migration is found by whoever gets the weakest password.

Instead, grant to the role that needs it: \`GRANT SELECT ON "Invoice" TO reporting;\`.`,
  examples: [
    {
      bad: `
        GRANT SELECT ON "Invoice" TO PUBLIC;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    { good: `GRANT SELECT ON "Invoice" TO reporting;` },
  ],
  *check({ report }) {
    const { at, text } = report.statement;
    for (const { tables } of stepsOf(report, "grant")) {
      if (tables.length === 0 || !isToPublic(text)) continue;
      yield {
        at,
        message: `Every role of the server, also of later ones, gets these rights on ${listed(tables.map(({ name }) => name))}`,
      };
    }
  },
};

/** GRANT … TO …, PUBLIC: in quotes it would be a role of that name. */
function isToPublic(text: string): boolean {
  const words = tokensOf(text)
    .filter(({ kind }) => kind === "word")
    .map(({ start, end }) => text.slice(start, end).toUpperCase());
  return words[0] === "GRANT" && words.indexOf("PUBLIC", words.lastIndexOf("TO")) > 0;
}
