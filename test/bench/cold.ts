/**
 * How long a whole `check` takes from the terminal, beside prisma-lint with all its rules on.
 * Both print JSON into a file; the runs alternate, so that a busy machine is busy for both.
 */
import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Inputs, Project } from "./inputs.ts";
import { dist, peers } from "./places.ts";
import peerConfig from "./prisma-lint.json" with { type: "json" };
import { median } from "./statistics.ts";
import type { Row } from "./table.ts";

/**
 * Most of the peer's time goes into reporting: each of its findings searches the file once more.
 * With one rule that finds next to nothing, little but its start and its parser is left.
 */
const oneRule = { rules: { "model-name-pascal-case": ["error"] } };

export function coldRows({ real, synthetic }: Inputs, runs: number): Row[] {
  const goal = { times: 10 };
  return [
    ...(real
      ? [
          { ...compare(real, runs, "its 18 rules", peerConfig, isLongPeerReport), goal },
          compare(real, runs, "1 of its rules", oneRule, isPeerReport),
        ]
      : []),
    // Here the peer needs half a minute for each run.
    {
      ...compare(synthetic, Math.min(runs, 3), "its 18 rules", peerConfig, isLongPeerReport),
      goal,
    },
    compare(synthetic, runs, "1 of its rules", oneRule, isPeerReport),
    {
      what: "cold: node itself, an empty script",
      unit: "ms",
      ours: median(repeat(runs, () => run(["-e", "0"], synthetic, isEmpty))),
    },
  ];
}

function compare(
  project: Project,
  runs: number,
  what: string,
  config: object,
  isFine: (output: string) => boolean,
): Row {
  console.log(`Cold check of ${project.name}, peer with ${what}, ${runs} runs each …`);
  const file = relative(project.folder, project.files[0] ?? "");
  const configFile = join(project.folder, "prisma-lint.json");
  writeFileSync(configFile, JSON.stringify(config));
  const check = [join(dist, "cli.cjs"), "check", file, "--format", "json"];
  const cli = join(peers, "prisma-lint/dist/cli.js");
  const ours = () => run(check, project, isOurReport);
  const peer = () => run([cli, "-c", configFile, "--output-format", "json", file], project, isFine);
  ours();
  peer();
  const pairs = repeat(runs, () => ({ ours: ours(), peer: peer() }));
  return {
    what: `cold check, ${project.name}, peer with ${what}`,
    unit: "ms",
    ours: median(pairs.map((pair) => pair.ours)),
    peer: median(pairs.map((pair) => pair.peer)),
  };
}

function repeat<Result>(times: number, work: () => Result): Result[] {
  return Array.from({ length: times }, work);
}

/** Milliseconds from start to end. Throws unless `isFine` finds in the output what was asked for. */
function run(
  words: readonly string[],
  { folder }: Project,
  isFine: (output: string) => boolean,
): number {
  const printed = join(folder, "printed.txt");
  const out = openSync(printed, "w");
  const start = performance.now();
  const { status, error } = spawnSync(process.execPath, words, {
    cwd: folder,
    stdio: ["ignore", out, out],
  });
  const time = performance.now() - start;
  closeSync(out);
  const output = readFileSync(printed, "utf8");
  if (error || (status !== 0 && status !== 1) || !isFine(output)) {
    throw new Error(`${words.join(" ")} ended with ${status}: ${output.slice(0, 2000)}`);
  }
  return time;
}

function isEmpty(output: string): boolean {
  return output === "";
}

function isOurReport(output: string): boolean {
  return JSON.parse(output).findings.length > 100;
}

/** A deprecated rule warns in front of the report. */
function isPeerReport(output: string): boolean {
  return Array.isArray(JSON.parse(output.slice(output.indexOf("{"))).violations);
}

function isLongPeerReport(output: string): boolean {
  return JSON.parse(output.slice(output.indexOf("{"))).violations.length > 100;
}
