/**
 * The long campaign, in a worker so that `run.mjs` can tell a hang. Reports to its parent before
 * each case which one begins, and at the end what failed.
 */
import { parentPort, workerData } from "node:worker_threads";
import { realSchemas } from "../support/corpus.ts";
import { type Case, chain, monsterCases, mutationCases, prefixCases } from "./cases.ts";

const { mutations, firstSeed }: { mutations: number; firstSeed: number } = workerData;
const schemas = realSchemas();

run("monsters", monsterCases(1_000_000), 10);
run("mutations", mutationCases(schemas, firstSeed, Math.ceil(mutations / chain)), 2500);
run("prefixes", prefixCases(schemas, 20_000, 2000), 4);
parentPort?.postMessage({ done: true });

/** Says every so many cases how far it is. One failed case does not stop the others. */
function run(kind: string, cases: Iterable<Case>, every: number): void {
  let count = 0;
  let texts = 0;
  let failed = 0;
  const report = () => parentPort?.postMessage({ progress: { kind, count, texts, failed } });
  for (const { name, run } of cases) {
    parentPort?.postMessage({ begins: name });
    try {
      texts += run();
    } catch (error) {
      failed++;
      parentPort?.postMessage({
        failure: `${name}: ${error instanceof Error ? error.message : error}`,
      });
    }
    count++;
    if (count % every === 0) report();
  }
  report();
}
