/**
 * A program that takes VS Code desktop's command line and serves it with code-server and a headless Chromium,
 * so that whatever starts VS Code desktop (@vscode/test-electron above all) works where it cannot be downloaded.
 */
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { type DesktopRequest, readDesktopArguments } from "./desktop-arguments.ts";
import { atEnd, onSignal, temporaryFolder } from "./ending.ts";
import { buildFolder, shotsFolder } from "./places.ts";
import { seconds, Trouble, tell, trace } from "./telling.ts";
import { readyTools, type Tools } from "./tools.ts";
import { followTranscript, type Transcript } from "./transcript.ts";
import { leftoversIn, runServerVerb, startServer, type VscodeServer } from "./vscode-server.ts";
import { workbenchAddress } from "./workbench-address.ts";

/** How the window came to its end. `trouble` is set when the reason lies outside the tests. */
type Outcome = { readonly exitCode: number; readonly trouble?: Trouble };

const startWithin = limit("ARCHITECT_START_SECONDS", 120);
const endWithin = limit("ARCHITECT_TEST_SECONDS", 900);

main().then(
  (exitCode) => process.exit(exitCode),
  (error) => {
    console.error(tell(error));
    process.exit(1);
  },
);

async function main(): Promise<number> {
  const request = readDesktopArguments(process.argv.slice(2));
  const tools = await readyTools();
  return await (request.verb.length > 0 ? answerVerb(tools, request) : openWindow(tools, request));
}

async function answerVerb(tools: Tools, request: DesktopRequest): Promise<number> {
  onSignal((exitCode) => process.exit(exitCode));
  // Without a folder of its own it would write into the home folder.
  const userDataDir = request.userDataDir ?? temporaryFolder();
  Object.assign(process.env, leftoversIn(temporaryFolder()));
  const extensionsDir = request.extensionsDir ?? join(userDataDir, "extensions");
  const { status, output } = await runServerVerb(tools, [
    ...request.verb,
    ...["--extensions-dir", extensionsDir],
    ...["--user-data-dir", userDataDir],
    ...["--server-data-dir", join(userDataDir, "server")],
  ]);
  console.log(output.trim());
  return status;
}

async function openWindow(tools: Tools, request: DesktopRequest): Promise<number> {
  const started = Date.now();
  const userDataDir = request.userDataDir ?? temporaryFolder();
  Object.assign(process.env, leftoversIn(join(userDataDir, "leftovers")));
  const transcript = request.testsPath
    ? followTranscript(join(userDataDir, "transcript.jsonl"))
    : undefined;
  const ending = outcomeToCome();
  onSignal((exitCode) => ending.resolve({ exitCode }));
  endWithOwner(() => ending.resolve({ exitCode: 143 }));

  const server = await startServer(tools, {
    userDataDir,
    extensionsDir: request.extensionsDir ?? join(userDataDir, "extensions"),
    trustEverything: request.trustEverything,
    reportToPage: true,
    environment: {
      // No marketplace: tests are alone with what they brought.
      EXTENSIONS_GALLERY: "{}",
      ARCHITECT_TRANSCRIPT: transcript?.file ?? "",
      ARCHITECT_TESTS: request.testsPath ?? "",
    },
  });
  const profile = join(userDataDir, "browser");
  const browser = await openBrowser({ ...tools, profile, debuggingPort: request.debuggingPort });
  trace(`server and browser are up after ${seconds(started)}`);
  const page = browser.pages()[0] ?? (await browser.newPage());

  await watch(page, browser, server, ending.resolve);
  if (transcript) watchTime(transcript, server, ending.resolve);
  const shim = transcript && join(buildFolder, "test-shim.cjs");
  openWorkbench(page, workbenchAddress(server.port, request, shim), ending.resolve);

  const outcome = judge(await ending.promise, transcript, server);
  if (outcome.trouble) await explain(outcome.trouble, page);
  await Promise.allSettled([browser.close(), server.stop()]);
  trace(`window closed with ${outcome.exitCode} after ${seconds(started)}`);
  return outcome.exitCode;
}

