/** Every example a user can read is true, and every rule says what the house asks of it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  allRules,
  enumRules,
  modelRules,
  queryRules,
  schemaRules,
} from "../src/core/rules/index.ts";
import { checkExample } from "./support/examples.ts";

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
