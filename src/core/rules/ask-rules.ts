/**
 * Asks rules about migrations: which are on, which look at a statement, and what becomes of a
 * finding. A rule that breaks says nothing and is told of. Knows no comments that silence.
 */
import type { Span } from "../base/text.ts";
import { type Config, severityUnder } from "../lint/config.ts";
import { type RuleText, type Severity, severities, type Verdict } from "../lint/rule.ts";
import type { StatementReport, Surroundings } from "../migration/migration.ts";
import type { Qualified } from "../sql/catalog.ts";
import { historyRules, migrationFileRules, statementRules } from "./migration/index.ts";
import type { MigrationFinding, StatementRule } from "./migration-rule.ts";

export type Crashes = { rule: string; detail: string }[];

export type Running<Rule> = { readonly rule: Rule; readonly severity: Severity };

export type RunningRules = {
  readonly statement: readonly Running<StatementRule>[];
  /** Of `statement` those that a statement with these kinds of steps is shown to. */
  readonly byStep: Map<string, readonly Running<StatementRule>[]>;
  readonly file: readonly Running<(typeof migrationFileRules)[number]>[];
  readonly history: readonly Running<(typeof historyRules)[number]>[];
};

const runningRules = new WeakMap<Config, RunningRules>();

/** The rules that are on, with their severity; looked up once per configuration. */
export function runningUnder(config: Config): RunningRules {
  const known = runningRules.get(config);
  if (known !== undefined) return known;
  const on = <Rule extends RuleText>(rules: readonly Rule[]): Running<Rule>[] =>
    rules.flatMap((rule) => {
      const severity = severityUnder(config, rule);
      return severity === "off" ? [] : [{ rule, severity }];
    });
  const found: RunningRules = {
    statement: on(statementRules),
    byStep: new Map(),
    file: on(migrationFileRules),
    history: on(historyRules),
  };
  runningRules.set(config, found);
  return found;
}

/** Those that are asked of the statement, in their order. */
export function rulesFor(
  { statement: { steps } }: StatementReport,
  { statement, byStep }: RunningRules,
): RunningRules["statement"] {
  const kinds = [...new Set(steps.map(({ kind }) => kind))].sort();
  const key = kinds.join(" ");
  const known = byStep.get(key);
  if (known !== undefined) return known;
  const asked = statement.filter(
    ({ rule }) => rule.steps === undefined || rule.steps.some((kind) => kinds.includes(kind)),
  );
  byStep.set(key, asked);
  return asked;
}

/** Nearly always nothing, and asked very often: that must cost little. */
export function judged<Subject>(
  { rule, severity }: Running<RuleText & { check(subject: Subject): Iterable<MigrationFinding> }>,
  subject: Subject,
  config: Config,
  world: Surroundings,
  crashes: Crashes,
): readonly Verdict[] {
  let verdicts: Verdict[] | undefined;
  try {
    for (const finding of rule.check(subject)) {
      verdicts ??= [];
      verdicts.push(verdictOf(rule, finding, severity, config, world));
    }
    return verdicts ?? nothing;
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    crashes.push({ rule: rule.name, detail });
    return nothing;
  }
}

const nothing: readonly Verdict[] = [];

function verdictOf(
  { name }: RuleText,
  { table, ...finding }: MigrationFinding,
  severity: Severity,
  config: Config,
  world: Surroundings,
): Verdict {
  return {
    ...finding,
    at: firstLine(finding.at),
    rule: name,
    // Who states a severity means it.
    severity: name in config.rules ? severity : weighed(severity, table, world),
  };
}

/** A statement of many lines is not underlined as a whole. */
export function firstLine(at: Span): Span {
  const lineEnd = at.source.text.slice(at.start, at.end).search(/\r?\n/);
  return lineEnd < 0 ? at : { ...at, end: at.start + lineEnd };
}

/**
 * A table of a few thousand rows is scanned or rewritten before anybody notices; one of many
 * millions stops the application for minutes.
 */
function weighed(severity: Severity, table: Qualified | undefined, world: Surroundings): Severity {
  const rows = table === undefined ? undefined : world.rows.get(table);
  if (rows === undefined) return severity;
  const at = severities.indexOf(severity);
  if (rows >= manyRows) return severities[Math.max(at - 1, 0)] ?? severity;
  if (rows < fewRows) return severities[Math.min(at + 1, severities.length - 1)] ?? severity;
  return severity;
}

const manyRows = 1_000_000;
const fewRows = 10_000;
