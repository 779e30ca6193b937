/** DROP TRIGGER on a table that is in use. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { knownTable, stepsOnExisting } from "../migration-words/tables-before.ts";

export const triggerDropped: StatementRule = {
  name: "trigger-dropped",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["drop-trigger"],
  summary: "Dropping a trigger blocks its table for a moment, and ends what the trigger kept up",
  why: `DROP TRIGGER takes ACCESS EXCLUSIVE, more than creating it did: reads wait as well. It is done at once, unless an open transaction has to be waited for first; then everybody queues up behind it.

From that moment on nothing keeps up what the trigger did, be it counters, search columns or an audit log. When the code that does it instead is deployed after the migration, all writes in between are missing.

Instead, deploy the code first, drop the trigger in a migration of its own with \`lock_timeout\`, and repair afterwards what happened in between.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TRIGGER "touch_user" BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
      `,
      bad: `
        DROP TRIGGER "touch_user" ON "User";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      `,
      good: `
        CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "drop-trigger")) {
      const known = knownTable(subject, table);
      const isGone = step.ifExists && known !== undefined && !known.triggers.has(step.trigger);
      if (isGone || isMadeAgain(subject, step.trigger)) continue;
      yield {
        at: subject.report.statement.at,
        message: `ACCESS EXCLUSIVE blocks reads and writes of ${shortName(table)} for a moment; from then on nothing does what ${step.trigger} did`,
      };
    }
  },
};

/** A trigger is changed by dropping it and making it again. */
function isMadeAgain({ report, file }: Parameters<StatementRule["check"]>[0], trigger: string) {
  return file.statements
    .slice(report.index + 1)
    .some(({ statement }) =>
      statement.steps.some((step) => step.kind === "create-trigger" && step.trigger === trigger),
    );
}
