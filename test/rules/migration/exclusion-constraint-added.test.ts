/** Edges of exclusion-constraint-added that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { exclusionConstraintAdded } from "../../../src/core/rules/migration/exclusion-constraint-added.ts";
import { dedent } from "../../support/examples.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "the message names the table": {
    before: `CREATE TABLE "B" ("id" TEXT, "d" TSRANGE);`,
    bad: `
      ALTER TABLE "B" ADD EXCLUDE USING gist ("d" WITH &&);
      --              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a table without rows": {
    before: `CREATE TABLE "B" ("id" TEXT, "d" TSRANGE);`,
    good: `
      TRUNCATE "B";
      ALTER TABLE "B" ADD EXCLUDE USING gist ("d" WITH &&);
    `,
  },
  "other constraints": {
    before: `CREATE TABLE "B" ("id" TEXT, "d" TSRANGE);`,
    good: `ALTER TABLE "B" ADD UNIQUE ("id");`,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(exclusionConstraintAdded, example),
);

test.each([
  {
    before: `CREATE TABLE "B" ("id" TEXT, "d" TSRANGE);`,
    text: `ALTER TABLE "B" ADD EXCLUDE USING gist ("d" WITH &&);`,
    says: [
      "EXCLUDE holds ACCESS EXCLUSIVE on B, which blocks reads and writes, while an index is built over every row, and fails if two collide",
    ],
  },
])("says: $says", ({ before, text, says }) => {
  const found = findingsOf(exclusionConstraintAdded.name, dedent(before), dedent(text));
  expect(found.map(({ message }) => message)).toEqual(says);
});
