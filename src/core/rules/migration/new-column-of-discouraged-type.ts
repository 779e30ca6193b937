/** A new column of a type that PostgreSQL itself advises against. */
import type { ColumnDefinition, Step } from "../../sql/step.ts";
import type { StatementRule } from "../migration-rule.ts";
import { typeText } from "../migration-words/type-text.ts";

export const newColumnOfDiscouragedType: StatementRule = {
  name: "new-column-of-discouraged-type",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["create-table", "add-column"],
  summary: "A new column has a type that is regretted later",
  why: `Some types are there for old programs only, and changing one later rewrites the table:

- \`json\` keeps text: it cannot be compared or indexed, \`jsonb\` can;
- \`char(n)\` fills up with spaces, which come back in results and are ignored in comparisons;
- \`money\` has the currency and the digits of the server's locale;
- \`timetz\` has an offset but no date, so nobody knows whether it is summer.

Instead, take \`jsonb\`, \`text\` or \`varchar(n)\`, \`numeric(19, 4)\`, and \`timestamptz\` or \`time\`. In Prisma that is the \`@db.\` attribute.`,
  examples: [
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY);`,
      bad: `
        ALTER TABLE "Event" ADD COLUMN "body" JSON;
        --                             ^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "Event" ("id" TEXT NOT NULL PRIMARY KEY);`,
      good: `ALTER TABLE "Event" ADD COLUMN "body" JSONB;`,
    },
  ],
  *check({ report }) {
    for (const step of report.statement.steps) {
      for (const column of newColumns(step)) {
        const advice = column.type.schema === undefined ? better[column.type.name] : undefined;
        if (advice === undefined) continue;
        yield {
          at: column.at,
          message: `${column.name} is ${typeText(column.type)}: ${advice}`,
        };
      }
    }
  },
};

function newColumns(step: Step): readonly ColumnDefinition[] {
  if (step.kind === "create-table" && !step.isTemporary) return step.columns;
  return step.kind === "add-column" ? [step.column] : [];
}

const better: Readonly<Record<string, string>> = {
  json: "jsonb can be compared and indexed",
  bpchar: "varchar holds what was written, without spaces behind it",
  money: "numeric does not depend on the server's locale",
  timetz: "an offset without a date says little; timestamptz or time say what is meant",
};
