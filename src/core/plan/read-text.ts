/**
 * EXPLAIN's text format → a plan, by way of the objects that its JSON would hold, so that both are
 * read alike. Knows how lines hang together, not what is in them.
 */
import { unframed } from "./frame.ts";
import type { PlanOrNot } from "./plan.ts";
import { type Properties, stringAt } from "./property.ts";
import { planFrom } from "./read-plan.ts";
import { readDetail } from "./text-detail.ts";
import { readFooter } from "./text-footer.ts";
import { isNodeLine, readNodeLine } from "./text-node.ts";

/** As psql prints it or as plain lines, with or without costs, ANALYZE, BUFFERS and VERBOSE. Never throws. */
export function readPlanText(text: string): PlanOrNot {
  const lines = unframed(text);
  const first = lines.findIndex(isNodeLine);
  if (first < 0) {
    return { ok: false, reason: "There is no plan in this text: no line names a node of one" };
  }
  const tree = treeOf(lines.slice(first));
  return planFrom({ ...readFooter(tree.footer), Plan: tree.root });
}

type Draft = Record<string, unknown> & { readonly Plans: Draft[] };

type Open = { readonly draft: Draft; readonly column: number };

/** What is being read; children are told from their parents by the column of their arrow. */
type Reading = {
  readonly open: Open[];
  /** The name of a subplan stands on a line of its own above it. */
  subplanName: string | undefined;
  /** A condition with a line break in it goes on in the next line. */
  detail: string | undefined;
};

function treeOf(lines: readonly string[]): { root: Draft; footer: readonly string[] } {
  const [first = "", ...rest] = lines;
  const root = draftOf(first);
  const rootColumn = first.search(/\S/);
  const reading: Reading = {
    open: [{ draft: root, column: rootColumn }],
    subplanName: undefined,
    detail: undefined,
  };
  const end = rest.findIndex((line) => isFooter(line, rootColumn));
  for (const line of end < 0 ? rest : rest.slice(0, end)) readLine(reading, line);
  return { root, footer: end < 0 ? [] : rest.slice(end) };
}

/** What is said of the whole begins where the root does; details of the root are further right. */
function isFooter(line: string, rootColumn: number): boolean {
  return line.search(/\S/) <= rootColumn && footerStart.test(line);
}

const footerStart =
  /^\s*(?:Planning|Execution|Settings|Trigger|JIT|Serialization|Query Identifier|Total runtime|Time)\b/;

function readLine(reading: Reading, line: string): void {
  const subplan = /^\s*((?:InitPlan|SubPlan) \d+(?: \(.*\))?|CTE [^:]+)$/.exec(line)?.[1];
  if (line.trimStart().startsWith("->")) readChild(reading, line);
  else if (subplan === undefined) readBelow(reading, line);
  else {
    // It stands where details of the node that it hangs on stand: right of that node's arrow.
    closeFrom(reading, line.search(/\S/));
    reading.subplanName = subplan;
    reading.detail = undefined;
  }
}

/** Nodes whose arrow is not left of that column are complete; the root never is. */
function closeFrom({ open }: Reading, column: number): void {
  while (open.length > 1 && (open.at(-1)?.column ?? 0) >= column) open.pop();
}

function readBelow(reading: Reading, line: string): void {
  const draft = reading.open.at(-1)?.draft;
  if (draft === undefined) return;
  const detail = readDetail(line.trim(), draft);
  if (detail !== undefined) reading.detail = detail;
  else goOn(draft, reading.detail, line);
}

function readChild(reading: Reading, line: string): void {
  const column = line.search(/\S/);
  const { open } = reading;
  closeFrom(reading, column);
  const parent = open.at(-1)?.draft;
  if (parent === undefined) return;
  const draft = draftOf(line);
  draft["Parent Relationship"] = relationship(parent, reading.subplanName);
  if (reading.subplanName !== undefined) draft["Subplan Name"] = reading.subplanName;
  parent.Plans.push(draft);
  open.push({ draft, column });
  reading.subplanName = undefined;
  reading.detail = undefined;
}

function draftOf(line: string): Draft {
  return { ...readNodeLine(line.trim().replace(/^->\s*/, "")), Plans: [] };
}

/** The text format does not say it; it follows from the parent and the place among its children. */
function relationship(parent: Draft, subplanName: string | undefined): string {
  if (subplanName !== undefined) return subplanName.startsWith("SubPlan") ? "SubPlan" : "InitPlan";
  const type = stringAt(parent, "Node Type") ?? "";
  if (/^(?:Merge )?Append$|^Bitmap(?:And|Or)$/.test(type)) return "Member";
  if (type === "Subquery Scan") return "Subquery";
  const inputs = parent.Plans.filter((child) => isInput(child));
  return inputs.length === 0 ? "Outer" : inputs.length === 1 ? "Inner" : "Member";
}

function isInput(child: Properties): boolean {
  return child["Subplan Name"] === undefined;
}

function goOn(draft: Draft, detail: string | undefined, line: string): void {
  const before = detail === undefined ? undefined : stringAt(draft, detail);
  if (detail !== undefined && before !== undefined) draft[detail] = `${before}\n${line}`;
}
