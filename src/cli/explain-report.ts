/** What `explain` prints: for people, for programs, and for pull requests. Asks nobody, decides nothing. */
import { styleText } from "node:util";
import { type Severity, severities } from "../core/lint/rule.ts";
import type { Measured } from "../core/plan/measure.ts";
import { type Percentile, summaryOf, type TimesSummary } from "../core/plan/percentiles.ts";
import type { Plan, PlanNode } from "../core/plan/plan.ts";
import { milliseconds } from "../core/plan/words.ts";
import { planMarkdown } from "../core/plan/write-markdown.ts";
import { planText } from "../core/plan/write-text.ts";
import type { PlanVerdict } from "../core/rules/plan-rule.ts";
import { type Answered, type AssumedRows, count } from "./explain-answer.ts";

export type Explanation = {
  /** `src/orders.ts:12`; undefined for a query that was typed. */
  readonly place: string | undefined;
  readonly sql: string;
  readonly parameters: readonly ExplainedParameter[];
  readonly mode: "plan" | "run";
  readonly answered: Answered;
  readonly plan: Plan;
  readonly measured: readonly Measured[];
  /** The worst first. */
  readonly verdicts: readonly PlanVerdict[];
  readonly assumed: readonly AssumedRows[];
  readonly notes: readonly string[];
};

export type ExplainedParameter = {
  /** Counts from 1. */
  readonly number: number;
  /** As the code has it. */
  readonly name: string;
  /** null is NULL; undefined: planned for any value. */
  readonly value: string | null | undefined;
};

/** Without a line feed at the end. */
export function explanationText(explanation: Explanation, colors: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colors ? styleText(style, text, { validateStream: false }) : text;
  const { plan, measured, verdicts, answered, notes } = explanation;
  const findings = verdicts.flatMap(({ severity, message, rule, advice }) => [
    `${paint(color[severity], severity)} ${message} ${paint("gray", rule)}`,
    ...(advice === "" ? [] : [`    ${advice}`]),
  ]);
  const remarks = [
    ...timesLine(answered.explained.executionTimes),
    ...assumedLine(explanation.assumed),
    ...[...notes, ...answered.explained.notices].map((note) => `Note: ${note}`),
  ];
  return [
    paint("cyan", titleOf(explanation)),
    "",
    ...(findings.length === 0 ? [] : [...findings, ""]),
    planText(plan, measured),
    "",
    ...(remarks.length === 0 ? [] : [...remarks, ""]),
    countsLine(verdicts),
  ].join("\n");
}

/** Ends with a line break. */
export function explanationMarkdown(explanation: Explanation): string {
  const { plan, measured, sql, verdicts, answered, notes } = explanation;
  const remarks = [
    ...timesLine(answered.explained.executionTimes),
    ...assumedLine(explanation.assumed),
    ...notes,
  ];
  const plain = planMarkdown({ plan, measured, sql, findings: verdicts });
  const listed = remarks.map((remark) => `- ${remark}\n`).join("");
  return `# ${titleOf(explanation)}\n\n${plain}${listed === "" ? "" : `\n${listed}`}`;
}

/**
 * One object; a key that has nothing to say is left out. Times in milliseconds, costs in PostgreSQL's
 * unit, sizes in blocks of 8 kB. `node` is a place in `nodes`, which are in EXPLAIN's order;
 * `plan` is EXPLAIN (FORMAT JSON) as the server wrote it. Keys may be added; what one means stays as
 * long as `version` does.
 */
export function explanationJson(explanation: Explanation): string {
  const { place, sql, mode, parameters, answered, plan, measured, assumed, notes } = explanation;
  const { explained, kind, title, postgres } = answered;
  const { executionTimes, options, isGeneric, notices, json } = explained;
  const told = {
    version: 1,
    query: { place, sql, parameters },
    target: { kind, title, postgres },
    mode,
    options,
    isGeneric,
    findings: explanation.verdicts.map(({ weight: _, ...verdict }) => verdict),
    summary: countsOf(explanation.verdicts),
    planningTime: plan.planningTime,
    executionTime: plan.executionTime,
    executionTimes,
    percentiles: percentilesOf(summaryOf(executionTimes)),
    nodes: plan.nodes.map((node, index) => nodeOf(node, measured[index])),
    assumedRows: assumed,
    notes,
    notices,
    plan: JSON.parse(json),
  };
  return JSON.stringify(told, null, 2);
}

function nodeOf(node: PlanNode, measured: Measured | undefined) {
  const { index, parent, type, relation, alias, indexName } = node;
  return { index, parent, type, relation, alias, indexName, ...measured };
}

/** `isMost`: of so few runs it is the slowest. */
function percentilesOf(summary: TimesSummary | undefined) {
  if (summary === undefined) return undefined;
  const { p50, p95, p99, least, most } = summary;
  return { p50, p95, p99, least, most };
}

const color = { error: "red", warning: "yellow", info: "blue", hint: "gray" } as const;

function titleOf({ place, mode, answered, parameters }: Explanation): string {
  const what = place ?? "The query";
  const done = mode === "run" ? "run on" : "planned on";
  const open = parameters
    .filter(({ value }) => value === undefined)
    .map(({ number }) => `$${number}`);
  const values = answered.explained.isGeneric ? `, for any value of ${open.join(", ")}` : "";
  return `${what}, ${done} ${answered.title}${values}`;
}

function timesLine(times: readonly number[]): string[] {
  const summary = times.length > 1 ? summaryOf(times) : undefined;
  if (summary === undefined) return [];
  const { runs, p50, p95, p99, least } = summary;
  const parts = [part("p50", p50), part("p95", p95), part("p99", p99)];
  return [`${runs} runs: ${parts.join(", ")}, fastest ${milliseconds(least)}`];
}

function part(name: string, { value, isMost, runsNeeded }: Percentile): string {
  const few = isMost ? ` (the slowest: it takes ${runsNeeded} runs to tell)` : "";
  return `${name} ${milliseconds(value)}${few}`;
}

function assumedLine(assumed: readonly AssumedRows[]): string[] {
  if (assumed.length === 0) return [];
  const listed = assumed.map(({ table, rows }) => `${short(table)} ${count(rows)}`);
  const unsaid = assumed.find(({ isDefault }) => isDefault);
  const hint =
    unsaid === undefined ? "" : `; say how many there are: --rows ${short(unsaid.table)}=…`;
  return [`Rows assumed: ${listed.join(", ")}${hint}`];
}

function short(table: string): string {
  return table.replace(/^public\./, "");
}

function countsOf(verdicts: readonly PlanVerdict[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of verdicts) counts[severity]++;
  return counts;
}

function countsLine(verdicts: readonly PlanVerdict[]): string {
  const counts = countsOf(verdicts);
  const parts = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? "" : "s"}`);
  return parts.length === 0 ? "Nothing to report." : `${parts.join(", ")}.`;
}
