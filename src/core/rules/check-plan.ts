/**
 * All rules about plans over one plan: the worst first, one finding for one problem, as loud as the
 * configuration says. A rule that breaks says nothing and is told of.
 */
import { type Config, severityUnder } from "../lint/config.ts";
import { severities } from "../lint/rule.ts";
import { nodeAt, type Plan } from "../plan/plan.ts";
import { planRules } from "./plan/index.ts";
import type { PlanRule, PlanSubject, PlanVerdict } from "./plan-rule.ts";

export type PlanCheck = {
  readonly verdicts: readonly PlanVerdict[];
  readonly crashes: readonly { readonly rule: string; readonly detail: string }[];
};

export function checkPlan(
  subject: PlanSubject,
  config: Config,
  rules: readonly PlanRule[] = planRules,
): PlanCheck {
  const crashes: { rule: string; detail: string }[] = [];
  const found = rules.flatMap((rule): PlanVerdict[] => {
    const severity = severityUnder(config, rule);
    if (severity === "off") return [];
    try {
      return [...rule.check(subject)].map((finding) => ({ ...finding, rule: rule.name, severity }));
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      crashes.push({ rule: rule.name, detail });
      return [];
    }
  });
  const kept = oncePerCause(found, subject.plan);
  return { verdicts: oncePerCure(kept, subject.plan).sort(worstFirst), crashes };
}

function worstFirst(a: PlanVerdict, b: PlanVerdict): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.weight - a.weight ||
    a.node - b.node
  );
}

/** Rules that tell of a scan which lacks an index. */
const scans: readonly string[] = [
  "foreign-key-lookup-without-index",
  "search-inside-list",
  "search-inside-json",
  "search-inside-text",
  "cast-hides-column",
  "function-hides-column",
  "index-scan-discards-rows",
  "sequential-scan-for-few-rows",
];

/**
 * What is a consequence of something else that is told. `at`: of the same node; `inside`: of a
 * node below it; `around`: of the node above it.
 */
const consequences: readonly {
  readonly of: readonly string[];
  readonly place: "at" | "inside" | "around" | "anywhere";
  readonly are: readonly string[];
}[] = [
  // One finding for one scan: those in front of the list know more of the cause.
  ...scans.map((rule, at) => ({
    of: scans.slice(0, at),
    place: "at" as const,
    are: [rule],
  })),
  // A loop is slow because of what it runs, and with the index it is no longer.
  {
    of: scans,
    place: "inside",
    are: [
      "correlated-subplan",
      "relation-joined-row-by-row",
      "nested-loop-over-many-rows",
      "join-filter-discards-rows",
      "kept-rows-read-over-and-over",
      "all-rows-sorted-for-few",
    ],
  },
  { of: scans, place: "around", are: ["kept-rows-read-over-and-over"] },
  { of: ["relation-joined-row-by-row"], place: "at", are: ["nested-loop-over-many-rows"] },
  // What is gone through again and what is thrown away are the same pairs of rows.
  { of: ["join-filter-discards-rows"], place: "around", are: ["kept-rows-read-over-and-over"] },
  // What is not indexed has no good statistics either, and an index changes the plan.
  { of: scans, place: "at", are: ["row-estimate-off"] },
  // The loops name the wrong estimate themselves.
  { of: ["nested-loop-over-many-rows"], place: "around", are: ["row-estimate-off"] },
  { of: ["unbounded-result"], place: "anywhere", are: ["wide-result"] },
  // Processes that share a needless work are needless themselves.
  { of: scans, place: "inside", are: ["workers-not-launched"] },
];

function oncePerCause(found: readonly PlanVerdict[], plan: Plan): PlanVerdict[] {
  return found.filter(
    (verdict) =>
      !consequences.some(
        ({ of, place, are }) =>
          are.includes(verdict.rule) &&
          found.some((cause) => of.includes(cause.rule) && stands(plan, cause, place, verdict)),
      ),
  );
}

function stands(
  plan: Plan,
  cause: PlanVerdict,
  place: (typeof consequences)[number]["place"],
  verdict: PlanVerdict,
): boolean {
  if (place === "anywhere") return true;
  if (place === "at") return cause.node === verdict.node;
  return place === "inside"
    ? isBelow(plan, cause.node, verdict.node)
    : isBelow(plan, verdict.node, cause.node);
}

function isBelow(plan: Plan, inner: number, outer: number): boolean {
  for (let at = nodeAt(plan, inner)?.parent; at !== undefined; at = nodeAt(plan, at)?.parent) {
    if (at === outer) return true;
  }
  return false;
}

/**
 * The same table read twice for want of one index, or each of its partitions, is told of once: where
 * it weighs most. The shares of the others come to it.
 */
function oncePerCure(found: readonly PlanVerdict[], plan: Plan): PlanVerdict[] {
  const byCure = new Map<string, PlanVerdict>();
  for (const verdict of found) {
    const key = `${verdict.rule} ${cureOf(verdict, plan)}`;
    const before = byCure.get(key);
    if (before === undefined) {
      byCure.set(key, verdict);
      continue;
    }
    const heavier = before.weight >= verdict.weight ? before : verdict;
    byCure.set(key, { ...heavier, weight: Math.min(1, before.weight + verdict.weight) });
  }
  return [...byCure.values()];
}

function cureOf({ node, advice, addition }: PlanVerdict, plan: Plan): string {
  if (addition !== undefined) return `${addition.model} ${addition.attribute}`;
  const at = nodeAt(plan, node);
  const parent = nodeAt(plan, at?.parent);
  const isPartition = parent?.type === "Append" || parent?.type === "Merge Append";
  return isPartition
    ? `${parent.index} ${at?.conditions.map(({ text }) => text).join()}`
    : `${node} ${advice}`;
}
