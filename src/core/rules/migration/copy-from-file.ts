/** COPY that reads what is not there. */

import { tokensOf } from "../../sql/lex.ts";
import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";

export const copyFromFile: StatementRule = {
  name: "copy-from-file",
  severity: "error",
  language: "sql",
  steps: ["copy"],
  summary: "COPY … FROM in a migration has nothing to read",
  why: `\`COPY … FROM STDIN\` waits for rows that the client sends after the statement. psql does that with the lines that follow in a dump; Prisma sends a file of SQL and nothing else, so the migration fails. \`COPY … FROM '/path'\` reads on the machine of the server, as the server's user, and wants the rights of \`pg_read_server_files\`: no hosted database has the file or gives the right.

Instead, write the rows as INSERT, or load them with a script beside the migrations, as \`prisma db seed\` does. A dump is made of INSERTs with \`pg_dump --inserts\`.`,
  examples: [
    {
      before: `CREATE TABLE "Country" ("code" TEXT PRIMARY KEY);`,
      bad: `
        COPY "Country" FROM '/tmp/countries.csv';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Country" ("code" TEXT PRIMARY KEY);`,
      good: `INSERT INTO "Country" VALUES ('AT'), ('CH');`,
    },
  ],
  *check({ report }) {
    const { at, text } = report.statement;
    for (const { table, direction } of stepsOf(report, "copy")) {
      if (direction !== "from") continue;
      const name = shortName(qualify(report.before, table));
      const isStdin = tokensOf(text).some(
        ({ kind, start, end }) =>
          kind === "word" && text.slice(start, end).toUpperCase() === "STDIN",
      );
      yield {
        at,
        message: isStdin
          ? `Nobody sends rows for ${name}: Prisma sends the statements of the file only`
          : `Reads the rows of ${name} from a file on the server's own disk, which fails where it is not there`,
      };
    }
  },
};
