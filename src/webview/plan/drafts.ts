/** What somebody types for the parameters, before it is sent: it outlives pages of the same query. */
import type { GivenValue, ParameterLine, PlanPage } from "../../protocol/plans.ts";
import type { Desk } from "./desk.ts";

/** What is typed counts more than what was sent: it is newer. */
export function givenFor({ number, value }: ParameterLine, desk: Desk): GivenValue {
  const draft = desk.memory().drafts[number];
  return draft === undefined ? value : draft;
}

export function type(number: number, value: GivenValue, desk: Desk): void {
  desk.remember({ drafts: { ...desk.memory().drafts, [number]: value } });
}

/** All of them, in the order of their numbers; those that the page does not name are any. */
export function allGiven(page: PlanPage, desk: Desk): GivenValue[] {
  const last = Math.max(0, ...page.parameters.map(({ number }) => number));
  const values = Array.from({ length: last }, (): GivenValue => false);
  for (const parameter of page.parameters) values[parameter.number - 1] = givenFor(parameter, desk);
  return values;
}
