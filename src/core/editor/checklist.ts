/**
 * All findings of a schema as a list to work through: by rule, or by the block they stand in, the
 * worst first. Knows neither files nor lines.
 */
import { severities, type Verdict } from "../lint/rule.ts";
import { blockOf, subjectOf } from "../rules/identity.ts";
import { isForAll } from "./fix-all.ts";

export type Grouping = "rule" | "model";

export type ChecklistGroup = {
  /** Name of the rule or of the block. */
  readonly name: string;
  /** The worst first, then as they stand in the schema. */
  readonly verdicts: readonly Verdict[];
  /** How many of them can be fixed together. */
  readonly fixable: number;
};

/** Where findings stand that are in no block: a comment between two models. */
export const outside = "Outside of models";

/**
 * Only what has all words of `filter` somewhere in its rule, severity, place or message. Groups
 * of the same severity stand in the order of their sizes.
 */
export function checklistOf(
  verdicts: readonly Verdict[],
  grouping: Grouping,
  filter: string,
): ChecklistGroup[] {
  const words = filter.toLowerCase().split(/\s+/);
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    if (!hasAll(verdict, words)) continue;
    const name = grouping === "rule" ? verdict.rule : (blockOf(verdict.at)?.name.text ?? outside);
    const group = groups.get(name);
    if (group) group.push(verdict);
    else groups.set(name, [verdict]);
  }
  return [...groups]
    .map(([name, found]) => ({
      name,
      verdicts: found.toSorted((a, b) => rank(a) - rank(b)),
      fixable: found.filter(isForAll).length,
    }))
    .sort(byUrgency);
}

function hasAll(verdict: Verdict, words: readonly string[]): boolean {
  if (words.every((word) => word === "")) return true;
  const { rule, severity, message, at, known } = verdict;
  const text = [rule, severity, subjectOf(at), message, known ? "baseline" : ""].join(" ");
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

/** Whatever the baseline has comes last. */
function rank({ severity, known }: Verdict): number {
  return known ? severities.length : severities.indexOf(severity);
}

function byUrgency(a: ChecklistGroup, b: ChecklistGroup): number {
  const [worstOfA] = a.verdicts;
  const [worstOfB] = b.verdicts;
  const rankOfA = worstOfA ? rank(worstOfA) : 0;
  const rankOfB = worstOfB ? rank(worstOfB) : 0;
  return rankOfA - rankOfB || b.verdicts.length - a.verdicts.length || (a.name < b.name ? -1 : 1);
}
