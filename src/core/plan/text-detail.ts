/**
 * The lines below a node in EXPLAIN's text, `Filter: …`, `Buffers: …`, → the properties of JSON.
 * Several figures on one line (`Buckets: 1024  Batches: 1  Memory Usage: 9kB`) are told apart.
 */
import { listed } from "./text-name.ts";

type Draft = Record<string, unknown>;

/**
 * Enters the line into the node. Gives the name of the last property on it, undefined where the
 * line is not one of those that EXPLAIN writes, so that it belongs to the one before.
 */
export function readDetail(line: string, draft: Draft): string | undefined {
  const worker = /^Worker (\d+):\s*(.*)$/.exec(line);
  if (worker !== null) return readWorker(draft, Number(worker[1]), worker[2] ?? "");
  const found = /^([A-Z][A-Za-z0-9/ -]*?): ?(.*)$/s.exec(line);
  if (found === null) return undefined;
  const [, name = "", text = ""] = found;
  const read = readers[name];
  if (read !== undefined) {
    read(text, draft);
    return name;
  }
  if (lists.has(name)) return enter(draft, name, listed(text));
  if (conditions.has(name)) return enter(draft, name, text);
  return readFigures(line, draft) ?? enter(draft, name, plain(text));
}

/** The first of several lines of a name stands. */
function enter(draft: Draft, name: string, value: unknown): string {
  if (!(name in draft)) draft[name] = value;
  return name;
}

function plain(text: string): unknown {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text;
}

const lists: ReadonlySet<string> = new Set([
  "Output",
  "Sort Key",
  "Presorted Key",
  "Params Evaluated",
  "Conflict Arbiter Indexes",
]);

const conditions: ReadonlySet<string> = new Set([
  "Filter",
  "Index Cond",
  "Recheck Cond",
  "Hash Cond",
  "Merge Cond",
  "Join Filter",
  "One-Time Filter",
  "TID Cond",
  "Order By",
  "Run Condition",
  "Function Call",
  "Remote SQL",
  "Window",
  "Cache Key",
]);

const readers: Readonly<Record<string, (text: string, draft: Draft) => void>> = {
  "Group Key": readGroupKey,
  "Hash Key": readGroupKey,
  "Sort Method": readSortMethod,
  "Full-sort Groups": (text, draft) => readGroups("Full-sort Groups", text, draft),
  "Pre-sorted Groups": (text, draft) => readGroups("Pre-sorted Groups", text, draft),
  "Heap Blocks": readHeapBlocks,
  Buffers: readBuffersLine,
  "I/O Timings": readTimings,
  WAL: readWal,
  // Without the number of buckets it is a hashed aggregate.
  Batches: (text, draft) => readHashed(`Batches: ${text}`, draft),
  "Planned Partitions": (text, draft) => readHashed(`Planned Partitions: ${text}`, draft),
};

/** With grouping sets there is a line for each, `()` for that of all rows: the keys of any of them. */
function readGroupKey(text: string, draft: Draft): void {
  const known = Array.isArray(draft["Group Key"]) ? draft["Group Key"] : [];
  const further = text === "()" ? [] : listed(text);
  draft["Group Key"] = [...new Set([...known, ...further])];
}

/** `external merge  Disk: 1024kB`. */
function readSortMethod(text: string, draft: Draft): void {
  const found = /^(.*?)\s+(Memory|Disk): (\d+)kB/.exec(text);
  draft["Sort Method"] = found?.[1] ?? text;
  if (found === null) return;
  draft["Sort Space Used"] = Number(found[3]);
  draft["Sort Space Type"] = found[2];
}

/** `2  Sort Method: quicksort  Average Memory: 27kB  Peak Memory: 27kB`. */
function readGroups(name: string, text: string, draft: Draft): void {
  const methods = /Sort Methods?: (.*?)(?: {2}|$)/.exec(text)?.[1];
  draft[name] = {
    "Group Count": Number.parseInt(text, 10) || 0,
    "Sort Methods Used": methods?.split(", ") ?? [],
    ...readGroupSpace(text, "Memory"),
    ...readGroupSpace(text, "Disk"),
  };
}

