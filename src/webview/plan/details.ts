/** All that is known of one node: what it compares, what it sorts and hashes, what was found there. */
import type { Measured } from "../../core/plan/measure.ts";
import { nodeAt, type PlanNode } from "../../core/plan/plan.ts";
import { type Content, element } from "../erd/element.ts";
import { icon, severityIcon } from "../erd/icons.ts";
import type { Desk, Shown } from "./desk.ts";
import { buffersTip } from "./figures.ts";
import { ruleLink } from "./findings.ts";
import { nodeName, nodeObject, nodeRole } from "./node-words.ts";
import { blocks, cost, count, duration, factor, kilobytes, percent } from "./numbers.ts";

type Fact = readonly [term: string, value: string, isCode?: boolean];

/** Fills the pane beside the plan; empty while no node is chosen. */
export function fillDetails(
  pane: HTMLElement,
  shown: Shown,
  index: number | undefined,
  desk: Desk,
): void {
  const node = nodeAt(shown.plan, index);
  const measured = node && shown.measured[node.index];
  pane.hidden = node === undefined;
  pane.replaceChildren(...(node && measured ? details(node, measured, shown, desk) : []));
}

function details(node: PlanNode, measured: Measured, shown: Shown, desk: Desk): HTMLElement[] {
  const close = element(
    "button",
    {
      id: "details-close",
      class: "icon-button",
      type: "button",
      title: "Close",
      "aria-label": "Close",
    },
    icon("close"),
  );
  close.addEventListener("click", () => desk.select(undefined));
  const found = shown.result.findings.filter((finding) => finding.node === node.index);
  const object = [nodeRole(node), nodeObject(node)].filter((words) => words !== "").join(", ");
  return [
    element("div", { class: "details-head" }, element("h2", {}, nodeName(node)), close),
    ...(object === "" ? [] : [element("p", { class: "soft" }, object)]),
    ...found.map((finding, at) =>
      element(
        "div",
        { class: `found ${finding.severity}` },
        severityIcon(finding.severity),
        element("p", {}, finding.message, " ", ruleLink(finding, `details-${at}`, desk)),
      ),
    ),
    facts(figuresOf(node, measured)),
    facts(workOf(node)),
    properties(node),
  ];
}

function facts(all: readonly Fact[]): HTMLElement {
  return element(
    "dl",
    { class: "facts" },
    ...all.flatMap(([term, value, isCode]): Content[] => [
      element("dt", { class: isCode ? "wide" : "" }, term),
      element("dd", { class: isCode ? "code wide" : "" }, value),
    ]),
  );
}

function figuresOf(node: PlanNode, measured: Measured): Fact[] {
  const loops = node.actual?.loops ?? 1;
  return [
    ...timeFacts(node, measured),
    rowFact(node, measured),
    ...fact("Loops", loops > 1 && count(loops)),
    ["Cost", `${cost(node.startupCost)} to ${cost(node.totalCost)}, own ${cost(measured.ownCost)}`],
    ["Width of a row", `${count(node.planWidth)} B`],
    ...fact("Own buffers", hasBuffers(measured) && buffersTip(measured)),
    ...fact("Disabled", node.isDisabled && "by a setting, and there was no other way"),
  ];
}

/** Nothing where there is nothing to say. */
function fact(term: string, value: string | false): Fact[] {
  return value === false ? [] : [[term, value]];
}

function timeFacts(node: PlanNode, { isNeverExecuted, ownTime, time, share }: Measured): Fact[] {
  if (isNeverExecuted) return [["Run", "never: nothing asked it for rows"]];
  if (ownTime === undefined || time === undefined) return [];
  const part = share === undefined ? "" : `, ${percent(share)} of the whole`;
  const own: Fact = ["Own time", `${duration(ownTime)}${part}`];
  return node.children.length > 0 ? [own, ["With what is below", duration(time)]] : [own];
}

/** So little is no error of anybody's. */
const asExpected = 1.05;

