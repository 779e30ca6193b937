#!/usr/bin/env node
/**
 * Bundles the campaign of replays beside the embedded PostgreSQL and runs it. Usage:
 * npm run replay -- [--project NAME] [--observe FOLDER [--rows COUNT]], see main.ts.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { layOutPostgres } from "../../src/engines/build-postgres.mjs";

const here = import.meta.dirname;
const folder = join(here, "../../.host/build/replay");
mkdirSync(folder, { recursive: true });
await layOutPostgres(join(folder, "postgres"));
const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning" };
await build({
  ...common,
  entryPoints: [join(here, "../../src/engines/postgres-worker.ts")],
  outfile: join(folder, "postgres-worker.cjs"),
  format: "cjs",
});
const outfile = join(folder, "replay.mjs");
await build({
  ...common,
  entryPoints: [join(here, "main.ts")],
  outfile,
  format: "esm",
  packages: "external",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(join(folder, "postgres-worker.cjs"), process.argv.slice(2));
