#!/usr/bin/env node
/** Bundles the comparison of predicted with observed locks and runs it, see compare-locks.ts. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = import.meta.dirname;
const folder = join(here, "../../.host/build/replay");
mkdirSync(folder, { recursive: true });
const outfile = join(folder, "compare-locks.mjs");
await build({
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  logLevel: "warning",
  entryPoints: [join(here, "compare-locks.ts")],
  outfile,
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(process.argv[2] ?? ".");
