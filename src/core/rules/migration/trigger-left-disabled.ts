/** DISABLE TRIGGER that nothing takes back. */

import { qualify } from "../../sql/names.ts";
import { shortName } from "../../sql/write-name.ts";
import type { StatementRule, StatementSubject } from "../migration-rule.ts";
import { stepsOf } from "../migration-words/locked-tables.ts";
import { stepsOnExisting } from "../migration-words/tables-before.ts";

export const triggerLeftDisabled: StatementRule = {
  name: "trigger-left-disabled",
  severity: "warning",
  language: "sql",
  steps: ["switch-trigger"],
  summary: "A trigger is disabled and not enabled again in the same file",
  why: `DISABLE TRIGGER is no setting of the migration; it is kept in the table. When the file does not enable the trigger again, it stays off for the application and for good, and nothing shows it: no error, no change in the schema. With \`DISABLE TRIGGER ALL\` that includes the triggers that PostgreSQL itself keeps for foreign keys, so rows that point nowhere are accepted from then on.

Instead, enable it again at the end of the same file, \`ALTER TABLE "User" ENABLE TRIGGER "audit_user";\`, or drop a trigger that is not wanted any more, so that everybody can see it is gone.`,
  examples: [
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`,
      bad: `
        ALTER TABLE "User" DISABLE TRIGGER ALL;
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        UPDATE "User" SET "name" = '' WHERE "name" IS NULL;
      `,
    },
    {
      before: `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`,
      good: `
        ALTER TABLE "User" DISABLE TRIGGER ALL;
        UPDATE "User" SET "name" = '' WHERE "name" IS NULL;
        ALTER TABLE "User" ENABLE TRIGGER ALL;
      `,
    },
  ],
  *check(subject) {
    for (const { step, table } of stepsOnExisting(subject, "switch-trigger")) {
      if (step.on || isTakenBack(subject, table, step.trigger)) continue;
      const which = step.trigger ?? "Triggers";
      yield {
        at: subject.report.statement.at,
        message: `${which} of ${shortName(table)} ${step.trigger === undefined ? "stay" : "stays"} disabled after this migration`,
      };
    }
  },
};

/** Enabling all of them, or dropping this one, takes it back too. */
function isTakenBack(
  { report, file }: StatementSubject,
  table: string,
  trigger: string | undefined,
): boolean {
  return file.statements.slice(report.index + 1).some((later) => {
    const about = (name: string | undefined) => name === trigger || name === undefined;
    return [
      ...stepsOf(later, "switch-trigger").filter(({ on }) => on),
      ...stepsOf(later, "drop-trigger"),
    ].some((one) => about(one.trigger) && qualify(later.before, one.table) === table);
  });
}
