/**
 * Comments that silence a rule at one place: `// architect-ignore rule-name: reason`. What a
 * place is, the caller says; here an ignore is a stretch of text and the rules it silences.
 */
import type { Span } from "../base/text.ts";
import type { Finding, RuleText, Verdict } from "./rule.ts";

export type Ignore = {
  /** The comment. */
  readonly at: Span;
  readonly rules: readonly string[];
  readonly reason: string;
  /** What is silenced; undefined for the whole file, or for a place where nothing follows. */
  readonly scope: Span | undefined;
  readonly wholeFile: boolean;
};

/** Of a trimmed text. No two parts of it match the same blanks: that would take cubic time. */
const pattern = /^architect-ignore(-file)?(?=[\s:]|$)([^:]*)(?::(.*))?$/;

/** Reads the text of a comment; undefined when it is an ordinary one. */
export function readIgnore(
  text: string,
): Pick<Ignore, "rules" | "reason" | "wholeFile"> | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const [, file, names = "", reason = ""] = match;
  const rules = names.split(/[\s,]+/).filter((name) => name !== "");
  return { rules, reason: reason.trim(), wholeFile: file !== undefined };
}

/** What a comment that silences `rule` must say. */
export function ignoreComment(rule: string, reason: string): string {
  return `// architect-ignore ${rule}: ${reason}`;
}

export const ignoreWithoutReason: RuleText = {
  name: "ignore-without-reason",
  severity: "warning",
  summary: "A comment silences a rule but does not say why",
  why: `Whoever reads the schema next cannot tell a decision from an accident. After a year nobody dares to remove such a comment, and the mistake it hides stays for good.

Instead, write the reason behind a colon: \`// architect-ignore unindexed-foreign-key: the table never has more than ten rows\`.`,
  examples: [],
};

export const ignoreWithoutEffect: RuleText = {
  name: "ignore-without-effect",
  severity: "warning",
  summary: "A comment silences a rule that has nothing to say there",
  why: `The comment outlived the problem, or it stands in the wrong place or misspells the rule. The next real finding of that rule would be silenced without anyone noticing.

An ignore covers the field or attribute on the next line, the whole model when it stands right above one, and the whole file when it is written \`architect-ignore-file\`.`,
  examples: [],
};

export const suppressionRules: readonly RuleText[] = [ignoreWithoutReason, ignoreWithoutEffect];

export type Suppression = {
  readonly kept: readonly Verdict[];
  /** About the ignores themselves, by rule. */
  readonly about: readonly { readonly rule: RuleText; readonly finding: Finding }[];
};

/**
 * Takes away what the ignores of one file silence. `isKnown` says whether a rule exists, `isOn`
 * whether it runs: an ignore of a rule that does not run is left in peace.
 */
export function suppress(
  verdicts: readonly Verdict[],
  ignores: readonly Ignore[],
  isKnown: (rule: string) => boolean,
  isOn: (rule: string) => boolean,
): Suppression {
  if (ignores.length === 0) return { kept: verdicts, about: [] };
  const used = new Map<Ignore, Set<string>>(ignores.map((ignore) => [ignore, new Set()]));
  const kept = verdicts.filter((verdict) => {
    const silent = ignores.filter((ignore) => covers(ignore, verdict));
    for (const ignore of silent) used.get(ignore)?.add(verdict.rule);
    return silent.length === 0;
  });
  const about = ignores.flatMap((ignore) => {
    const idle = ignore.rules.filter((rule) => !used.get(ignore)?.has(rule));
    return [...aboutIgnore(ignore, idle, isKnown, isOn)];
  });
  return { kept, about };
}

function covers({ rules, scope, wholeFile }: Ignore, { rule, at }: Verdict): boolean {
  if (!rules.includes(rule)) return false;
  if (wholeFile) return true;
  return (
    scope !== undefined &&
    scope.source === at.source &&
    scope.start <= at.start &&
    at.start < scope.end
  );
}

function* aboutIgnore(
  { at, rules, reason }: Ignore,
  idle: readonly string[],
  isKnown: (rule: string) => boolean,
  isOn: (rule: string) => boolean,
): Generator<Suppression["about"][number]> {
  if (rules.length === 0) {
    yield about(ignoreWithoutEffect, at, "This comment names no rule to silence");
    return;
  }
  for (const rule of idle) {
    if (!isKnown(rule)) yield about(ignoreWithoutEffect, at, `There is no rule called ${rule}`);
    else if (isOn(rule)) yield about(ignoreWithoutEffect, at, `${rule} finds nothing here`);
  }
  if (reason === "") {
    const names = rules.join(", ");
    yield about(ignoreWithoutReason, at, `${names} is silenced here without a reason`);
  }
}

function about(rule: RuleText, at: Span, message: string): Suppression["about"][number] {
  return { rule, finding: { at, message } };
}
