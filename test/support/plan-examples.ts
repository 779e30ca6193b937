/** Plans in EXPLAIN's text format → what the rules about plans say of them. */
import { expect } from "vitest";
import { defaults } from "../../src/core/lint/config.ts";
import type { Example, RuleText } from "../../src/core/lint/rule.ts";
import { measure } from "../../src/core/plan/measure.ts";
import type { PlanOrNot } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { readPlanText } from "../../src/core/plan/read-text.ts";
import { checkPlan } from "../../src/core/rules/check-plan.ts";
import type { PlanSubject, PlanVerdict } from "../../src/core/rules/plan-rule.ts";
import { dedent, read } from "./examples.ts";

export type Beside = {
  /** In Prisma's language. */
  readonly schema?: string;
  readonly sql?: string;
  readonly postgres?: number;
  readonly settings?: Readonly<Record<string, string>>;
};

/** A bad plan gives one finding, by this rule and no other; a good one none of it. */
export function checkPlanExample({ name }: RuleText, example: Example): void {
  const text = "good" in example ? example.good : example.bad;
  const found = verdictsOf(text);
  for (const { message, advice } of found) {
    expect(message).not.toMatch(/\.$|\bshould\b/);
    expect(advice).not.toMatch(/\.$|\bshould\b/);
  }
  const rules = found.map(({ rule }) => rule);
  if ("good" in example) expect(rules).not.toContain(name);
  else expect(rules).toEqual([name]);
}

/** Under all rules. */
export function verdictsOf(text: string, beside: Beside = {}): readonly PlanVerdict[] {
  const { verdicts, crashes } = checkPlan(subjectOf(text, beside), { ...defaults, preset: "all" });
  expect(crashes).toEqual([]);
  return verdicts;
}

/** `rule: message – advice`, one per finding; without times, which no test is about. */
export function saidOf(text: string, beside: Beside = {}): string[] {
  return verdictsOf(text, beside).map(
    ({ rule, message, advice }) => `${rule}: ${message} – ${advice}`,
  );
}

/** The names of the rules that say something. */
export function rulesOf(text: string, beside: Beside = {}): string[] {
  return verdictsOf(text, beside).map(({ rule }) => rule);
}

/** JSON as well as text. */
export function subjectOf(text: string, beside: Beside = {}): PlanSubject {
  const isJson = /^\s*[[{]/.test(text);
  const reading: PlanOrNot = isJson ? readPlan(text) : readPlanText(dedent(text));
  if (!reading.ok) throw new Error(reading.reason);
  const plan = { ...reading.plan, settings: { ...reading.plan.settings, ...beside.settings } };
  return {
    plan,
    measured: measure(plan),
    schema: beside.schema === undefined ? undefined : read(dedent(beside.schema)),
    sql: beside.sql ?? "",
    postgres: beside.postgres ?? 17,
  };
}
