#!/usr/bin/env node
/**
 * Bundles the comparison of what linters say about locks with what a server did and runs it, see
 * compare-claims.ts. Usage: npm run replay -- --observe FOLDER, then
 * node test/replay/compare-claims.mjs FOLDER.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { installOnce } from "../support/install-once.mjs";

const here = import.meta.dirname;
const folder = join(here, "../../.host/build/replay");
mkdirSync(folder, { recursive: true });
installOnce(join(here, "../bench"), "The peers of the benchmark (once, about 120 MB)");
const outfile = join(folder, "compare-claims.mjs");
await build({
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  logLevel: "warning",
  entryPoints: [join(here, "compare-claims.ts")],
  outfile,
});
const { main } = await import(pathToFileURL(outfile).href);
process.exitCode = await main(process.argv[2] ?? ".");
