/** Edges of schema-dropped that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { schemaDropped } from "../../../src/core/rules/migration/schema-dropped.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "one that was there before the first migration": {
    bad: `
        DROP SCHEMA "legacy";
      --^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "IF EXISTS finds nothing": {
    good: `
      DROP SCHEMA IF EXISTS "legacy";
    `,
  },
  "an empty one": {
    before: `
      CREATE SCHEMA "old";
    `,
    bad: `
        DROP SCHEMA "old";
      --^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(schemaDropped, example),
);

test("counts what is in it", () => {
  const found = findingsOf(
    "schema-dropped",
    `
    CREATE SCHEMA "old";
    CREATE TABLE "old"."A" ("id" INT);
    CREATE TABLE "old"."B" ("id" INT);
  `,
    `
    DROP SCHEMA "old" CASCADE;
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "Drops the schema old with all that is in it, 2 tables among it",
  ]);
});
