/**
 * Runs the tests that need a real VS Code, twice: with the extension from its sources, and with the packed
 * extension as users install it. A run counts only when it proved from inside that it came to its end.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from "@vscode/test-electron";
import { findDesktop } from "./desktop.ts";
import { onSignal, temporaryFolder } from "./ending.ts";
import { emptyExtension, installExtension, packageExtension } from "./package-extension.ts";
import {
  buildFolder,
  exampleFolder,
  extensionFolder,
  shotsFolder,
  wrapperProgram,
} from "./places.ts";
import type { Report } from "./report.ts";
import { writeSettings } from "./settings.ts";
import { progress, seconds, Trouble, tell } from "./telling.ts";
import { readyTools } from "./tools.ts";
import { freePort } from "./vscode-server.ts";

type RunName = "source" | "packaged";

/** `program` starts a window, `commandLine` answers verbs; the same thing only for the wrapper. */
type Host = {
  readonly name: string;
  readonly program: string;
  readonly commandLine: readonly string[];
};

const usage = `Usage: npm run test:host -- [options]
  --grep <text>             only tests whose full name contains the text
  --only source|packaged    only one of the two runs
  --desktop                 insist on VS Code desktop (VSCODE_EXECUTABLE, or a download)`;

const state: { windowIsOpen: boolean; cancelled: number | undefined } = {
  windowIsOpen: false,
  cancelled: undefined,
};

export async function main(parameters: readonly string[]): Promise<number> {
  onSignal(cancel);
  try {
    return await runAll(readOptions(parameters));
  } catch (error) {
    console.error(tell(error));
    return state.cancelled ?? 1;
  }
}

type Options = {
  readonly runs: readonly RunName[];
  readonly grep: string;
  readonly desktop: boolean;
};

function readOptions(parameters: readonly string[]): Options {
  const options = {
    grep: { type: "string" },
    only: { type: "string" },
    desktop: { type: "boolean" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...parameters], options });
    const runs = (["source", "packaged"] as const).filter((run) => run === (values.only ?? run));
    if (runs.length === 0) throw new Error(`--only knows source and packaged, not ${values.only}`);
    return { runs, grep: values.grep ?? "", desktop: values.desktop ?? false };
  } catch (error) {
    throw new Trouble(
      "The options were not understood.",
      error instanceof Error ? error.message : "",
      usage,
    );
  }
}

