/**
 * Whole histories of migrations and one file of them: ours beside squawk, which is native, and
 * pgfence, which runs on Node like ours. Findings per migration, time from a cold start, and the
 * time of one keystroke in the running server beside one squawk process of that file.
 */
import { spawnSync } from "node:child_process";
import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { serverProcessArguments } from "../../src/protocol/server-process.ts";
import type { Project } from "./inputs.ts";
import { type Arrival, startLanguageServer } from "./language-server.ts";
import { bench, dist, peers, project } from "./places.ts";
import { median, quantile } from "./statistics.ts";
import type { Row } from "./table.ts";

/** In a folder of its own with its schema; `scripts` are relative to the folder, in order. */
type History = Project & { readonly scripts: readonly string[] };

type Tool = {
  readonly name: string;
  /** Ends with 0 or 1, whether it finds something or not. */
  readonly words: readonly string[];
  /** How many findings there are in what it printed. */
  readonly count: (printed: string) => number;
};

/** `work` is processor time, which a busy machine does not stretch; unknown without /proc. */
type Run = { readonly took: number; readonly work: number | undefined; readonly found: number };

export async function migrationRows(runs: number, keystrokes: number): Promise<Row[]> {
  const root = mkdtempSync(join(tmpdir(), "prisma-architect-migrations-"));
  try {
    const histories = realHistories(root) ?? [ownHistory(root)];
    const cold = histories.flatMap((history) => coldRows(history, runs));
    const [largest] = histories;
    return [...cold, ...(largest ? await typingRows(largest, keystrokes) : [])];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The two longest of the corpus, the longer one first. */
function realHistories(root: string): History[] | undefined {
  const corpus = join(project, "../shared/corpus/postgresql");
  if (!existsSync(corpus)) {
    console.log("corpus not found: only the project's own migrations are measured");
    return undefined;
  }
  return ["triggerdotdev__trigger.dev", "civitai__civitai"].map((name) =>
    historyIn(root, name, join(corpus, name, "migrations"), join(corpus, name, "schema.prisma")),
  );
}

function ownHistory(root: string): History {
  const schema = join(root, "schema.prisma");
  writeFileSync(schema, 'datasource db {\n  provider = "postgresql"\n}\n');
  return historyIn(root, "blog", join(project, "test/fixtures/migrations/blog"), schema);
}

function historyIn(root: string, name: string, migrations: string, schema: string): History {
  const folder = join(root, name);
  mkdirSync(join(folder, "prisma"), { recursive: true });
  cpSync(migrations, join(folder, "prisma/migrations"), { recursive: true });
  copyFileSync(schema, join(folder, "prisma/schema.prisma"));
  writeFileSync(join(folder, "package.json"), '{ "name": "bench", "private": true }\n');
  const scripts = readdirSync(join(folder, "prisma/migrations"))
    .sort()
    .map((directory) => join("prisma/migrations", directory, "migration.sql"))
    .filter((file) => existsSync(join(folder, file)));
  const files = [join(folder, "prisma/schema.prisma")];
  return {
    name: `${name.split("__").at(-1)}, ${scripts.length} migrations`,
    folder,
    files,
    scripts,
  };
}

/** The program itself, without the script in Node that npm puts in front of it. */
function squawk(files: readonly string[]): Tool {
  const require = createRequire(join(bench, "package.json"));
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = `@squawk-cli/${process.platform}-${process.arch}/bin/squawk${suffix}`;
  return {
    name: "squawk",
    words: [require.resolve(program), "--reporter", "Json", ...files],
    count: (printed) => JSON.parse(printed).length,
  };
}

function pgfence(files: readonly string[]): Tool {
  const script = join(peers, "@flvmnt/pgfence/dist/index.js");
  return {
    name: "pgfence",
    words: [process.execPath, script, "analyze", "--output", "json", ...files],
    count: (printed) =>
      JSON.parse(printed).results.reduce(
        (sum: number, { checks, policyViolations }: PgfenceResult) =>
          sum + checks.length + policyViolations.length,
        0,
      ),
  };
}

type PgfenceResult = {
  readonly checks: readonly unknown[];
  readonly policyViolations: readonly unknown[];
};

function ours(): Tool {
  return {
    name: "ours",
    words: [
      process.execPath,
      join(dist, "cli.cjs"),
      ...["check", "prisma/migrations", "--format", "json", "--no-queries"],
    ],
    count: (printed) =>
      JSON.parse(printed).findings.filter(({ file }: { file: string }) => file.endsWith(".sql"))
        .length,
  };
}

function coldRows(history: History, runs: number): Row[] {
  console.log(`Cold check of ${history.name}, ${runs} runs each …`);
  const readable = readableByPgfence(history);
  const tools = {
    ours: ours(),
    squawk: squawk(history.scripts),
    pgfence: pgfence(readable),
  };
  const once = { ours: run(tools.ours, history), squawk: run(tools.squawk, history) };
  const pgfenceFound = run(tools.pgfence, history).found;
  // They take turns, so that a busy machine is busy for all.
  const rounds = Array.from({ length: runs }, () => ({
    ours: run(tools.ours, history),
    squawk: run(tools.squawk, history),
    pgfence: run(tools.pgfence, history),
  }));
  const took = (tool: keyof typeof tools) => median(rounds.map((round) => round[tool].took));
  const work = (tool: keyof typeof tools) => median(rounds.map((round) => round[tool].work ?? 0));
  const without = history.scripts.length - readable.length;
  const left = without === 0 ? "" : `, which stops at ${without} of them`;
  const { name } = history;
  return [
    {
      what: `${name}, findings, beside squawk`,
      unit: "",
      ours: once.ours.found,
      peer: once.squawk.found,
      goal: { times: 10 },
    },
    {
      what: `${name}, findings, beside pgfence${left}`,
      unit: "",
      ours: once.ours.found,
      peer: pgfenceFound,
    },
    {
      what: `${name}, findings per 100 migrations, beside squawk`,
      unit: "",
      ours: (100 * once.ours.found) / history.scripts.length,
      peer: (100 * once.squawk.found) / history.scripts.length,
    },
    {
      what: `cold check, ${name}, beside pgfence${left}`,
      unit: "ms",
      ours: took("ours"),
      peer: took("pgfence"),
      goal: { times: 1 },
    },
    {
      what: `cold check, ${name}, beside native squawk`,
      unit: "ms",
      ours: took("ours"),
      peer: took("squawk"),
      goal: { times: 0.2 },
    },
    ...(rounds.some((round) => round.ours.work !== undefined)
      ? [
          {
            what: `processor time, ${name}, beside pgfence${left}`,
            unit: "ms" as const,
            ours: work("ours"),
            peer: work("pgfence"),
          },
        ]
      : []),
  ];
}

/** A file that it cannot parse stops pgfence with no report at all. */
function readableByPgfence({ folder, scripts }: History): readonly string[] {
  const fine = (files: readonly string[]): readonly string[] => {
    if (files.length === 0) return [];
    const { words } = pgfence(files);
    const [program = "", ...rest] = words;
    if (spawnSync(program, rest, { cwd: folder, stdio: "ignore" }).status === 0) return files;
    const middle = files.length >> 1;
    return files.length === 1
      ? []
      : [...fine(files.slice(0, middle)), ...fine(files.slice(middle))];
  };
  return fine(scripts);
}

/** Throws when a tool does not end as tools do that found something, or nothing. */
function run({ name, words, count }: Tool, { folder }: Project): Run {
  const printed = join(folder, `${name}.txt`);
  const out = openSync(printed, "w");
  const [program = "", ...rest] = words;
  const worked = workOfChildren();
  const start = performance.now();
  const { status, error, stderr } = spawnSync(program, rest, {
    cwd: folder,
    stdio: ["ignore", out, "pipe"],
    encoding: "utf8",
  });
  const took = performance.now() - start;
  const work = workOfChildren();
  closeSync(out);
  if (error || (status !== 0 && status !== 1)) {
    throw new Error(`${name} ended with ${status}: ${error ?? stderr.slice(0, 2000)}`);
  }
  return {
    took,
    work: work === undefined || worked === undefined ? undefined : work - worked,
    found: count(readFileSync(printed, "utf8")),
  };
}

/** Milliseconds of processor time of all processes that were started here and have ended. */
function workOfChildren(): number | undefined {
  if (!existsSync("/proc/self/stat")) return undefined;
  // The name in front may hold anything; behind it, fields 16 and 17 count hundredths of seconds.
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) * 10;
}

/** Lines are put in at the top of a file that has findings: each moves, and so is told anew. */
async function typingRows(history: History, keystrokes: number): Promise<Row[]> {
  console.log(`Typing into a migration of ${history.name} …`);
  const words = [...serverProcessArguments, join(dist, "server.cjs")];
  const server = await startLanguageServer(words, history, { showPrismaErrors: false });
  let hear: (arrival: Arrival) => void = () => {};
  server.onDiagnostics((arrival) => hear(arrival));
  const next = (uri: string) =>
    new Promise<Arrival>((resolve) => {
      hear = (arrival) => {
        if (arrival.uri === uri) resolve(arrival);
      };
    });
  try {
    const rows: Row[] = [];
    for (const [where, script] of placesIn(history)) {
      const file = join(history.folder, script);
      const uri = server.uriOf(file);
      const start = performance.now();
      const first = next(uri);
      await server.open(file);
      const opened = (await first).at - start;
      const took: number[] = [];
      const beside: number[] = [];
      for (let key = 0; key < keystrokes; key++) {
        const top = { line: 0, character: 0 };
        const answer = next(uri);
        const pressed = performance.now();
        await server.change(uri, { start: top, end: top }, "\n");
        took.push((await answer).at - pressed);
        // In between, so that a busy machine is busy for both.
        if (key % 4 === 0) beside.push(run(squawk([script]), history).took);
      }
      const row = (what: string, ms: number, share: number): Row => ({
        what: `${what} in the ${where} migration with findings, beside a squawk process of it`,
        unit: "ms",
        ours: ms,
        peer: quantile(beside, share),
      });
      rows.push(
        row("open → diagnostics", opened, 0.5),
        row(`a key → diagnostics, p50 of ${keystrokes},`, quantile(took, 0.5), 0.5),
        { ...row("p95", quantile(took, 0.95), 0.95), goal: { times: 1 } },
      );
    }
    return rows;
  } finally {
    await server.stop();
  }
}

/**
 * The middle and the last one of those that something is said about. In this order: what is open
 * is told again when a script before it changes.
 */
function placesIn(history: History): readonly (readonly [string, string])[] {
  const printed = join(history.folder, "ours.txt");
  const { findings }: { findings: readonly { readonly file: string }[] } = JSON.parse(
    readFileSync(printed, "utf8"),
  );
  const told = new Set(findings.map(({ file }) => relative("", file)));
  const scripts = history.scripts.filter((script) => told.has(script));
  return [
    ["middle", scripts[scripts.length >> 1] ?? ""],
    ["last", scripts.at(-1) ?? ""],
  ];
}