function readGroupSpace(text: string, where: "Memory" | "Disk"): Draft {
  const found = new RegExp(`Average ${where}: (\\d+)kB\\s+Peak ${where}: (\\d+)kB`).exec(text);
  if (found === null) return {};
  return {
    [`Sort Space ${where}`]: {
      "Average Sort Space Used": Number(found[1]),
      "Peak Sort Space Used": Number(found[2]),
    },
  };
}

function readHeapBlocks(text: string, draft: Draft): void {
  draft["Exact Heap Blocks"] = Number(/exact=(\d+)/.exec(text)?.[1] ?? 0);
  draft["Lossy Heap Blocks"] = Number(/lossy=(\d+)/.exec(text)?.[1] ?? 0);
}

/** `shared hit=4 read=1, local hit=2, temp read=3 written=3`. */
export function readBuffersLine(text: string, draft: Draft): void {
  draft["Shared Hit Blocks"] = 0;
  for (const [, kind = "", counts = ""] of text.matchAll(/(shared|local|temp)((?: \w+=\d+)+)/g)) {
    for (const [, what = "", count] of counts.matchAll(/(\w+)=(\d+)/g)) {
      draft[`${capitalized(kind)} ${capitalized(what)} Blocks`] = Number(count);
    }
  }
}

/** `shared read=0.1 write=0.2, temp read=0.3`; until 14 without the kind, then `shared/local`. */
function readTimings(text: string, draft: Draft): void {
  const parts = /(shared\/local|shared|local|temp)?((?: ?(?:read|write)=[\d.]+)+)/g;
  for (const [, kind, times = ""] of text.matchAll(parts)) {
    const name = kind === undefined || kind === "shared/local" ? "I/O" : `${capitalized(kind)} I/O`;
    for (const [, what = "", time] of times.matchAll(/(read|write)=([\d.]+)/g)) {
      draft[`${name} ${capitalized(what)} Time`] = Number(time);
    }
  }
}

function readWal(text: string, draft: Draft): void {
  for (const [, what = "", count] of text.matchAll(/(records|fpi|bytes)=(\d+)/g)) {
    draft[what === "fpi" ? "WAL FPI" : `WAL ${capitalized(what)}`] = Number(count);
  }
}

function readHashed(text: string, draft: Draft): void {
  readFigures(text.replace("Batches:", "HashAgg Batches:"), draft);
}

/** What a figure is called in the JSON, where the text is shorter. */
const figureNames: Readonly<Record<string, string>> = {
  Buckets: "Hash Buckets",
  Batches: "Hash Batches",
  "Memory Usage": "Peak Memory Usage",
  Hits: "Cache Hits",
  Misses: "Cache Misses",
  Evictions: "Cache Evictions",
  Overflows: "Cache Overflows",
};

/** `Buckets: 2048 (originally 1024)  Batches: 4 (originally 1)  Memory Usage: 9kB`. */
function readFigures(line: string, draft: Draft): string | undefined {
  const parts = line.split(/ {2,}/);
  const read = parts.map((part) =>
    /^([A-Za-z/ -]+): (?:(\d+)(?:kB)?(?: \(originally (\d+)\))?|(Memory|Disk))$/.exec(part),
  );
  if (!read.every((part) => part !== null)) return undefined;
  for (const [, name = "", count, original, storage] of read) {
    const called = figureNames[name] ?? name;
    draft[called] = storage ?? Number(count);
    if (original !== undefined) draft[`Original ${called}`] = Number(original);
  }
  return read.at(-1)?.[1];
}

/** What a worker tells of itself becomes an entry of `Workers`, as in the JSON. */
function readWorker(draft: Draft, number: number, text: string): string {
  const known = Array.isArray(draft.Workers) ? draft.Workers : [];
  let worker: Draft | undefined = known.find((one: Draft) => one["Worker Number"] === number);
  if (worker === undefined) {
    worker = { "Worker Number": number };
    draft.Workers = [...known, worker];
  }
  const time = /^actual (?:time=([\d.]+)\.\.([\d.]+) )?rows=([\d.]+) loops=(\d+)/.exec(text);
  if (time === null) readDetail(text, worker);
  else {
    if (time[1] !== undefined) worker["Actual Startup Time"] = Number(time[1]);
    if (time[2] !== undefined) worker["Actual Total Time"] = Number(time[2]);
    worker["Actual Rows"] = Number(time[3]);
    worker["Actual Loops"] = Number(time[4]);
  }
  return "Workers";
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
