/**
 * How long the client takes to load, each time in a fresh process. Only an indication: the suite
 * that runs inside VS Code measures what a user waits for.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { bench, dist } from "./places.ts";
import { median } from "./statistics.ts";
import type { Row } from "./table.ts";

export function clientRows(runs: number): Row[] {
  console.log(`Loading the client, ${runs} runs …`);
  return [
    { what: "client: load for activation (median)", unit: "ms", ours: load("client.cjs", runs) },
    {
      what: "client: load the session, later (median)",
      unit: "ms",
      ours: load("session.cjs", runs),
    },
  ];
}

function load(bundle: string, runs: number): number {
  const script = [join(bench, "client-load.cjs"), join(dist, bundle)];
  const once = () => Number(execFileSync(process.execPath, script, { encoding: "utf8" }));
  return median(Array.from({ length: runs }, once));
}
