/** A statement that PostgreSQL's parser refuses. */
import type { StatementRule } from "../migration-rule.ts";

export const unreadableStatement: StatementRule = {
  name: "unreadable-statement",
  severity: "error",
  language: "sql",
  summary: "PostgreSQL cannot read a statement",
  why: `The parser that reads migrations here is PostgreSQL's own, so what it refuses the server refuses too: the migration fails. PostgreSQL reads the whole file before it runs anything, so one unreadable statement means that none of them happens.

Commands of psql, such as \`\\connect\` or \`\\i\`, are no SQL and only psql knows them. Placeholders such as \`:name\` or \`{{name}}\` are not filled in by Prisma either.

Instead, correct the statement where it is underlined. A message about the end of input means that a quote or a parenthesis was not closed.`,
  examples: [
    {
      bad: `
        ALTER TABLE "User" ADD COLUM "name" TEXT;
                                          --^^^^
      `,
    },
    { good: `ALTER TABLE "User" ADD COLUMN "name" TEXT;` },
  ],
  *check({ report }) {
    const { problem } = report.statement;
    if (problem === undefined) return;
    yield { at: problem.at, message: `PostgreSQL cannot read this: ${shortened(problem.message)}` };
  },
};

/** What is not closed is quoted to the end of the file. */
function shortened(message: string): string {
  const line = message.replace(/\s+/g, " ");
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
