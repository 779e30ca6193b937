/** Every example a user can read is true, and every rule says what the house asks of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  allRules,
  enumRules,
  modelRules,
  queryRules,
  schemaRules,
} from "../src/core/rules/index.ts";
import {
  historyRules,
  migrationFileRules,
  statementRules,
} from "../src/core/rules/migration/index.ts";
import { planRules } from "../src/core/rules/plan/index.ts";
import { checkExample } from "./support/examples.ts";
import { checkMigrationExample } from "./support/migration-examples.ts";
import { checkPlanExample } from "./support/plan-examples.ts";

/** A rule about enums may share its text, and its file, with one about models. */
const rules = [...modelRules, ...schemaRules, ...enumRules, ...queryRules].filter(
  ({ name }, at, all) => all.findIndex((rule) => rule.name === name) === at,
);

describe.each(rules)("$name", (rule) => {
  test.each(rule.examples.map((example, at) => [at + 1, example] as const))(
    "example %i",
    (_, example) => checkExample(rule, example),
  );

  test("shows a bad and a good example", () => {
    expect(rule.examples.some((example) => "bad" in example)).toBe(true);
    expect(rule.examples.some((example) => "good" in example)).toBe(true);
  });

  test("has its edges tested in a file of its own", () => {
    expect(existsSync(join(import.meta.dirname, "rules", `${rule.name}.test.ts`))).toBe(true);
  });
});

/** What these look at is more than the text of an example can show. */
const withoutExamples = new Set([
  ...historyRules.map(({ name }) => name),
  "not-repeatable-outside-transaction",
]);

const migrationRules = [...statementRules, ...migrationFileRules, ...historyRules];

describe.each(migrationRules)("$name", (rule) => {
  test.each(rule.examples.map((example, at) => [at + 1, example] as const))(
    "example %i",
    (_, example) => checkMigrationExample(rule, example),
  );

  test("has its edges tested in a file of its own", () => {
    const file = join(import.meta.dirname, "rules/migration", `${rule.name}.test.ts`);
    expect(existsSync(file)).toBe(true);
  });

  test("says that its examples are SQL", () => {
    expect(rule.language).toBe("sql");
  });
});

test.each(migrationRules.filter(({ name }) => !withoutExamples.has(name)))(
  "$name shows a bad and a good example",
  ({ examples }) => {
    expect(examples.some((example) => "bad" in example)).toBe(true);
    expect(examples.some((example) => "good" in example)).toBe(true);
  },
);

test("each rule about migrations is one file of its own name, and has a name of its own", () => {
  const files = readdirSync(join(import.meta.dirname, "../src/core/rules/migration"));
  const names = migrationRules.map(({ name }) => name);
  expect(files.filter((file) => file !== "index.ts").sort()).toEqual(
    names.map((name) => `${name}.ts`).sort(),
  );
  expect(names.filter((name) => rules.some((rule) => rule.name === name))).toEqual([]);
});

const planFolder = join(import.meta.dirname, "rules/plan");
const planTests = readdirSync(planFolder)
  .map((file) => readFileSync(join(planFolder, file), "utf8"))
  .join("\n");

describe.each(planRules)("$name", (rule) => {
  test.each(rule.examples.map((example, at) => [at + 1, example] as const))(
    "example %i",
    (_, example) => checkPlanExample(rule, example),
  );

  test("shows a bad and a good example, which are plans", () => {
    expect(rule.examples.some((example) => "bad" in example)).toBe(true);
    expect(rule.examples.some((example) => "good" in example)).toBe(true);
    expect(rule.language).toBe("plan");
  });

  test("has its edges tested", () => {
    expect(planTests).toContain(rule.name);
  });
});

test("each rule about plans is one file of its own name, and has a name of its own", () => {
  const files = readdirSync(join(import.meta.dirname, "../src/core/rules/plan"));
  const names = planRules.map(({ name }) => name);
  expect(files.filter((file) => file !== "index.ts").sort()).toEqual(
    names.map((name) => `${name}.ts`).sort(),
  );
  const others = [...rules, ...migrationRules].map(({ name }) => name);
  expect(names.filter((name) => others.includes(name))).toEqual([]);
});

test("each rule is one file of its own name", () => {
  const files = ["schema", "query"]
    .flatMap((folder) => readdirSync(join(import.meta.dirname, "../src/core/rules", folder)))
    .filter((file) => file !== "words.ts" && file !== "related-calls.ts");
  expect(files.sort()).toEqual(rules.map(({ name }) => `${name}.ts`).sort());
});

test.each(allRules)("$name is described well", ({ name, summary, why, examples }) => {
  expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(summary).not.toMatch(/\.$/);
  expect(why.length).toBeGreaterThan(100);
  const fixed = examples.some((example) => "bad" in example && example.fixed !== undefined);
  if (!fixed) expect(why).toMatch(/\n\n(Instead, |An ignore covers)/);
});
