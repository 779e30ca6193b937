/**
 * The long campaign, in a worker so that `run.mjs` can tell a hang. Reports to its parent before
 * each case which one begins, and at the end what failed.
 */
import { parentPort, workerData } from "node:worker_threads";
import { realSchemas } from "../support/corpus.ts";
import { type Case, chain, monsterCases, mutationCases, prefixCases } from "./cases.ts";
import { checkHostile } from "./mermaid-check.ts";

type Wanted = {
  readonly only: "texts" | "mermaid" | undefined;
  readonly count: number | undefined;
  readonly firstSeed: number;
};

const { only, count, firstSeed }: Wanted = workerData;

if (only !== "mermaid") {
  const schemas = realSchemas();
  await run("monsters", monsterCases(1_000_000), 10);
  await run(
    "mutations",
    mutationCases(schemas, firstSeed, Math.ceil((count ?? 100_000) / chain)),
    2500,
  );
  await run("prefixes", prefixCases(schemas, 20_000, 2000), 4);
}
if (only !== "texts") {
  const schemas = only === "mermaid" ? count : undefined;
  await run("schemas for Mermaid", mermaidCases(firstSeed, schemas ?? 10_000), 1000);
}
parentPort?.postMessage({ done: true });

type SomeCase = { readonly name: string; readonly run: () => number | Promise<number> };

function* mermaidCases(first: number, count: number): Generator<SomeCase> {
  for (let seed = first; seed < first + count; seed++) {
    yield { name: `schema for Mermaid, seed ${seed}`, run: () => checkHostile(seed).then(() => 2) };
  }
}

/** Says every so many cases how far it is. One failed case does not stop the others. */
async function run(kind: string, cases: Iterable<Case | SomeCase>, every: number): Promise<void> {
  let done = 0;
  let texts = 0;
  let failed = 0;
  const report = () => parentPort?.postMessage({ progress: { kind, cases: done, texts, failed } });
  for (const { name, run } of cases) {
    parentPort?.postMessage({ begins: name });
    try {
      texts += await run();
    } catch (error) {
      failed++;
      parentPort?.postMessage({
        failure: `${name}: ${error instanceof Error ? error.message : error}`,
      });
    }
    done++;
    if (done % every === 0) report();
  }
  report();
}
