/**
 * How long a whole scan of the code takes in a workspace of 5,000 files, and whether somebody who
 * types meanwhile notices. Each run is a fresh process; the system has read the files before.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serverProcessArguments } from "../../src/protocol/server-process.ts";
import type { Inputs, Project } from "./inputs.ts";
import { type LanguageServer, startLanguageServer } from "./language-server.ts";
import { dist } from "./places.ts";
import { residentMemory } from "./process.ts";
import { pressAndAsk } from "./server.ts";
import { fileCount, writeSources } from "./sources.ts";
import { median, quantile } from "./statistics.ts";
import type { Row } from "./table.ts";
import { type Keystroke, keystrokesFor } from "./typing.ts";

export async function scanRows({ synthetic, schema }: Inputs, runs: number): Promise<Row[]> {
  const file = synthetic.files[0] ?? "";
  const bare = times(runs, () => check(synthetic));
  const models = [...readFileSync(file, "utf8").matchAll(/^model (\w+)/gm)].map(
    ([, name]) => name ?? "",
  );
  const lines = writeSources(synthetic.folder, models);
  console.log(`Scanning ${fileCount} files, ${lines} lines, ${runs} runs …`);
  check(synthetic);
  const unread = times(runs, () => check(synthetic, "--no-queries"));
  const read = times(runs, () => check(synthetic));
  const alone: number[] = [];
  const typed: Scanned[] = [];
  const still: Scanned[] = [];
  // They take turns, so that a busy machine is busy for all.
  for (let run = 0; run < runs; run++) {
    alone.push((await scanned(synthetic, [])).scan);
    typed.push(await scanned(synthetic, keystrokesFor(file, schema)));
    still.push(await typedOnly(synthetic, keystrokesFor(file, schema)));
  }
  const during = typed.flatMap(({ keys }) => keys);
  const without = still.flatMap(({ keys }) => keys);
  return [
    { what: "check, 1,000 models, no code around them", unit: "ms", ours: median(bare) },
    { what: `check with ${fileCount} files, --no-queries`, unit: "ms", ours: median(unread) },
    { what: `check with ${fileCount} files`, unit: "ms", ours: median(read) },
    {
      what: `server: cold scan of ${fileCount} files, median of ${runs}`,
      unit: "ms",
      ours: median(alone),
      goal: { atMost: 5000 },
    },
    { what: "server: cold scan, slowest", unit: "ms", ours: Math.max(...alone) },
    {
      what: "server: cold scan while somebody types without a pause",
      unit: "ms",
      ours: median(typed.map(({ scan }) => scan)),
    },
    {
      what: `keystroke → checked during the scan, p95 of ${during.length}`,
      unit: "ms",
      ours: quantile(during, 0.95),
      goal: { atMost: 50 },
    },
    { what: "the same without a scan", unit: "ms", ours: quantile(without, 0.95) },
    { what: "keystroke → checked during the scan, max", unit: "ms", ours: Math.max(...during) },
    { what: "the same without a scan", unit: "ms", ours: Math.max(...without) },
    {
      what: "server: memory, its scanning thread still there",
      unit: "MB",
      ours: median(typed.map(({ memory }) => memory)),
    },
  ];
}

function times<Result>(count: number, work: () => Result): Result[] {
  return Array.from({ length: count }, work);
}

/** Milliseconds of one whole `check`. */
function check({ folder }: Project, ...words: readonly string[]): number {
  const start = performance.now();
  const script = [join(dist, "cli.cjs"), "check", ".", "--format", "json", ...words];
  const { status, stderr } = spawnSync(process.execPath, script, {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`check ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

type Scanned = {
  /** Milliseconds from the beginning of the scan to its end. */
  readonly scan: number;
  /** Milliseconds of each keystroke meanwhile. */
  readonly keys: readonly number[];
  /** MB of the server. */
  readonly memory: number;
};

/** A cold scan, with the keys pressed one after the other until it is done. */
async function scanned(project: Project, keys: readonly Keystroke[]): Promise<Scanned> {
  const server = await start(project, true);
  const begun = await server.scanBegins;
  let isDone = false;
  const ended = server.scanEnds.then((at) => {
    isDone = true;
    return at;
  });
  const took = await press(server, project, keys, () => isDone);
  const scan = (await ended) - begun;
  const memory = residentMemory(server.process.pid ?? 0) ?? Number.NaN;
  await server.stop();
  return { scan, keys: took, memory };
}

async function typedOnly(project: Project, keys: readonly Keystroke[]): Promise<Scanned> {
  const server = await start(project, false);
  const took = await press(server, project, keys, () => false);
  await server.stop();
  return { scan: 0, keys: took, memory: Number.NaN };
}

function start(project: Project, scanQueries: boolean): Promise<LanguageServer> {
  const words = [...serverProcessArguments, join(dist, "server.cjs")];
  return startLanguageServer(words, project, {
    showPrismaErrors: false,
    codeLens: true,
    scanQueries,
  });
}

async function press(
  server: LanguageServer,
  { files: [file = ""] }: Project,
  keys: readonly Keystroke[],
  isOver: () => boolean,
): Promise<number[]> {
  const took: number[] = [];
  if (keys.length === 0) return took;
  const uri = server.uriOf(file);
  await server.open(file);
  // What comes before is the opening of the file, not a keystroke.
  await server.request("textDocument/hover", {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
  for (const key of keys) {
    const pressed = performance.now();
    const answered = await pressAndAsk(server, uri, key);
    if (isOver()) break;
    took.push(answered - pressed);
  }
  return took;
}
