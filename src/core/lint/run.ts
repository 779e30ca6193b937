/**
 * Runs rules over subjects and remembers the answers by the identity of the subject: what an edit
 * did not touch is not looked at again. A rule that breaks leaves the others standing.
 */
import type { Finding, Rule, RuleText } from "./rule.ts";

export type Answer = {
  readonly rule: string;
  readonly findings: readonly Finding[];
  /** What a rule threw; it then found nothing. */
  readonly crash: string | undefined;
};

/** Asks each rule once per subject for as long as the subject lives, with the options given for it. */
export function rememberingRunner<Subject extends object>(
  rules: readonly Rule<Subject, unknown>[],
  optionsOf: (rule: RuleText) => unknown = () => ({}),
) {
  const answers = new WeakMap<Subject, readonly Answer[]>();
  const asked = rules.map((rule) => ({ rule, options: optionsOf(rule) }));
  return (subject: Subject): readonly Answer[] => {
    const before = answers.get(subject);
    if (before) return before;
    const now = asked.map(({ rule, options }) => ask(rule, subject, options)).filter(saysSomething);
    answers.set(subject, now);
    return now;
  };
}

function saysSomething({ findings, crash }: Answer): boolean {
  return findings.length > 0 || crash !== undefined;
}

function ask<Subject>(rule: Rule<Subject, unknown>, subject: Subject, options: unknown): Answer {
  try {
    return { rule: rule.name, findings: [...rule.check(subject, options)], crash: undefined };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { rule: rule.name, findings: [], crash };
  }
}
