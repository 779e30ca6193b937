/**
 * `node test/fuzz/run.mjs [--only texts|mermaid] [count] [first seed]`: the long robustness
 * campaign; `count` is that of mutations, or of schemas drawn by Mermaid. Ends with one line of
 * counts; exits with 1 when anything failed, naming the seed or text that repeats it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";

const { values, positionals } = parseArgs({
  options: { only: { type: "string" } },
  allowPositionals: true,
});
const [count, firstSeed = 1] = positionals.map(Number);
const { only } = values;
if (only !== undefined && only !== "texts" && only !== "mermaid") {
  console.error("Usage: npm run fuzz -- [--only texts|mermaid] [count] [first seed]");
  process.exit(2);
}
const longestCase = 240_000;
const started = Date.now();
const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
process.on("exit", () => rmSync(folder, { recursive: true }));

const outfile = join(folder, "campaign.mjs");
await build({
  entryPoints: [join(import.meta.dirname, "campaign.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  mainFields: ["module", "main"],
  logLevel: "warning",
  // The corpus is found from where its reader stands in the sources.
  define: { "import.meta.dirname": JSON.stringify(join(import.meta.dirname, "../support")) },
});

const counts = new Map();
let failures = 0;
let current = "the start";
let since = Date.now();
const worker = new Worker(outfile, { workerData: { only, count, firstSeed } });
worker.on("message", ({ begins, failure, progress, done }) => {
  if (begins) {
    current = begins;
    since = Date.now();
  }
  if (failure) {
    failures++;
    console.error(`FAILED ${failure}`);
  }
  if (progress) {
    const { kind, cases, texts, failed } = progress;
    counts.set(kind, `${kind}: ${cases} cases, ${texts} texts, ${failed} failed`);
    console.log(`${seconds()} s  ${counts.get(kind)}`);
  }
  if (done) end();
});
worker.on("error", (error) => {
  failures++;
  console.error(`FAILED ${current}: ${error.stack}`);
  end();
});
setInterval(() => {
  if (Date.now() - since < longestCase) return;
  failures++;
  console.error(`FAILED ${current}: no end after ${longestCase / 1000} s`);
  end();
}, 1000);

function seconds() {
  return Math.round((Date.now() - started) / 1000);
}

function end() {
  console.log(`${[...counts.values()].join("; ")}; ${failures} failures in ${seconds()} s`);
  process.exit(failures > 0 ? 1 : 0);
}
