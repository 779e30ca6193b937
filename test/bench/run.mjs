#!/usr/bin/env node
/**
 * Starts the benchmark: installs the peers on first use, bundles the TypeScript beside this file
 * into .host/build, and runs it. Usage: npm run bench -- [options], see main.ts.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = import.meta.dirname;
const outfile = join(here, "../../.host/build/bench.mjs");

installPeers();
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

/** What is installed is what the lock file says: a changed lock file installs anew. */
function installPeers() {
  const lock = readFileSync(join(here, "package-lock.json"), "utf8");
  const stamp = join(here, "node_modules/.installed-lock.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing the peers of the benchmark (once, about 80 MB) …");
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ci ended with ${status}`);
  writeFileSync(stamp, lock);
}
