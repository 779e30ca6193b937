/** Edges of enum-value-renamed that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../../src/core/lint/rule.ts";
import { enumValueRenamed } from "../../../src/core/rules/migration/enum-value-renamed.ts";
import { checkMigrationExample, findingsOf } from "../../support/migration-examples.ts";

const cases: Record<string, Example> = {
  "of a type that no migration made": {
    bad: `
        ALTER TYPE "Kind" RENAME VALUE 'a' TO 'b';
      --^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    `,
  },
  "a value that is added harms nobody": {
    before: `
      CREATE TYPE "Role" AS ENUM ('USER');
      CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
    `,
    good: `
      ALTER TYPE "Role" ADD VALUE 'b';
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkMigrationExample(enumValueRenamed, example),
);

test("names both", () => {
  const found = findingsOf(
    "enum-value-renamed",
    `
    CREATE TYPE "Role" AS ENUM ('USER');
    CREATE TABLE "User" ("id" INT PRIMARY KEY, "role" "Role", note TEXT);
  `,
    `
    ALTER TYPE "Role" RENAME VALUE 'USER' TO 'MEMBER';
  `,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "The running application still reads and writes USER of Role, which is MEMBER from here on",
  ]);
});
