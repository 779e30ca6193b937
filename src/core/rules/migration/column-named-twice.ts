/** The same column twice in one list. */
import type { Step } from "../../sql/step.ts";
import type { StatementRule } from "../migration-rule.ts";

export const columnNamedTwice: StatementRule = {
  name: "column-named-twice",
  severity: "error",
  language: "sql",
  steps: ["create-table", "update"],
  summary: "A statement gives one column two values or two definitions",
  why: `PostgreSQL refuses the statement: "multiple assignments to same column", or "column specified more than once". Such a line comes from a merge of two branches or from copying, and it waits unseen in a migration until that is applied, since nothing else reads the file.

Instead, keep the one that is meant, and leave the other out.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`,
      bad: `
        UPDATE "User" SET "name" = 'nobody', "name" = lower("name") WHERE "name" = '';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT, "email" TEXT);`,
      good: `UPDATE "User" SET "name" = 'nobody', "email" = '' WHERE "name" = '';`,
    },
  ],
  *check({ report }) {
    const { at, text, steps } = report.statement;
    for (const step of steps) {
      const column = repeated(columnsOf(step, text));
      if (column === undefined) continue;
      yield {
        at,
        message:
          step.kind === "update"
            ? `${column} is set twice, which PostgreSQL refuses`
            : `${column} is defined twice, which PostgreSQL refuses`,
      };
    }
  },
};

/** Elements of one array, and fields of one composite value, may be set one by one. */
function columnsOf(step: Step, text: string): readonly string[] {
  if (step.kind === "create-table") return step.columns.map(({ name }) => name);
  if (step.kind !== "update" || /[\w"]\s*\[|"\s*\.\s*"|\w\.\w/.test(assignments(text))) return [];
  return step.columns;
}

/** The text between SET and WHERE or FROM, roughly: only to see whether it is plain. */
function assignments(text: string): string {
  return /\bset\b([\s\S]*?)(?:\bwhere\b|\bfrom\b|$)/i.exec(text)?.[1] ?? "";
}

function repeated(columns: readonly string[]): string | undefined {
  return columns.find((column, at) => columns.indexOf(column) !== at);
}
