/** TIMESTAMP to TIMESTAMPTZ written in a way that rewrites, where another does not. */

import { span } from "../../base/text.ts";
import type { Fix } from "../../lint/rule.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { becomesZoned, type ChangedType, changedTypes } from "../migration-words/changed-type.ts";
import { startOfStatement } from "../migration-words/migration-edits.ts";

export const avoidableTimestamptzRewrite: StatementRule = {
  name: "avoidable-timestamptz-rewrite",
  severity: "warning",
  language: "sql",
  steps: ["alter-type"],
  summary: "TIMESTAMP becomes TIMESTAMPTZ in a way that rewrites the table, which can be spared",
  why: `Prisma keeps \`DateTime\` as \`TIMESTAMP(3)\` in UTC. The same number is what \`TIMESTAMPTZ\` stores. So with the session's time zone set to UTC PostgreSQL leaves all rows as they are, but only on two conditions:

- the new type has no precision, or 6: \`TIMESTAMPTZ(3)\` makes PostgreSQL round, and so rewrite, each value, although there is nothing to round;
- there is no \`USING … AT TIME ZONE 'UTC'\`, which is computed for each row.

Otherwise the whole table and all of its indexes are written anew, and until that is done nobody can read or write the table. Without either the time zone of the session decides what the values mean.

With \`@db.Timestamptz(3)\` in the schema, make it \`@db.Timestamptz(6)\` and write the migration anew, beginning with \`SET LOCAL timezone = 'UTC';\`.`,
  examples: [
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY, "at" TIMESTAMP(3) NOT NULL);`,
      bad: `
        ALTER TABLE "Event" ALTER COLUMN "at" SET DATA TYPE TIMESTAMPTZ(6) USING "at" AT TIME ZONE 'UTC';
        --                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
      fixed: `
        SET LOCAL timezone = 'UTC';
        ALTER TABLE "Event" ALTER COLUMN "at" SET DATA TYPE TIMESTAMPTZ(6);
      `,
    },
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY, "at" TIMESTAMP(3) NOT NULL);`,
      good: `
        SET LOCAL timezone = 'UTC';
        ALTER TABLE "Event" ALTER COLUMN "at" SET DATA TYPE TIMESTAMPTZ(6);
      `,
    },
  ],
  *check(subject) {
    for (const change of changedTypes(subject)) {
      const { step, table, cost, costInUtc, to } = change;
      if (!becomesZoned(change) || cost.rewrites !== true) continue;
      const using = step.using?.text;
      if (using !== undefined && !isUtcOnly(using, step.column)) continue;
      const cause =
        costInUtc.rewrites === true
          ? `TIMESTAMPTZ(${to.modifiers.join()}) makes PostgreSQL round each value of ${step.column}`
          : using === undefined
            ? `${step.column} is converted from the session's time zone, which is not set to UTC here`
            : `AT TIME ZONE is computed for each value of ${step.column}`;
      const fix = costInUtc.rewrites === true ? undefined : withTimeZone(subject, change);
      yield {
        at: step.at,
        message: `${cause}: ALTER COLUMN TYPE holds ACCESS EXCLUSIVE on ${shortName(table)}, which blocks reads and writes, while every row and every index is rewritten`,
        table,
        ...(fix && { fix }),
      };
    }
  },
};

/** `"at" AT TIME ZONE 'UTC'`, with whatever parentheses. */
function isUtcOnly(using: string, column: string): boolean {
  const read =
    /^[\s(]*("(?:[^"]|"")+"|[\w$]+)[\s)]*AT\s+TIME\s+ZONE\s+'UTC'(?:::text)?[\s)]*$/i.exec(using);
  const name = read?.[1] ?? "";
  return name === `"${column.replaceAll('"', '""')}"` || name.toLowerCase() === column;
}

/** Only where USING says that the values are in UTC: then both mean the same. */
function withTimeZone(subject: StatementSubject, change: ChangedType): Fix | undefined {
  const { step, timeZone } = change;
  const { source } = subject.file.migration.file;
  const text = source.text.slice(step.at.start, step.at.end);
  const using = /\s+USING\s[^;]*$/i.exec(text);
  if (step.using === undefined || using === null || timeZone !== undefined) return undefined;
  const start = startOfStatement(subject.file.migration.file, subject.report.statement);
  const end = step.at.start + using.index;
  return {
    title: "Set the time zone to UTC instead, which rewrites nothing",
    edits: [
      { at: span(source, start, start), text: "SET LOCAL timezone = 'UTC';\n" },
      { at: span(source, end, step.at.end), text: "" },
    ],
  };
}
