/**
 * What somebody types for the parameters, before it is sent: it outlives pages of the same query,
 * and is kept nowhere.
 */
import type { GivenValue, ParameterLine, PlanPage } from "../../protocol/plans.ts";

let query = "";
const typed = new Map<number, GivenValue>();

/** What is typed counts more than what was sent: it is newer. */
export function givenFor(page: PlanPage, { number, value }: ParameterLine): GivenValue {
  const draft = page.query === query ? typed.get(number) : undefined;
  return draft === undefined ? value : draft;
}

export function type(page: PlanPage, number: number, value: GivenValue): void {
  if (page.query !== query) typed.clear();
  query = page.query;
  typed.set(number, value);
}

/** All of them, in the order of their numbers; those that the page does not name are any. */
export function allGiven(page: PlanPage): GivenValue[] {
  const last = Math.max(0, ...page.parameters.map(({ number }) => number));
  const values = Array.from({ length: last }, (): GivenValue => false);
  for (const parameter of page.parameters) values[parameter.number - 1] = givenFor(page, parameter);
  return values;
}
