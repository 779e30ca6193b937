/** Makes the VSIX that users get and installs it, so that tests meet the packed extension and not the sources. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { execute } from "./execute.ts";
import { extensionFolder, hostFolder } from "./places.ts";
import { progress, seconds, Trouble } from "./telling.ts";

const vsix = join(hostFolder, "prisma-schema-architect.vsix");

/** Answers the path of the fresh VSIX. */
export async function packageExtension(): Promise<string> {
  const started = Date.now();
  progress("Packaging the extension …");
  mkdirSync(hostFolder, { recursive: true });
  rmSync(vsix, { force: true });
  await createVSIX({ cwd: extensionFolder, packagePath: vsix, dependencies: false });
  progress(`Packaged as .host/prisma-schema-architect.vsix (${seconds(started)}).`);
  return vsix;
}

/** `command` is a VS Code command line: the program and what always goes with it. */
export async function installExtension(
  command: readonly string[],
  file: string,
  extensionsDir: string,
  userDataDir: string,
): Promise<void> {
  const [program = "", ...fixed] = command;
  const wish = ["--install-extension", file, "--force"];
  const folders = ["--extensions-dir", extensionsDir, "--user-data-dir", userDataDir];
  const { status, output } = await execute(program, [...fixed, ...wish, ...folders]);
  if (status === 0) return;
  throw new Trouble(
    "VS Code refused to install the packaged extension.",
    output.trim() || `It ended with code ${status} and said nothing.`,
    `Try it by hand with ${file}, and check "engines.vscode" in package.json.`,
  );
}

/** VS Code wants some extension to develop before it runs tests; in the packaged run it must not be ours. */
export function emptyExtension(): string {
  const folder = join(hostFolder, "empty-extension");
  const manifest = {
    name: "empty",
    publisher: "architect-host",
    version: "0.0.0",
    engines: { vscode: "*" },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  return folder;
}
