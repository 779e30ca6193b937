/** Edges of schema-renamed that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { schemaRenamed } from "../../../src/core/rules/migration/schema-renamed.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "one that was there before the first migration": {
    bad: `
        ALTER SCHEMA "legacy" RENAME TO "modern";
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(schemaRenamed, example),
);
