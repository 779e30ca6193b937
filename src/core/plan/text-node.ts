/**
 * The line that names a node in EXPLAIN's text: `Parallel Index Scan Backward using i on t a
 * (cost=… rows=… width=…) (actual time=… rows=… loops=…)` → the properties of JSON.
 */
import { nameAt, unquoted } from "./text-name.ts";

/** Whether it begins as nodes do, an arrow before it allowed. */
export function isNodeLine(line: string): boolean {
  const text = line.trim().replace(/^->\s*/, "");
  return figures.test(text) ? typeOf(text).length > 0 : knownType.test(withoutPrefixes(text));
}

/** Without the arrow. */
export function readNodeLine(text: string): Record<string, unknown> {
  const at = text.search(figures);
  const head = (at < 0 ? text : text.slice(0, at)).trim();
  return { ...readHead(head), ...(at < 0 ? {} : readFigures(text.slice(at))) };
}

/** Where the numbers begin: after two spaces, but of one that was pasted even that is not sure. */
const figures = /\(cost=\d|\(actual (?:time|rows)=|\(never executed\)/;

const typeOf = (text: string) => text.slice(0, text.search(figures)).trim();

const prefixes = /^(Parallel|Async|Partial|Finalize) /;

function withoutPrefixes(head: string): string {
  let rest = head;
  while (prefixes.test(rest)) rest = rest.replace(prefixes, "");
  return rest;
}

/** What a line without numbers (COSTS OFF) must begin with to be a node. */
const knownType =
  /^(?:Result|ProjectSet|ModifyTable|Append|Merge Append|Recursive Union|BitmapAnd|BitmapOr|Nested Loop|Merge |Hash\b|Seq Scan on|Sample Scan on|Gather|Index (?:Only )?Scan|Bitmap (?:Index|Heap) Scan on|Tid (?:Range )?Scan on|Subquery Scan on|Function Scan on|Table Function Scan on|Values Scan on|CTE Scan on|Named Tuplestore Scan on|WorkTable Scan on|Foreign |Custom Scan|Materialize$|Memoize$|Sort$|Incremental Sort$|Group$|Group ?Aggregate$|HashAggregate$|MixedAggregate$|Aggregate$|WindowAgg$|Unique$|SetOp |HashSetOp |LockRows$|Limit$|(?:Insert|Update|Delete|Merge) on )/;

function readHead(head: string): Record<string, unknown> {
  const rest = withoutPrefixes(head);
  const before = head.slice(0, head.length - rest.length);
  return {
    ...readType(rest),
    ...(/Partial|Finalize/.test(before) && {
      "Partial Mode": before.match(/Partial|Finalize/)?.[0],
    }),
    "Parallel Aware": before.includes("Parallel"),
    "Async Capable": before.includes("Async"),
  };
}

function readType(text: string): Record<string, unknown> {
  return (
    readModification(text) ??
    readAggregate(text) ??
    readSetOperation(text) ??
    readJoin(text) ??
    readScan(text) ?? { "Node Type": text }
  );
}

function readModification(text: string): Record<string, unknown> | undefined {
  const found = /^(Foreign )?(Insert|Update|Delete|Merge) on (.*)$/s.exec(text);
  if (found === null) return undefined;
  const type = found[1] === undefined ? "ModifyTable" : "Foreign Scan";
  return { "Node Type": type, Operation: found[2], ...readRelation(found[3] ?? "") };
}

const strategies: Readonly<Record<string, string>> = {
  Aggregate: "Plain",
  GroupAggregate: "Sorted",
  HashAggregate: "Hashed",
  MixedAggregate: "Mixed",
};

function readAggregate(text: string): Record<string, unknown> | undefined {
  const strategy = Object.hasOwn(strategies, text) ? strategies[text] : undefined;
  return strategy === undefined
    ? undefined
    : { "Node Type": "Aggregate", Strategy: strategy, "Partial Mode": "Simple" };
}

function readSetOperation(text: string): Record<string, unknown> | undefined {
  const found = /^(Hash)?SetOp (.+)$/.exec(text);
  if (found === null) return undefined;
  return {
    "Node Type": "SetOp",
    Strategy: found[1] === undefined ? "Sorted" : "Hashed",
    Command: found[2],
  };
}

/** `Hash Left Join`, `Nested Loop Semi Join`, `Merge Join`. */
function readJoin(text: string): Record<string, unknown> | undefined {
  const found = /^(Hash|Merge|Nested Loop) ?((?:Right |Left )?\w+)? Join$|^Nested Loop$/.exec(text);
  if (found === null) return undefined;
  const way = found[1] ?? "Nested Loop";
  return {
    "Node Type": way === "Nested Loop" ? way : `${way} Join`,
    "Join Type": found[2] ?? "Inner",
  };
}

/** Those that name what they read, after `on`, and maybe the index they use for it. */
function readScan(text: string): Record<string, unknown> | undefined {
  const custom = /^Custom Scan \(([^)]*)\)(?: on (.*))?$/s.exec(text);
  if (custom !== null) {
    return {
      "Node Type": "Custom Scan",
      "Custom Plan Provider": custom[1],
      ...(custom[2] !== undefined && readRelation(custom[2])),
    };
  }
  const found = /^([A-Z][A-Za-z ]*?)( Backward)?(?: using (.*?))? on (.*)$/s.exec(text);
  if (found === null) return undefined;
  const [, type = "", backward, index, target = ""] = found;
  if (type === "Bitmap Index Scan") return { "Node Type": type, "Index Name": unquoted(target) };
  return {
    "Node Type": type,
    ...(index !== undefined && {
      "Index Name": unquoted(index),
      "Scan Direction": backward === undefined ? "Forward" : "Backward",
    }),
    ...readTarget(type, target),
  };
}

/** The JSON has a name of its own for what each kind of scan reads. */
function readTarget(type: string, target: string): Record<string, unknown> {
  const { "Relation Name": name, ...rest } = readRelation(target);
  const property = targetNames[type];
  if (property === undefined) return { "Relation Name": name, ...rest };
  return { ...(property !== "" && { [property]: name }), Alias: name, ...rest };
}

const targetNames: Readonly<Record<string, string>> = {
  "Function Scan": "Function Name",
  "Table Function Scan": "Table Function Name",
  "CTE Scan": "CTE Name",
  "WorkTable Scan": "CTE Name",
  "Named Tuplestore Scan": "Tuplestore Name",
  "Subquery Scan": "",
  "Values Scan": "",
};

/** `orders`, `orders o`, `public.orders o`, `"Order"`, `"My schema"."Order" o`. */
function readRelation(text: string): Record<string, unknown> {
  const first = nameAt(text, 0);
  const isQualified = text[first.end] === ".";
  const second = isQualified ? nameAt(text, first.end + 1) : first;
  const alias = text[second.end] === " " ? nameAt(text, second.end + 1) : second;
  return {
    "Relation Name": second.name,
    ...(isQualified && { Schema: first.name }),
    Alias: alias.name,
  };
}

function readFigures(text: string): Record<string, unknown> {
  const cost = /cost=([\d.]+)\.\.([\d.]+) rows=(\d+) width=(\d+)/.exec(text);
  const never = text.includes("(never executed)");
  const time = /actual (?:time=([\d.]+)\.\.([\d.]+) )?rows=([\d.]+) loops=(\d+)/.exec(text);
  return {
    ...(cost !== null && {
      "Startup Cost": Number(cost[1]),
      "Total Cost": Number(cost[2]),
      "Plan Rows": Number(cost[3]),
      "Plan Width": Number(cost[4]),
    }),
    ...(never && { "Actual Rows": 0, "Actual Loops": 0 }),
    ...(time !== null && readActualFigures(time)),
  };
}

function readActualFigures([, startup, total, rows, loops]: RegExpExecArray) {
  return {
    ...(startup !== undefined && {
      "Actual Startup Time": Number(startup),
      "Actual Total Time": Number(total),
    }),
    "Actual Rows": Number(rows),
    "Actual Loops": Number(loops),
  };
}
