/**
 * What the messages of rules about migrations say of locks, rewrites, scans and index builds is
 * what is predicted of the very statement; that this is so on a server, the lock table's test shows.
 */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { subjectsOf } from "../../src/core/rules/check-migration.ts";
import { statementRules } from "../../src/core/rules/migration/index.ts";
import type { MigrationFinding, StatementSubject } from "../../src/core/rules/migration-rule.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { dedent, unmark } from "../support/examples.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

const examples = statementRules.flatMap((rule) =>
  rule.examples.flatMap((example, at) =>
    "bad" in example ? [{ name: `${rule.name} ${at + 1}`, rule, example }] : [],
  ),
);

test.each(examples)("$name", ({ rule, example }) => {
  for (const subject of subjectsIn(example)) {
    for (const finding of rule.check(subject)) {
      expect(unfounded(finding, subject), finding.message).toEqual([]);
    }
  }
});

test("most of the rules make such claims", () => {
  const claiming = examples.filter(({ rule, example }) =>
    subjectsIn(example).some((subject) =>
      [...rule.check(subject)].some(({ message }) => message.includes(" EXCLUSIVE on ")),
    ),
  );
  expect(claiming.length).toBeGreaterThan(15);
});

function subjectsIn(example: Example): StatementSubject[] {
  const text = "bad" in example ? unmark(dedent(example.bad)).text : "";
  const migrations = [migrationOf("1_before", example.before ?? ""), migrationOf("2_now", text)];
  const now = analyseHistory(migrations, emptyCatalog, usualWorld).at(-1);
  return now === undefined ? [] : subjectsOf(now, usualWorld);
}

/** Claims of the message that nothing was predicted for. */
function unfounded(
  { message, table }: MigrationFinding,
  { report: { effects } }: StatementSubject,
): string[] {
  const found: string[] = [];
  for (const [claim, mode, name = ""] of message.matchAll(
    /(ACCESS EXCLUSIVE|SHARE ROW EXCLUSIVE) on ([\w.]+)/g,
  )) {
    const key = name.includes(".") ? name : `public.${name}`;
    const lock = effects.locks.find((one) => one.name === key);
    if (lock?.mode !== mode) found.push(claim);
  }
  const { rewrites, scans, builds } = effects;
  const kinds = [
    [/every row and every index is rewritten/, rewrites.map(({ name }) => name)],
    [/while every row is (read|tested)|ADD CONSTRAINT (reads|checks) every row/, scans],
    [/index is built over every row/, builds.map((build) => build.table)],
  ] as const;
  for (const [claim, tables] of kinds) {
    if (claim.test(message) && !tables.some((one) => one === table)) found.push(String(claim));
  }
  return found;
}
