/** Between a query in a text, what a database is asked about it, and what an editor shows of the answer. */
import { lineStartsOf, positionAt } from "../core/base/text.ts";
import { byNumber, type Explainable, type Parameter, toFile } from "../core/editor/explainable.ts";
import type { PlanVerdict } from "../core/rules/plan-rule.ts";
import { rulePageAddress } from "../core/rules/rule-page.ts";
import type { Passed } from "../core/sql/gate.ts";
import type { Refusal } from "../engines/postgres-connection.ts";
import type { ExplainWish } from "../explain/explained.ts";
import type * as protocol from "../protocol/plans.ts";
import type { CheckedSchema } from "./workspace.ts";

/** What is known of a query before anybody is asked. */
export type Asked = {
  readonly request: protocol.ExplainRequest;
  readonly found: Explainable;
  readonly passed: Passed;
  readonly key: string;
  readonly values: readonly protocol.GivenValue[];
  readonly checked: CheckedSchema | undefined;
  readonly targets: readonly protocol.TargetLine[];
};

/** A document that is not saved has a name, and no folder. */
export function placeName(uri: string, relative: string): string {
  return uri.startsWith("file:") ? relative : uri.replace(/^[\w-]+:\/*/, "");
}

export function ranger(text: string): (start: number, end: number) => protocol.TextRange {
  const lines = lineStartsOf(text);
  const place = (offset: number) => {
    const { line, column } = positionAt(lines, offset);
    return { line, character: column };
  };
  return (start, end) => ({ start: place(start), end: place(end) });
}

/** `given` is in the order of the numbers; where nothing is given, what the code spells out. */
export function usualValue(
  { number, value }: Parameter,
  given: readonly protocol.GivenValue[],
): protocol.GivenValue {
  const own = given[number - 1];
  if (own !== undefined) return own;
  return value === undefined ? false : value;
}

export function wishOf(
  { found, passed, request, values }: Asked,
  types: readonly (string | undefined)[],
): ExplainWish {
  return {
    sql: passed.text,
    values: byNumber(
      found.parameters,
      values.map((value) => (value === false ? undefined : value)),
    ),
    types: byNumber(found.parameters, types),
    mode: request.mode,
    isWrite: passed.writes.length > 0,
    times: request.times,
  };
}

export function findingLine({
  rule,
  severity,
  node,
  message,
  advice,
  addition,
}: PlanVerdict): protocol.PlanFindingLine {
  return { rule, href: rulePageAddress(rule), severity, node, message, advice, addition };
}

export function failureOf(refusal: Refusal, { request, found, passed }: Asked): protocol.Failure {
  const { message, detail, hint, offset } = refusal;
  const at = offset === undefined ? undefined : toFile(found, passed.start + offset);
  return {
    reason: detail === undefined ? message : `${message}. ${detail}`,
    hint: hint ?? "",
    range: at === undefined ? undefined : ranger(request.text)(at, at + 1),
  };
}
