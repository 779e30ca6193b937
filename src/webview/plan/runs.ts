/** How long a query took in several runs: mostly, and at worst, beside what people wait for. */
import { type Percentile, summaryOf, type TimesSummary } from "../../core/plan/percentiles.ts";
import { element } from "../erd/element.ts";
import { duration } from "./numbers.ts";

/** In milliseconds: a query that stays below does not make people wait. */
export const target = 100;

/** Nothing for a single run, whose time is the execution's. */
export function runFigures(times: readonly number[]): HTMLElement[] {
  const summary = times.length > 1 ? summaryOf(times) : undefined;
  if (summary === undefined) return [];
  return [
    element(
      "div",
      {},
      element("dt", {}, "Runs"),
      element(
        "dd",
        {},
        String(summary.runs),
        element("small", {}, ` ${duration(summary.least)} to ${duration(summary.most)}`),
      ),
    ),
    percentileFigure("p50", "Half", summary.p50, summary),
    percentileFigure("p95", "95 of 100", summary.p95, summary),
    percentileFigure("p99", "99 of 100", summary.p99, summary),
  ];
}

function percentileFigure(
  name: string,
  share: string,
  { value, isMost, runsNeeded }: Percentile,
  { runs }: TimesSummary,
): HTMLElement {
  // Of few runs, the percentile is just the slowest: it is called what it is.
  const tip = isMost
    ? `The slowest of ${runs} runs: to tell ${name} from it, it takes ${runsNeeded} runs`
    : `${share} runs took no longer. The target is ${target} ms`;
  return element(
    "div",
    { title: tip },
    element("dt", {}, name),
    element(
      "dd",
      { class: value > target ? "bad" : "good" },
      duration(value),
      isMost && element("small", {}, ` the slowest of ${runs}`),
    ),
  );
}
