/**
 * The runner that the extension host loads: collects the bundled tests of this run, runs them with Mocha,
 * and writes the report that proves the end.
 */
import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import type { Report } from "../report.ts";
import { disconnect } from "./page.ts";
import { toSources } from "./stack-trace.ts";
import { screenshot } from "./ui.ts";

/** Paths below this folder without `.test.ts`, put in by host.mjs. */
declare const TEST_FILES: readonly string[];

const packaged = "packaged";

export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: "bdd",
    timeout: 60_000,
    slow: 5_000,
    reporter: "spec",
    color: Boolean(process.env.ARCHITECT_COLOR),
    forbidOnly: true,
    forbidPending: true,
  });
  const grep = process.env.ARCHITECT_GREP;
  if (grep) mocha.grep(new RegExp(grep));
  for (const name of TEST_FILES.filter(belongsToThisRun)) {
    mocha.suite.emit("pre-require", globalThis, name, mocha);
    // A pattern, from which the bundler makes a table of all test files.
    await import(`./${name}.test.ts`);
  }
  const report = await runToEnd(mocha);
  await disconnect();
  writeFileSync(process.env.ARCHITECT_REPORT ?? "report.json", JSON.stringify(report));
  if (report.failed > 0) {
    const text = `${report.failed} of ${report.passed + report.failed} tests failed.`;
    // Without a stack: Mocha told where they failed, and this line is nothing to look into.
    throw Object.assign(new Error(text), { stack: text });
  }
}

function belongsToThisRun(name: string): boolean {
  const meantForPackaged = name.split("/").at(-1) === packaged;
  return meantForPackaged === (process.env.ARCHITECT_RUN === packaged);
}

function runToEnd(mocha: Mocha): Promise<Report> {
  return new Promise((resolve) => {
    const pictures: Promise<unknown>[] = [];
    const runner = mocha.run((failed) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      void Promise.allSettled(pictures).then(() => resolve({ passed: passes, failed, pending }));
    });
    runner.on("fail", (test, error: Error) => {
      error.stack = toSources(error.stack ?? error.message);
      const name = `failed-${test
        .fullTitle()
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .slice(0, 80)}`;
      pictures.push(screenshot(name).catch(() => {}));
    });
  });
}
