/**
 * How long a keystroke takes in a schema of 1,000 models, and how much memory the server then
 * holds, beside Prisma's own language server. The next key is pressed when the last was answered.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serverProcessArguments } from "../../src/protocol/server-process.ts";
import type { Inputs, Project } from "./inputs.ts";
import { type Arrival, type LanguageServer, startLanguageServer } from "./language-server.ts";
import { dist, peers } from "./places.ts";
import { processorTime, residentMemory } from "./process.ts";
import { quantile } from "./statistics.ts";
import type { Row } from "./table.ts";
import { type Keystroke, keystrokesFor } from "./typing.ts";

type Typed = {
  /** Milliseconds from open to the first diagnostics. */
  readonly opened: number;
  /** Milliseconds for the first keystrokes after opening, which run code not optimised yet. */
  readonly cold: readonly number[];
  /** Milliseconds from each keystroke after those until the server is done with it. */
  readonly done: readonly number[];
  /** Milliseconds until diagnostics came, for the keystrokes that changed any. */
  readonly told: readonly number[];
  /** How many notifications brought nothing new. */
  readonly repeated: number;
  /** Milliseconds of processor time per keystroke, which a busy machine does not stretch. */
  readonly work: number | undefined;
  /** MB when all is typed. */
  readonly memory: number | undefined;
};

/** Told apart for both servers: nobody types within half a second of opening a file. */
const coldKeystrokes = 15;

export async function serverRows({
  synthetic,
  everyRule,
  manyFiles,
  schema,
}: Inputs): Promise<Row[]> {
  const alone = { showPrismaErrors: false, codeLens: true };
  const script = [...serverProcessArguments, join(dist, "server.cjs")];
  const peerScript = [join(peers, "@prisma/language-server/dist/bin.js")];
  const type = async (
    what: string,
    project: Project,
    words: readonly string[],
    options: object,
    press: Press,
  ) => {
    console.log(`Typing into ${project.name}, ${what} …`);
    const file = project.files.find((one) => holds(one, schema.middle.model)) ?? "";
    const server = await startLanguageServer(words, project, options);
    const typed = await typeAll(server, file, keystrokesFor(file, schema), press);
    await server.stop();
    return typed;
  };
  const ours = await type("our server", synthetic, script, alone, pressAndAsk);
  const peer = await type("Prisma's server", synthetic, peerScript, {}, pressAndWait);
  const loud = await type("our server", everyRule, script, alone, pressAndAsk);
  const split = await type("our server", manyFiles, script, alone, pressAndAsk);
  const both = await type(
    "our server with Prisma's errors",
    synthetic,
    script,
    { ...alone, showPrismaErrors: true },
    pressAndAsk,
  );

  return [
    { what: "server: open → diagnostics", unit: "ms", ours: ours.opened, peer: peer.opened },
    {
      what: `the first ${coldKeystrokes} keystrokes, slowest`,
      unit: "ms",
      ours: Math.max(...ours.cold),
      peer: Math.max(...peer.cold),
    },
    ...latencyRows("keystroke → checked", ours.done, peer.done),
    costRow("keystroke → processor time (mean)", "ms", ours.work, peer.work),
    ...latencyRows(
      `keystroke → new diagnostics (${ours.told.length} of ${ours.done.length})`,
      ours.told,
      peer.done,
    ),
    ...latencyRows("keystroke → checked, every rule on", loud.done, peer.done),
    ...latencyRows(
      `keystroke → new diagnostics, every rule on (${loud.told.length} of ${loud.done.length})`,
      loud.told,
      peer.done,
    ),
    ...latencyRows("keystroke → checked, 20 files", split.done),
    ...latencyRows("keystroke → checked, with Prisma's errors", both.done),
    {
      what: "server: notifications that brought nothing new",
      unit: "",
      ours: ours.repeated,
    },
    costRow("server: memory after typing", "MB", ours.memory, peer.memory, { atMost: 150 }),
    costRow("server: memory, every rule on", "MB", loud.memory, peer.memory, { atMost: 150 }),
    costRow("server: memory, 20 files", "MB", split.memory, undefined, { atMost: 150 }),
    costRow("server: memory with Prisma's errors", "MB", both.memory, peer.memory),
  ];
}

