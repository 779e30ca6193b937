/** The plan beside an earlier one of the same query: the verdict, and each node that differs. */
import { type Change, type Comparison, comparePlans, type Pair } from "../../core/plan/compare.ts";
import type { Measured } from "../../core/plan/measure.ts";
import { nodeAt, type Plan } from "../../core/plan/plan.ts";
import type { PlanRecord } from "../../protocol/plans.ts";
import { type Content, element } from "../erd/element.ts";
import type { Desk, Read, Shown } from "./desk.ts";
import { nodeName, nodeObject } from "./node-words.ts";
import { blocks, cost, count, duration } from "./numbers.ts";
import { read } from "./reading.ts";

export function comparison(shown: Shown, desk: Desk): HTMLElement {
  const { history } = shown.page;
  const below = element("div", {});
  const choice = element(
    "select",
    { id: "earlier" },
    ...history.map((record) => element("option", { value: String(record.id) }, titleOf(record))),
  );
  const chosen = () => history.find(({ id }) => id === desk.memory().earlier) ?? history[0];
  const draw = () => {
    const record = chosen();
    below.replaceChildren(...(record ? difference(record, shown, desk) : []));
  };
  choice.value = String(chosen()?.id ?? "");
  choice.addEventListener("change", () => {
    desk.remember({ earlier: Number(choice.value) });
    draw();
  });
  draw();
  return element(
    "div",
    {},
    element(
      "div",
      { class: "choice" },
      element("label", { for: "earlier" }, "Compared with the plan of"),
      choice,
    ),
    below,
  );
}

/** `10:10:00, run in Embedded PostgreSQL 18`. */
function titleOf({ at, target, mode, isGeneric }: PlanRecord): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const when = isToday ? date.toLocaleTimeString() : date.toLocaleString();
  const how = mode === "run" ? "run" : isGeneric ? "planned for any values" : "planned";
  return `${when}, ${how}: ${target}`;
}

/** Both plans, and by which of their figures they are compared. */
type Both = { readonly earlier: Read; readonly shown: Shown; readonly isTimed: boolean };

function difference(record: PlanRecord, shown: Shown, desk: Desk): HTMLElement[] {
  const earlier = read(record.json);
  if (!earlier.ok) return [element("p", { class: "soft" }, earlier.reason)];
  const found = comparePlans(earlier.plan, shown.plan);
  const both: Both = { earlier, shown, isTimed: found.basis === "time" };
  const differing = found.pairs.filter((pair) => differs(pair, both));
  const rows = [
    ...differing.map((pair) => pairRow(pair, both, desk)),
    ...found.added.map((index) => loneRow("added", shown, index, both, desk)),
    ...found.removed.map((index) => loneRow("removed", earlier, index, both, desk)),
  ];
  const same = found.pairs.length - differing.length;
  return [
    element("p", { class: `verdict ${kindOf(found.verdict)}`, role: "status" }, found.sentence),
    wholeFigures(found),
    ...(rows.length > 0 ? [sheet(rows, both)] : []),
    element("p", { class: "soft" }, sameWords(same, rows.length)),
  ];
}

function kindOf(verdict: Comparison["verdict"]): string {
  if (verdict === "same") return "";
  return verdict === "faster" || verdict === "cheaper" ? "better" : "worse";
}

function sameWords(same: number, others: number): string {
  if (others === 0) return "No node differs by more than chance.";
  const nodes = same === 1 ? "One more node does" : `${count(same)} more nodes do`;
  return same === 0 ? "" : `${nodes} not differ by more than chance.`;
}

/** What one node takes by itself: everything above a difference would differ as well. */
function ownOf(pair: Pair, { earlier, shown, isTimed }: Both): Change | undefined {
  if (isTimed) return pair.ownTime;
  return changeOf(
    earlier.measured[pair.before]?.ownCost ?? 0,
    shown.measured[pair.after]?.ownCost ?? 0,
  );
}

function ownBuffers(pair: Pair, { earlier, shown }: Both): Change {
  const sum = (one: Measured | undefined) =>
    one === undefined ? 0 : one.ownBuffers.hit + one.ownBuffers.read;
  return changeOf(sum(earlier.measured[pair.before]), sum(shown.measured[pair.after]));
}

/** So little of one plan as of the other is noise. */
const noise = 0.05;

function changeOf(before: number, after: number): Change {
  const isSame = Math.abs(after - before) <= noise * Math.max(before, after);
  return { before, after, direction: isSame ? "same" : after < before ? "less" : "more" };
}

/** A large change of a hundredth of the whole is not worth a line. */
const worthSaying = 0.01;

