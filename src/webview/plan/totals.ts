/** The plan in a few figures: cost or time, rows, what was read, and what the server adds to it. */
import type { Plan } from "../../core/plan/plan.ts";
import { element } from "../erd/element.ts";
import type { Shown } from "./desk.ts";
import { blocks, cost, count, duration, kilobytes, percent } from "./numbers.ts";
import { runFigures, target } from "./runs.ts";

type Figure = readonly [term: string, value: string, kind?: string, tip?: string];

export function totals(shown: Shown): HTMLElement {
  const { plan, result } = shown;
  const figures: readonly Figure[] = [
    ...(plan.isAnalyzed ? measuredFigures(shown) : plannedFigures(plan)),
    ...bufferFigures(plan),
    ...addedFigures(plan),
  ];
  const runs = runFigures(result.executionTimes);
  // Where names are looked up changes no plan.
  const settings = Object.entries(plan.settings).filter(([name]) => name !== "search_path");
  return element(
    "section",
    { class: "totals", "aria-label": "Totals" },
    element("dl", { class: "figures" }, ...figures.map((one) => figure(one))),
    runs.length > 0 && element("dl", { class: "figures" }, ...runs),
    settings.length > 0 &&
      element(
        "p",
        { class: "soft settings" },
        "Settings that differ from PostgreSQL's: ",
        element("span", { class: "code" }, settings.map((pair) => pair.join(" = ")).join(", ")),
      ),
  );
}

function figure([term, value, kind = "", tip]: Figure): HTMLElement {
  return element(
    "div",
    { title: tip },
    element("dt", {}, term),
    element("dd", { class: kind }, value),
  );
}

function plannedFigures({ nodes: [root] }: Plan): Figure[] {
  if (root === undefined) return [];
  const startup = cost(root.startupCost);
  return [
    [
      "Cost",
      cost(root.totalCost),
      "",
      `${startup} before the first row. A page read in order is 1`,
    ],
    ["Rows expected", count(root.planRows)],
    ["Width", `${count(root.planWidth)} B`, "", "Average of one row"],
  ];
}

function measuredFigures({ plan, measured }: Shown): Figure[] {
  const [root] = plan.nodes;
  const [whole] = measured;
  const { executionTime, planningTime } = plan;
  const isSlow = executionTime !== undefined && executionTime > target;
  return [
    ...(executionTime === undefined
      ? []
      : [["Execution", duration(executionTime), isSlow ? "bad" : "good"] as const]),
    ...(planningTime === undefined ? [] : [["Planning", duration(planningTime)] as const]),
    ...(whole?.rows === undefined
      ? []
      : [["Rows", count(whole.rows), "", expected(whole)] as const]),
    ...(root === undefined ? [] : [["Cost", cost(root.totalCost)] as const]),
  ];
}

function expected({ expectedRows }: { readonly expectedRows: number }): string {
  return `${count(expectedRows)} expected`;
}

function bufferFigures({ nodes: [root] }: Plan): Figure[] {
  const buffers = root?.buffers;
  if (buffers === undefined) return [];
  const { sharedHit, sharedRead, tempRead, tempWritten, readTime } = buffers;
  const spilt = tempRead + tempWritten;
  const found: Figure = ["Found in memory", blocks(sharedHit), "", `${count(sharedHit)} blocks`];
  const read: Figure = [
    "Read from disk",
    blocks(sharedRead),
    "",
    `${count(sharedRead)} blocks${readTime === undefined ? "" : `, ${duration(readTime)}`}; the system may have had them in its memory`,
  ];
  const temp: Figure = ["Temporary files", blocks(spilt), "bad", "Read and written"];
  return spilt > 0 ? [found, read, temp] : [found, read];
}

function addedFigures({ jit, serialization, triggers, executionTime }: Plan): Figure[] {
  const made: Figure[] = [];
  if (jit !== undefined) {
    const { functions, total } = jit;
    const part =
      total !== undefined && executionTime ? `, ${percent(total / executionTime)} of the time` : "";
    made.push([
      "JIT",
      total === undefined ? `${functions} functions` : duration(total),
      "",
      `${functions} functions compiled${part}`,
    ]);
  }
  if (serialization !== undefined) {
    const { time, volume, format } = serialization;
    made.push([
      "Sent",
      kilobytes(volume),
      "",
      `As ${format}${time === undefined ? "" : `, ${duration(time)} to write`}`,
    ]);
  }
  const calls = triggers.reduce((sum, one) => sum + one.calls, 0);
  if (calls > 0) {
    const time = triggers.reduce((sum, one) => sum + (one.time ?? 0), 0);
    const names = triggers.map((one) => `${one.constraint ?? one.name}: ${count(one.calls)}`);
    made.push(["Triggers", time > 0 ? duration(time) : count(calls), "", names.join(", ")]);
  }
  return made;
}