function rowFact(node: PlanNode, measured: Measured): Fact {
  const { rows, expectedRows, error, isUnderestimated, isNeverExecuted } = measured;
  if (rows === undefined || isNeverExecuted) return ["Rows expected", count(node.planRows)];
  if (error === undefined) return ["Rows", `${count(rows)} (${count(expectedRows)} expected)`];
  const off = `${count(expectedRows)} expected, ${factor(error)} ${isUnderestimated ? "more" : "fewer"}`;
  return ["Rows", `${count(rows)} (${error < asExpected ? "as expected" : off})`];
}

function hasBuffers({ ownBuffers: { hit, read, temp } }: Measured): boolean {
  return hit + read + temp > 0;
}

function workOf(node: PlanNode): Fact[] {
  const list = (term: string, words: readonly string[]): Fact[] =>
    words.length === 0 ? [] : [[term, words.join(", "), true]];
  const removed = (term: string, rows: number): Fact[] =>
    rows === 0 ? [] : [[term, `${count(rows)}${(node.actual?.loops ?? 1) > 1 ? " a loop" : ""}`]];
  return [
    ...node.conditions.map(({ kind, text }): Fact => [kind, text, true]),
    ...removed("Rows removed by filter", node.removedByFilter),
    ...removed("Rows removed by join filter", node.removedByJoinFilter),
    ...removed("Rows removed by recheck", node.removedByRecheck),
    ...list("Sorted by", node.sortKey),
    ...list("Already sorted by", node.presortedKey),
    ...list("Grouped by", node.groupKey),
    ...measuredWork(node),
    ...list("Output", node.output),
  ];
}

function measuredWork(node: PlanNode): Fact[] {
  const { sort, heapBlocks, heapFetches, indexSearches, cache } = node;
  const lossy = heapBlocks && heapBlocks.lossy > 0 ? `, ${blocks(heapBlocks.lossy)} lossy` : "";
  return [
    ...fact(
      "Sort",
      sort !== undefined &&
        `${sort.method}, ${kilobytes(sort.space)} ${sort.isOnDisk ? "on disk" : "in memory"}`,
    ),
    ...hashFacts(node),
    ...fact(
      "Pages of the table",
      heapBlocks !== undefined && `${blocks(heapBlocks.exact)} exact${lossy}`,
    ),
    ...fact("Heap fetches", heapFetches !== undefined && count(heapFetches)),
    ...fact("Index searches", indexSearches !== undefined && count(indexSearches)),
    ...fact(
      "Cache",
      cache !== undefined &&
        `${count(cache.hits)} hits, ${count(cache.misses)} misses, ${count(cache.evictions)} evictions`,
    ),
    ...workerFacts(node),
  ];
}

function hashFacts({ hash }: PlanNode): Fact[] {
  if (hash === undefined) return [];
  const batches = hash.batches > 1 ? `, in ${count(hash.batches)} batches` : "";
  const disk = hash.disk > 0 ? `, ${kilobytes(hash.disk)} on disk` : "";
  return [["Hash", `${kilobytes(hash.peakMemory)} of memory${batches}${disk}`]];
}

function workerFacts({ workersPlanned, workersLaunched }: PlanNode): Fact[] {
  if (workersPlanned === undefined) return [];
  const launched = workersLaunched === undefined ? "" : `, ${workersLaunched} launched`;
  return [["Workers", `${workersPlanned} planned${launched}`]];
}

function properties({ properties: all }: PlanNode): HTMLElement {
  const lines = Object.entries(all).map(([name, value]): Fact => [name, plain(value)]);
  return element(
    "details",
    { class: "properties" },
    element("summary", {}, `All ${lines.length} properties`),
    element(
      "dl",
      { class: "facts" },
      ...lines.flatMap(([term, value]): Content[] => [
        element("dt", {}, term),
        element("dd", { class: "code" }, value),
      ]),
    ),
  );
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
