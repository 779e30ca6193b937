#!/usr/bin/env node
/**
 * Starts the benchmark: installs the peers on first use, bundles the TypeScript beside this file
 * into .host/build, and runs it. Usage: npm run bench -- [options], see main.ts.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { installOnce } from "../support/install-once.mjs";

const here = import.meta.dirname;
const outfile = join(here, "../../.host/build/bench.mjs");

installOnce(here, "The peers of the benchmark (once, about 120 MB)");
await build({
  entryPoints: [join(here, "main.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
  logLevel: "warning",
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(process.argv.slice(2));