function holds(file: string, model: string): boolean {
  return readFileSync(file, "utf8").includes(`model ${model} {`);
}

function latencyRows(what: string, ours: readonly number[], peer?: readonly number[]): Row[] {
  return (["p50", "p95", "max"] as const).map((name) => {
    const share = { p50: 0.5, p95: 0.95, max: 1 }[name];
    const goal = peer ? { atMost: 16, times: 5 } : { atMost: 16 };
    return {
      what: `${what}, ${name}`,
      unit: "ms",
      ours: quantile(ours, share),
      ...(peer && { peer: quantile(peer, share) }),
      ...(name === "p95" && { goal }),
    };
  });
}

function costRow(
  what: string,
  unit: Row["unit"],
  ours: number | undefined,
  peer: number | undefined,
  goal?: Row["goal"],
): Row {
  return { what, unit, ours, ...(peer !== undefined && { peer }), ...(goal && { goal }) };
}

/** Presses one key; answers with the time at which the server was done with it. */
type Press = (server: LanguageServer, uri: string, key: Keystroke, told: Told) => Promise<number>;

type Told = { readonly next: () => Promise<Arrival> };

export async function typeAll(
  server: LanguageServer,
  file: string,
  keys: readonly Keystroke[],
  press: Press,
): Promise<Typed> {
  const uri = server.uriOf(file);
  const arrivals: Arrival[] = [];
  let wake = (_: Arrival) => {};
  server.onDiagnostics((arrival) => {
    if (arrival.uri !== uri) return;
    arrivals.push(arrival);
    wake(arrival);
  });
  const told: Told = {
    next: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };

  const opening = performance.now();
  const first = told.next();
  await server.open(file);
  const opened = (await first).at - opening;
  let before = JSON.stringify(arrivals.at(-1)?.diagnostics);

  const id = server.process.pid ?? 0;
  const workBefore = processorTime(id);
  const cold: number[] = [];
  const done: number[] = [];
  const toldAfter: number[] = [];
  let repeated = 0;
  for (const [place, key] of keys.entries()) {
    arrivals.length = 0;
    const start = performance.now();
    const took = (await press(server, uri, key, told)) - start;
    const isCold = place < coldKeystrokes;
    (isCold ? cold : done).push(took);
    for (const { diagnostics, at } of arrivals) {
      const now = JSON.stringify(diagnostics);
      if (now === before) repeated++;
      else if (!isCold) toldAfter.push(at - start);
      before = now;
    }
  }
  const workAfter = processorTime(id);
  const work =
    workBefore === undefined || workAfter === undefined
      ? undefined
      : (workAfter - workBefore) / keys.length;
  return { opened, cold, done, told: toldAfter, repeated, work, memory: residentMemory(id) };
}

/**
 * Our server keeps silent when nothing changed: it is asked for actions of a kind that nobody
 * has, which takes a finished check and nothing else.
 */
export async function pressAndAsk(server: LanguageServer, uri: string, { at, text }: Keystroke) {
  const range = { start: at, end: at };
  await server.change(uri, range, text);
  await server.request("textDocument/codeAction", {
    textDocument: { uri },
    range,
    context: { diagnostics: [], only: ["refactor.bench"] },
  });
  const answered = performance.now();
  // Whatever the keystroke still has to tell comes before this answer.
  await server.request("architect/rulePage", { name: "" });
  return answered;
}

/** Prisma's server publishes after every change. */
async function pressAndWait(
  server: LanguageServer,
  uri: string,
  { at, text }: Keystroke,
  told: Told,
) {
  const next = told.next();
  await server.change(uri, { start: at, end: at }, text);
  return (await next).at;
}
