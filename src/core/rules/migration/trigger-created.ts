/** CREATE TRIGGER on a table that is in use. */
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule } from "../migration-rule.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const triggerCreated: StatementRule = {
  name: "trigger-created",
  severity: "info",
  preset: "strict",
  language: "sql",
  steps: ["create-trigger"],
  summary:
    "A new trigger blocks writes of its table for a moment, and runs in every write after that",
  why: `CREATE TRIGGER takes SHARE ROW EXCLUSIVE: writes of the table wait until it is done, which is at once, unless an open transaction has to be waited for first. What follows matters more: from then on every write of the table runs the function, inside the transaction of the application. An error in it makes requests fail that have nothing to do with it, and Prisma's schema does not show that it exists.

Instead, consider a generated column, a default, or a constraint, which others can see. Where it has to be a trigger, set \`lock_timeout\` and give it a migration of its own.`,
  examples: [
    {
      before: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
      `,
      bad: `
        CREATE TRIGGER "touch_user" BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      `,
    },
    {
      before: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`,
      good: `
        CREATE TABLE "User" ("id" INT PRIMARY KEY);
        CREATE TRIGGER "touch_user" BEFORE UPDATE ON "User" FOR EACH ROW EXECUTE FUNCTION touch();
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "create-trigger")) {
      yield {
        at: subject.report.statement.at,
        message: `SHARE ROW EXCLUSIVE blocks writes of ${shortName(table)} for a moment; from then on ${step.trigger} runs in every one of them`,
      };
    }
  },
};
