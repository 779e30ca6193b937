/**
 * A plan as Markdown for a pull request or a ticket: what was found, the tree, the times. What is
 * found is given; this file does not judge.
 */
import { type Measured, measure } from "./measure.ts";
import type { Plan } from "./plan.ts";
import { planText, totalLines } from "./write-text.ts";

export type PlanReport = {
  readonly plan: Plan;
  readonly measured?: readonly Measured[];
  /** The statement, as it was explained. */
  readonly sql?: string;
  readonly findings: readonly {
    readonly message: string;
    readonly advice: string;
    readonly severity: string;
  }[];
};

/** Ends with a line break. Text from the query and the plan cannot end a fence or become markup. */
export function planMarkdown({
  plan,
  measured = measure(plan),
  sql,
  findings,
}: PlanReport): string {
  return [
    ...(sql === undefined ? [] : ["## Query", "", ...fenced(sql, "sql"), ""]),
    "## Findings",
    "",
    ...(findings.length === 0 ? ["Nothing was found"] : findings.map(findingLine)),
    "",
    "## Plan",
    "",
    ...fenced(planText(plan, measured), "text"),
    ...totals(plan),
    "",
  ].join("\n");
}

function findingLine({ message, advice, severity }: PlanReport["findings"][number]): string {
  return `- **${escaped(severity)}** ${escaped(message)}${advice === "" ? "" : `. ${escaped(advice)}`}`;
}

/** The times are in the text of the plan too; here they can be read at a glance. */
function totals(plan: Plan): readonly string[] {
  const lines = totalLines(plan);
  return lines.length === 0 ? [] : ["", lines.map(escaped).join(" · ")];
}

/** A fence longer than any row of backticks in the text. */
function fenced(text: string, language: string): readonly string[] {
  const longest = (text.match(/`+/g) ?? []).reduce((most, row) => Math.max(most, row.length), 2);
  const fence = "`".repeat(longest + 1);
  return [fence + language, text, fence];
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&").replace(/\s*[\r\n]+\s*/g, " ");
}
