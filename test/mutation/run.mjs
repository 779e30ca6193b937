#!/usr/bin/env node
/**
 * Changes the conditions of some rules one by one and looks whether their tests notice.
 * Usage: npm run mutants -- <rule> …  The mutation tester is installed on first use.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { installOnce } from "../support/install-once.mjs";

const here = import.meta.dirname;
const root = join(here, "../..");

/** One of each kind: of a model, of its neighbours, of indexes, of names, of the whole schema. */
const usual = [
  "unindexed-foreign-key",
  "prefix-redundant-index",
  "low-selectivity-index",
  "money-as-float",
  "cascade-blast-radius",
];

const rules = process.argv.length > 2 ? process.argv.slice(2) : usual;
const files = rules.map((rule) => `src/core/rules/schema/${rule}.ts`);
const unknown = files.filter((file) => !existsSync(join(root, file)));
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(", ")}`);

installOnce(here, "The mutation tester (once, about 65 MB)");
const work = join(root, ".host/mutation");
mkdirSync(work, { recursive: true });
const config = join(work, "stryker.json");
const packages = join(here, "node_modules/@stryker-mutator");
writeFileSync(
  config,
  JSON.stringify({
    testRunner: "vitest",
    plugins: [join(packages, "vitest-runner/dist/src/index.js")],
    mutate: files,
    testFiles: [...rules.map((rule) => `test/rules/${rule}.test.ts`), "test/rules.test.ts"],
    vitest: { related: false },
    // Texts for users are read by people; conditions are what tests are for.
    mutator: { excludedMutations: ["StringLiteral", "ObjectLiteral", "ArrayDeclaration"] },
    ignoreStatic: true,
    coverageAnalysis: "perTest",
    concurrency: 2,
    reporters: ["clear-text", "json"],
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    jsonReporter: { fileName: relative(root, join(work, "report.json")) },
    tempDirName: ".host/stryker",
    cleanTempDir: "always",
    ignorePatterns: ["dist", ".host"],
    // TypeScript 7 has no API that could rewrite it; nothing in it concerns the tests.
    tsconfigFile: "none.json",
    thresholds: { high: 90, low: 80, break: null },
  }),
);
const { status } = spawnSync(
  process.execPath,
  [join(packages, "core/bin/stryker.js"), "run", config],
  {
    cwd: root,
    stdio: "inherit",
  },
);
if (status !== 0) process.exit(status ?? 1);
const { files: reports } = JSON.parse(readFileSync(join(work, "report.json"), "utf8"));
console.log("\n| rule | mutants | noticed |\n| --- | --- | --- |");
for (const [file, { mutants }] of Object.entries(reports)) {
  const tried = mutants.filter((mutant) => mutant.status !== "Ignored");
  const noticed = tried.filter(({ status }) => status === "Killed" || status === "Timeout");
  const share = Math.round((100 * noticed.length) / Math.max(1, tried.length));
  const name = file.replace(/^.*\/|\.ts$/g, "");
  console.log(`| ${name} | ${tried.length} | ${noticed.length} (${share} %) |`);
}