function differs(pair: Pair, both: Both): boolean {
  const own = ownOf(pair, both);
  const { earlier, shown, isTimed } = both;
  const wholes = [earlier, shown].map(({ plan, measured }) =>
    isTimed ? measured[0]?.time : plan.nodes[0]?.totalCost,
  );
  const least = worthSaying * Math.max(...wholes.map((whole) => whole ?? 0));
  const isOwn =
    own !== undefined && own.direction !== "same" && Math.abs(own.after - own.before) >= least;
  return pair.isChanged || isOwn || pair.rows.direction !== "same";
}

function wholeFigures({ whole: { time, cost: costs, rows, buffers } }: Comparison): HTMLElement {
  const figure = (term: string, change: Change | undefined, words: (value: number) => string) =>
    change &&
    element("div", {}, element("dt", {}, term), element("dd", {}, ...changeWords(change, words)));
  return element(
    "div",
    { class: "totals" },
    element(
      "dl",
      { class: "figures" },
      figure("Execution", time, duration),
      figure("Cost", costs, cost),
      figure("Rows", { ...rows, direction: "same" }, count),
      figure("Buffers", buffers, blocks),
    ),
  );
}

function sheet(rows: readonly HTMLElement[], { isTimed }: Both): HTMLElement {
  const heads = ["Node", isTimed ? "Own time" : "Own cost", "Rows", "Own buffers"];
  const head = (name: string, at: number) =>
    element("th", { scope: "col", class: at > 0 ? "figure" : "" }, name);
  return element(
    "div",
    { class: "sheet" },
    element(
      "table",
      { class: "pairs" },
      element("thead", {}, element("tr", {}, ...heads.map(head))),
      element("tbody", {}, ...rows),
    ),
  );
}

function pairRow(pair: Pair, both: Both, desk: Desk): HTMLElement {
  const own = ownOf(pair, both);
  const was = element("span", { class: "was" }, nodeWords(both.earlier.plan, pair.before));
  return row(
    [
      ...(pair.isChanged ? [mark("changed"), was, " became "] : []),
      nodeLink(both.shown.plan, pair.after, desk),
    ],
    own ? changeWords(own, both.isTimed ? duration : count) : [],
    // More or fewer rows are neither better nor worse.
    changeWords({ ...pair.rows, direction: "same" }, count),
    changeWords(ownBuffers(pair, both), someBlocks),
  );
}

function loneRow(
  kind: "added" | "removed",
  { plan, measured }: Read,
  index: number,
  { isTimed }: Both,
  desk: Desk,
): HTMLElement {
  const own = measured[index];
  const time = own?.ownTime === undefined ? "" : duration(own.ownTime);
  return row(
    [
      mark(kind),
      kind === "added"
        ? nodeLink(plan, index, desk)
        : element("span", { class: "was" }, nodeWords(plan, index)),
    ],
    [isTimed ? time : count(own?.ownCost ?? 0)],
    [count(own?.rows ?? own?.expectedRows ?? 0)],
    [own ? someBlocks(own.ownBuffers.hit + own.ownBuffers.read) : ""],
  );
}

function row(...cells: readonly (readonly Content[])[]): HTMLElement {
  // Where columns have no room, each figure says what it is.
  const labels = ["", "own", "rows", "buffers"];
  const cell = (content: readonly Content[], at: number) =>
    element("td", { class: at > 0 ? "figure" : "", "data-label": labels[at] }, ...content);
  return element("tr", {}, ...cells.map(cell));
}

function mark(kind: "added" | "removed" | "changed"): HTMLElement {
  return element("span", { class: `tag ${kind}` }, kind);
}

function nodeWords(plan: Plan, index: number): string {
  const node = nodeAt(plan, index);
  return node ? `${nodeName(node)} ${nodeObject(node)}`.trim() : "";
}

function nodeLink(plan: Plan, index: number, desk: Desk): HTMLElement {
  const link = element(
    "button",
    { class: "link", type: "button", title: "Show the node in the plan" },
    nodeWords(plan, index),
  );
  link.addEventListener("click", () => desk.select(index));
  return link;
}

function someBlocks(value: number): string {
  return value === 0 ? "" : blocks(value);
}

/** Where both read the same, once. */
function changeWords(change: Change, words: (value: number) => string): Content[] {
  const [before, after] = [words(change.before), words(change.after)];
  if (before === after) return [after];
  const kind = change.direction === "same" ? "" : change.direction === "less" ? "better" : "worse";
  return [
    element("span", { class: "soft" }, `${before || "0"} → `),
    element("span", { class: `changed-figure ${kind}` }, after || "0"),
  ];
}
