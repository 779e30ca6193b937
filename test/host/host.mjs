#!/usr/bin/env node
/**
 * Starts the harness: bundles its TypeScript into .host/build, then runs one entry of it.
 * Usage: node test/host/host.mjs test|start|fetch [options]. Knows no VS Code.
 */
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = import.meta.dirname;
const outdir = join(here, "../../.host/build");
const entries = { test: "run", start: "start", fetch: "fetch" };

const verb = process.argv[2] ?? "";
if (!(verb in entries)) {
  console.error(
    `Unknown verb "${verb}". Use: node test/host/host.mjs ${Object.keys(entries).join("|")}`,
  );
  process.exit(2);
}

await Promise.all([bundleHost(), bundleSuite()]);
const { main } = await import(pathToFileURL(join(outdir, `${entries[verb]}.mjs`)).href);
process.exitCode = await main(process.argv.slice(3));

/** The side that starts VS Code. Packages stay outside: they find their own files relative to themselves. */
async function bundleHost() {
  await build({
    entryPoints: ["run", "start", "fetch", "code-wrapper", "leash"].map((name) =>
      join(here, `${name}.ts`),
    ),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    // @vscode/test-electron spawns its "VS Code" as a program.
    banner: { js: "#!/usr/bin/env node" },
    sourcemap: "inline",
    logLevel: "warning",
  });
  chmodSync(join(outdir, "code-wrapper.mjs"), 0o755);
}

/** The side that runs inside the extension host, which loads CommonJS. */
async function bundleSuite() {
  const tests = readdirSync(join(here, "suite"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -".test.ts".length).replaceAll("\\", "/"))
    .sort();
  await build({
    entryPoints: {
      suite: join(here, "suite/index.ts"),
      "test-shim": join(here, "suite/test-shim.ts"),
    },
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["vscode", "mocha", "playwright-core"],
    define: { TEST_FILES: JSON.stringify(tests) },
    sourcemap: "inline",
    logLevel: "warning",
    // Of a file that the unit tests share, where it finds its packages by itself.
    logOverride: { "empty-import-meta": "silent" },
  });
}
