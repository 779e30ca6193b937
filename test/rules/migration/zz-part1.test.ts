/** Temporary: examples of part 1. */
import { readFileSync } from "node:fs";
import { test } from "vitest";
import { migrationFileRules, statementRules } from "../../../src/core/rules/migration/index.ts";
import { checkMigrationExample } from "../../support/migration-examples.ts";
const names = readFileSync("/tmp/r1/names.txt", "utf8").split("\n");
for (const rule of [...statementRules, ...migrationFileRules]) {
  if (!names.includes(rule.name)) continue;
  rule.examples.forEach((example, at) => {
    test(`${rule.name} ${at + 1}`, () => checkMigrationExample(rule, example));
  });
}
