/** The figures of one node, as cells for the tree and for the table. */
import type { Measured } from "../../core/plan/measure.ts";
import type { PlanNode } from "../../core/plan/plan.ts";
import { type Content, element } from "../erd/element.ts";
import type { Read } from "./desk.ts";
import { blocks, count, duration, factor, percent } from "./numbers.ts";

/** From here on an estimate is worth a word, and from the next on a loud one. */
const errorSeen = 2;
const errorBad = 10;

/** The share of the whole that one node took by itself: of the time, or of the cost where it was not run. */
function shareOf({ plan }: Read, measured: Measured): number {
  if (measured.share !== undefined) return measured.share;
  const whole = plan.nodes[0]?.totalCost ?? 0;
  return whole > 0 ? Math.min(1, measured.ownCost / whole) : 0;
}

/** `12 ms`, or `420` of cost; nothing where it was never run. */
export function ownOf(measured: Measured): string {
  if (measured.isNeverExecuted) return "";
  return measured.ownTime === undefined ? count(measured.ownCost) : duration(measured.ownTime);
}

/** A large share of next to nothing is no reason for loud colours: 10 ms, or as costly. */
const loudFrom = { time: 10, cost: 1000 };

export function bar(read: Read, measured: Measured): HTMLElement {
  const share = shareOf(read, measured);
  const filled = element("span", {});
  filled.style.width = `${Math.max(share > 0 ? 2 : 0, Math.round(share * 100))}%`;
  const whole = read.measured[0];
  const isLoud =
    whole?.time === undefined
      ? (read.plan.nodes[0]?.totalCost ?? 0) >= loudFrom.cost
      : whole.time >= loudFrom.time;
  const level = !isLoud || share < 0.1 ? "" : share >= 0.4 ? " high" : " middle";
  return element(
    "span",
    { class: `bar${level}`, "aria-hidden": "true", title: percent(share) },
    filled,
  );
}

export function rowsCell(node: PlanNode, measured: Measured): Content[] {
  const { rows, expectedRows, isNeverExecuted } = measured;
  if (isNeverExecuted) return [element("span", { class: "soft" }, "never run")];
  if (rows === undefined) return [count(node.planRows)];
  return [
    count(rows),
    element("span", { class: "soft" }, ` of ${count(expectedRows)}`),
    errorBadge(measured),
  ];
}

/** How far the estimate was off, where that is worth a word. */
export function errorBadge({ error, isUnderestimated }: Measured): HTMLElement | undefined {
  if (error === undefined || error < errorSeen) return undefined;
  const more = isUnderestimated ? "more" : "fewer";
  return element(
    "span",
    {
      class: `error${error >= errorBad ? " bad" : ""}`,
      title: `${factor(error)} ${more} rows than PostgreSQL expected`,
    },
    isUnderestimated ? "▲" : "▼",
    element("span", { class: "unseen" }, `${more} than expected: `),
    factor(error),
  );
}

export function loopsOf({ actual }: PlanNode): string {
  return actual === undefined || actual.loops <= 1 ? "" : count(actual.loops);
}

/** Found and read by the node itself. */
export function buffersOf({ ownBuffers }: Measured): string {
  const all = ownBuffers.hit + ownBuffers.read;
  return all === 0 ? "" : blocks(all);
}

export function buffersTip({ ownBuffers: { hit, read, temp } }: Measured): string {
  const parts = [
    hit > 0 && `${blocks(hit)} found in memory`,
    read > 0 && `${blocks(read)} read`,
    temp > 0 && `${blocks(temp)} of temporary files`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}