function openWorkbench(page: Page, address: string, end: (outcome: Outcome) => void): void {
  trace(address);
  page.goto(address).catch((error: Error) => {
    const trouble = new Trouble(
      "The workbench could not be opened.",
      error.message,
      "Run the command again.",
    );
    end({ exitCode: 94, trouble });
  });
}

/** Whatever ends a window. In tests VS Code itself calls `codeAutomationExit`. */
async function watch(
  page: Page,
  browser: BrowserContext,
  server: VscodeServer,
  end: (outcome: Outcome) => void,
): Promise<void> {
  page.on("console", (message) => {
    if (message.type() === "error") trace(`workbench: ${message.text()}`);
  });
  page.on("crash", () => {
    const next = "Run again; if it stays, set ARCHITECT_CHROME to another browser.";
    end({
      exitCode: 97,
      trouble: new Trouble("The page crashed.", "Chromium gave up on it.", next),
    });
  });
  browser.on("close", () => end({ exitCode: 0 }));
  void server.gone.then(() => {
    const next = "Run again with ARCHITECT_TRACE=1 to see more.";
    end({
      exitCode: 95,
      trouble: new Trouble("The VS Code server ended by itself.", server.lastWords(), next),
    });
  });
  await page.exposeFunction("codeAutomationExit", (exitCode: number) => end({ exitCode }));
}

function watchTime(
  transcript: Transcript,
  server: VscodeServer,
  end: (outcome: Outcome) => void,
): void {
  const timer = setTimeout(() => {
    if (transcript.started) return;
    const what = `VS Code did not begin the tests within ${startWithin} s.`;
    const next = "Look at the screenshot; ARCHITECT_START_SECONDS gives a slow machine more time.";
    end({
      exitCode: 124,
      trouble: new Trouble(what, server.lastWords() || "The server said nothing.", next),
    });
  }, startWithin * 1000);
  const whole = setTimeout(() => {
    const what = `The tests did not end within ${endWithin} s.`;
    const next = "Look at the screenshot; ARCHITECT_TEST_SECONDS gives long tests more time.";
    end({
      exitCode: 124,
      trouble: new Trouble(what, "A test or the extension still waits.", next),
    });
  }, endWithin * 1000);
  timer.unref();
  whole.unref();
}

/** VS Code's word counts only together with the transcript: a killed extension host "succeeds" without one. */
function judge(
  outcome: Outcome,
  transcript: Transcript | undefined,
  server: VscodeServer,
): Outcome {
  transcript?.finish();
  if (transcript === undefined || outcome.exitCode !== 0) return outcome;
  if (transcript.ended) return { exitCode: transcript.ended.ok ? 0 : 1 };
  const what = "The extension host went away before the tests came to their end.";
  const next = "Look for process.exit, a crash or too much memory in the test that printed last.";
  return {
    exitCode: 96,
    trouble: new Trouble(what, server.lastWords() || "The server said nothing.", next),
  };
}

async function explain(trouble: Trouble, page: Page): Promise<void> {
  console.error(tell(trouble));
  const path = join(shotsFolder, "trouble.png");
  try {
    await page.screenshot({ path, timeout: 5_000 });
    console.error(`  Screenshot: ${path}`);
  } catch (error) {
    trace(`no screenshot: ${error}`);
  }
}

/** When whoever started this is killed without a signal for us, nobody reads the results any more. */
function endWithOwner(end: () => void): void {
  const owner = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== owner) end();
  }, 500);
  atEnd(() => clearInterval(timer));
}

function outcomeToCome(): { promise: Promise<Outcome>; resolve: (outcome: Outcome) => void } {
  let resolve: (outcome: Outcome) => void = () => {};
  const promise = new Promise<Outcome>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function limit(name: string, fallback: number): number {
  const given = Number(process.env[name]);
  return given > 0 ? given : fallback;
}