async function runAll({ runs, grep, desktop }: Options): Promise<number> {
  const started = Date.now();
  removeOldTroubles();
  const host = await chooseHost(desktop);
  progress(`Tests run in ${host.name}.`);
  const reports: Report[] = [];
  for (const run of runs) {
    const report = await runOnce(host, run, grep);
    if (state.cancelled !== undefined) return state.cancelled;
    // A filter may leave one of the runs empty; without one, an empty run means that tests were not found.
    if (grep === "") demandTests(report, run);
    reports.push(report);
  }
  const sum = (count: (report: Report) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const passed = sum((report) => report.passed);
  const failed = sum((report) => report.failed);
  const pending = sum((report) => report.pending);
  progress(`Everything took ${seconds(started)}.`);
  if (pending > 0) console.error(`${pending} tests are pending. A test runs or is deleted.`);
  if (passed + failed === 0) console.error("No test ran.");
  console.log(`${passed} passed, ${failed} failed`);
  return passed > 0 && failed === 0 && pending === 0 ? 0 : 1;
}

async function chooseHost(desktop: boolean): Promise<Host> {
  const program = await findDesktop(desktop);
  if (program) {
    const commandLine = resolveCliArgsFromVSCodeExecutablePath(program, {
      reuseMachineInstall: true,
    });
    return { name: `VS Code desktop (${program})`, program, commandLine };
  }
  await readyTools();
  return { name: "VS Code from npm", program: wrapperProgram, commandLine: [wrapperProgram] };
}

async function runOnce(host: Host, run: RunName, grep: string): Promise<Report> {
  const folder = temporaryFolder();
  const [userDataDir, extensionsDir] = [join(folder, "user"), join(folder, "extensions")];
  const reportFile = join(folder, "report.json");
  const workspace = copyExample(folder);
  writeSettings(userDataDir, "tests");
  let developed = extensionFolder;
  if (run === "packaged") {
    await installExtension(host.commandLine, await packageExtension(), extensionsDir, userDataDir);
    developed = emptyExtension();
  }
  const port = String(await freePort());
  const environment = {
    ARCHITECT_RUN: run,
    ARCHITECT_GREP: grep,
    ARCHITECT_REPORT: reportFile,
    ARCHITECT_WORKSPACE: workspace,
    ARCHITECT_EXTENSIONS: extensionsDir,
    ARCHITECT_CDP_PORT: port,
    ARCHITECT_SHOTS: shotsFolder,
    ARCHITECT_COLOR: process.stdout.isTTY ? "1" : "",
  };
  progress(`Opening VS Code for the ${run} run …`);
  await openWindow(host, developed, environment, [
    workspace,
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${extensionsDir}`,
    `--remote-debugging-port=${port}`,
  ]);
  return state.cancelled === undefined
    ? readReport(reportFile, run)
    : { passed: 0, failed: 0, pending: 0 };
}

async function openWindow(
  host: Host,
  extensionDevelopmentPath: string,
  extensionTestsEnv: Record<string, string>,
  launchArgs: string[],
): Promise<void> {
  state.windowIsOpen = true;
  try {
    await runTests({
      vscodeExecutablePath: host.program,
      extensionDevelopmentPath,
      extensionTestsPath: join(buildFolder, "suite.cjs"),
      extensionTestsEnv,
      launchArgs,
    });
  } catch (error) {
    // The report from inside says what went wrong, and is missing when VS Code went away.
    const ended = error instanceof Error ? error.message : String(error);
    progress(state.cancelled === undefined ? ended : "Cancelled.");
  }
  state.windowIsOpen = false;
}

function readReport(file: string, run: RunName): Report {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Report;
  throw new Trouble(
    `The ${run} run did not prove that it came to its end.`,
    "VS Code closed, was killed, or never loaded the tests.",
    "Read the lines above, then run again with ARCHITECT_TRACE=1.",
  );
}

function demandTests(report: Report, run: RunName): void {
  if (report.passed + report.failed > 0) return;
  throw new Trouble(
    `No test ran in the ${run} run.`,
    "No test file was meant for it.",
    "See test/host/suite.",
  );
}

/** Tests may change the files they open. */
function copyExample(folder: string): string {
  const copy = join(folder, basename(exampleFolder));
  const modules = join(exampleFolder, "node_modules");
  if (!existsSync(exampleFolder))
    throw new Trouble(
      "There is no project to open.",
      `${exampleFolder} does not exist.`,
      "Restore test/example, or set ARCHITECT_EXAMPLE to another Prisma project.",
    );
  cpSync(exampleFolder, copy, { recursive: true, filter: (file) => file !== modules });
  if (existsSync(modules)) symlinkSync(modules, join(copy, "node_modules"));
  return copy;
}

/** Pictures of failures must be of this time. */
function removeOldTroubles(): void {
  if (!existsSync(shotsFolder)) return;
  for (const name of readdirSync(shotsFolder))
    if (/^(failed-.*|trouble)\.png$/.test(name)) rmSync(join(shotsFolder, name));
}

/** runTests passes Ctrl+C on to the window; this makes other signals arrive there too, and sets a limit. */
function cancel(exitCode: number): void {
  state.cancelled = exitCode;
  if (!state.windowIsOpen) process.exit(exitCode);
  if (exitCode !== 130) process.emit("SIGINT");
  setTimeout(() => process.exit(exitCode), 8_000).unref();
}
