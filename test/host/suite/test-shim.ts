/**
 * Stands between the extension host and a test runner. A killed extension host is reported as a success by
 * VS Code in a browser, and console lines arrive there late or never; so the shim writes both to a file:
 * every line as it is printed, and the proof that the run came to its end. Followed by ../transcript.ts.
 */
import { appendFileSync } from "node:fs";
import { format } from "node:util";
import type { TranscriptEntry } from "../transcript.ts";

type Runner = {
  run(
    testsRoot: string,
    done: (error: unknown, failures?: number) => void,
  ): Promise<void> | undefined;
};

const transcript = process.env.ARCHITECT_TRANSCRIPT ?? "";
const target = process.env.ARCHITECT_TESTS ?? "";

export async function run(): Promise<void> {
  captureConsole();
  write({ kind: "started" });
  try {
    const runner = require(target) as Runner;
    await (runner.run.length >= 2 ? runWithCallback(runner) : runner.run(target, () => {}));
  } catch (error) {
    console.error(error instanceof Error ? error.stack : String(error));
    // Not thrown on: VS Code would print it once more, and the transcript is what counts.
    write({ kind: "ended", ok: false });
    return;
  }
  write({ kind: "ended", ok: true });
}

/** The older form of a runner, which VS Code still supports. */
function runWithCallback(runner: Runner): Promise<void> {
  return new Promise((resolve, reject) => {
    void runner.run(target, (error, failures) => {
      if (error) reject(error);
      else if (failures) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
  });
}

function captureConsole(): void {
  const capture = (to: "out" | "error") => ({
    value: (...values: unknown[]) => write({ kind: "line", to, text: format(...values) }),
    writable: true,
    configurable: true,
  });
  // A copy: VS Code keeps using its own console for the log.
  const console = Object.create(globalThis.console);
  for (const name of ["log", "info", "debug"]) Object.defineProperty(console, name, capture("out"));
  for (const name of ["warn", "error"]) Object.defineProperty(console, name, capture("error"));
  globalThis.console = console;
}

function write(entry: TranscriptEntry): void {
  appendFileSync(transcript, `${JSON.stringify(entry)}\n`);
}
