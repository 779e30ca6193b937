/**
 * Opens VS Code on the demo project with the extension in it: VS Code desktop if it is installed, otherwise
 * VS Code from npm in the browser of whoever called. Stays until Ctrl+C; `--check` only proves that it would.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findProgram } from "./chromium.ts";
import { onSignal, temporaryFolder } from "./ending.ts";
import { execute } from "./execute.ts";
import { installExtension, packageExtension } from "./package-extension.ts";
import { exampleFolder, extensionFolder, hostFolder, wrapperProgram } from "./places.ts";
import { writeSettings } from "./settings.ts";
import { progress, Trouble, tell } from "./telling.ts";
import { readyTools } from "./tools.ts";
import { answersWith, leftoversIn, startServer, type VscodeServer } from "./vscode-server.ts";

const identifier = "prisma-schema-architect.prisma-schema-architect";
/** Kept between starts: the second is quick, and settings made in the window stay. */
const userDataDir = join(hostFolder, "user");
const extensionsDir = join(hostFolder, "extensions");

export async function main(parameters: readonly string[]): Promise<number> {
  try {
    const options = { check: { type: "boolean" }, browser: { type: "boolean" } } as const;
    const { values } = parseArgs({ args: [...parameters], options });
    const desktop = values.check || values.browser ? undefined : findProgram("code");
    return desktop ? await openDesktop(desktop) : await serveBrowser(values.check ?? false);
  } catch (error) {
    console.error(tell(error));
    return 1;
  }
}

async function openDesktop(code: string): Promise<number> {
  progress("Opening VS Code on test/example …");
  const development = `--extensionDevelopmentPath=${extensionFolder}`;
  const { status, output } = await execute(code, ["--new-window", development, exampleFolder]);
  if (status === 0) return 0;
  const why = output.trim() || `${code} ended with code ${status}.`;
  throw new Trouble(
    "VS Code did not open.",
    why,
    "Use npm start -- --browser to open it in a browser.",
  );
}

async function serveBrowser(check: boolean): Promise<number> {
  const signal = signalToCome();
  const tools = await readyTools();
  writeSettings(userDataDir, "people");
  await installExtension([wrapperProgram], await packageExtension(), extensionsDir, userDataDir);
  const token = randomBytes(16).toString("hex");
  const server = await startServer(tools, {
    userDataDir,
    extensionsDir,
    trustEverything: true,
    token,
    environment: leftoversIn(temporaryFolder()),
  });
  signal.serverIsUp = true;
  const address = `${server.address}?folder=${encodeURI(exampleFolder)}`;
  console.log(`\n  VS Code with Prisma Schema Architect: ${address}&tkn=${token}\n`);
  const exitCode = check ? await prove(address, token) : await stay(server, signal.promise);
  await server.stop();
  return exitCode;
}

async function prove(address: string, token: string): Promise<number> {
  const status = await answersWith(address, token);
  if (status !== 200) {
    const next = "Run again with ARCHITECT_TRACE=1.";
    throw new Trouble(
      "The address does not answer.",
      `Its status is ${status ?? "missing"}.`,
      next,
    );
  }
  const listed = await execute(wrapperProgram, [
    "--list-extensions",
    "--extensions-dir",
    extensionsDir,
  ]);
  if (!listed.output.split(/\s+/).includes(identifier)) {
    const next = "Delete .host/extensions and run again.";
    throw new Trouble(
      "The extension is not installed.",
      `VS Code lists: ${listed.output.trim()}`,
      next,
    );
  }
  progress(`It answers, and lists ${identifier}.`);
  return 0;
}

async function stay(server: VscodeServer, signal: Promise<void>): Promise<number> {
  progress("Open the address in a browser. Ctrl+C ends it.");
  const ended = await Promise.race([signal.then(() => "asked"), server.gone.then(() => "gone")]);
  if (ended === "asked") {
    progress("Closing VS Code …");
    return 0;
  }
  throw new Trouble(
    "The VS Code server ended by itself.",
    server.lastWords(),
    "Run npm start again.",
  );
}

/** Until there is a server to close first, a signal ends the process at once. */
function signalToCome(): { readonly promise: Promise<void>; serverIsUp: boolean } {
  const state = {
    serverIsUp: false,
    promise: new Promise<void>((resolve) => {
      onSignal((exitCode) => (state.serverIsUp ? resolve() : process.exit(exitCode)));
    }),
  };
  return state;
}
