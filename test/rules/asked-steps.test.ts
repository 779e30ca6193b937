/**
 * A rule that names the steps it speaks about is shown no other statements. This holds those names
 * against what the rules say when they are shown everything.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { subjectsOf } from "../../src/core/rules/check-migration.ts";
import { statementRules } from "../../src/core/rules/migration/index.ts";
import type { StatementRule, StatementSubject } from "../../src/core/rules/migration-rule.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { dedent, unmark } from "../support/examples.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

const project = join(import.meta.dirname, "../..");
const corpus = join(project, "../shared/corpus/postgresql");

/** Of the corpus those that write much by hand. */
const realOnes = ["BerriAI__litellm", "langwatch__langwatch", "podkrepi-bg__api"];

test("nothing is said of other statements: the examples of all rules", () => {
  const subjects = statementRules.flatMap((rule) =>
    rule.examples.flatMap((example) => {
      const text = "bad" in example ? unmark(dedent(example.bad)).text : example.good;
      return subjectsIn([example.before ?? "", text ?? ""]);
    }),
  );
  expect(subjects.length).toBeGreaterThan(200);
  expect(unexpected(subjects)).toEqual([]);
});

const folder = join(project, "test/fixtures/migrations");

test.each(readdirSync(folder))("nothing is said of other statements: %s", (name) => {
  const subjects = subjectsIn(scriptsIn(join(folder, name)));
  expect(subjects.length).toBeGreaterThan(20);
  expect(unexpected(subjects)).toEqual([]);
});

test("nothing is said of other statements: real projects", () => {
  if (!existsSync(corpus)) {
    console.log("corpus not found: only the project's own migrations are looked at");
    return;
  }
  for (const name of realOnes) {
    const subjects = subjectsIn(scriptsIn(join(corpus, name, "migrations")));
    expect(subjects.length).toBeGreaterThan(100);
    expect(unexpected(subjects)).toEqual([]);
  }
});

function scriptsIn(place: string): string[] {
  return readdirSync(place)
    .sort()
    .map((name) => join(place, name, "migration.sql"))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
}

/** Every statement of a history. */
function subjectsIn(texts: readonly string[]): StatementSubject[] {
  const migrations = texts.map((text, at) => migrationOf(String(at).padStart(5, "0"), text));
  return analyseHistory(migrations, emptyCatalog, usualWorld).flatMap((file) =>
    subjectsOf(file, usualWorld),
  );
}

/** What rules say of statements without one of their steps. */
function unexpected(subjects: readonly StatementSubject[]): string[] {
  return subjects.flatMap((subject) =>
    statementRules
      .filter((rule) => !isAsked(rule, subject))
      .flatMap((rule) => [...rule.check(subject)].map(({ message }) => `${rule.name}: ${message}`)),
  );
}

function isAsked({ steps }: StatementRule, { report }: StatementSubject): boolean {
  return steps?.some((kind) => report.statement.steps.some((step) => step.kind === kind)) ?? true;
}
