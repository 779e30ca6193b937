/** What only shows when it runs: said, so that silence is not taken for safety. */

import type { MigrationReport } from "../../migration/migration.ts";
import type { Catalog } from "../../sql/catalog.ts";
import { qualifyFunction } from "../../sql/names.ts";
import type { Step } from "../../sql/step.ts";
import type { MigrationFileRule } from "../migration-rule.ts";

export const statementNotAnalysed: MigrationFileRule = {
  name: "statement-not-analysed",
  severity: "info",
  language: "sql",
  summary: "What a statement does only shows when it runs",
  why: `A DO block or a call of a procedure builds its SQL while it runs, or decides then what to do. No tool that reads the text can say which tables it locks, what it rewrites and what it deletes. All that is said about this migration leaves the statement out, and what was known of the tables before it may no longer be true after it.

Instead, try the migration on a copy of the data and look at \`pg_locks\` while it runs; or write the statements out where they are always the same.`,
  examples: [
    {
      bad: `
        DO $$
      --^^^^^
        BEGIN
          ALTER TABLE "User" ADD COLUMN "name" TEXT;
        EXCEPTION
          WHEN duplicate_column THEN NULL;
        END $$;
      `,
    },
    { good: `ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "name" TEXT;` },
  ],
  *check({ file }) {
    const [first, ...others] = unknownIn(file);
    if (first === undefined) return;
    const more = others.length === 0 ? "" : `, as with ${others.length} more below`;
    yield {
      at: first.at,
      message: `${first.what} is only known when it runs: its locks and changes are not part of this analysis${more}`,
    };
  },
};

function unknownIn({ statements }: MigrationReport) {
  return statements.flatMap(({ statement, effects, before }) => {
    const what = statement.steps
      .map((step) => described(step, before))
      .find((one) => one !== undefined);
    return effects.isUnknown && what !== undefined ? [{ at: statement.at, what }] : [];
  });
}

/** Changes of rows may set off triggers; that is no reason to look at them again. */
function described(step: Step, before: Catalog): string | undefined {
  if (step.kind === "select") {
    const name = step.functions.find((one) =>
      before.functions.has(qualifyFunction(before, { schema: undefined, name: one })),
    );
    return name === undefined ? undefined : `What ${name}() does`;
  }
  if (step.kind !== "dynamic") return undefined;
  return step.command === "do"
    ? "What this block does"
    : `What this ${step.command.toUpperCase()} does`;
}
