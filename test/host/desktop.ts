/**
 * Finds VS Code desktop: the one the user names, one downloaded before, or a download when that is quick.
 * Answers undefined when the npm packages have to do.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { hostFolder, repository } from "./places.ts";
import { progress, Trouble } from "./telling.ts";
import { toolsFitHere } from "./tools.ts";

const ownDownloads = join(hostFolder, "vscode-test");
const updateAddress = "https://update.code.visualstudio.com/api/releases/stable";

const programs: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["code"],
  win32: ["Code.exe"],
  darwin: ["Electron", "Code"].map((name) => `Visual Studio Code.app/Contents/MacOS/${name}`),
};

/** `demanded`: fail with the reason instead of answering undefined. */
export async function findDesktop(demanded: boolean): Promise<string | undefined> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) return requireProgram(named);
  const needed = demanded || !toolsFitHere();
  if (!needed && !hasDisplay()) return undefined;
  const downloaded = findDownloaded();
  if (downloaded) return downloaded;
  // On a person's machine the packages are quick and a download of this size would be a surprise.
  if (!needed && !process.env.CI) return undefined;
  if (await updateServerAnswers()) {
    progress("Downloading VS Code …");
    return await downloadAndUnzipVSCode({ version: "stable", cachePath: ownDownloads });
  }
  if (!needed) return undefined;
  throw new Trouble(
    "There is no VS Code desktop to run the tests in.",
    "None was downloaded before, and the VS Code download server did not answer within 3 s.",
    "Set VSCODE_EXECUTABLE to an installed VS Code (the program itself), then run the command again.",
  );
}

/** Without a screen, VS Code desktop does not open a window on Linux. */
function hasDisplay(): boolean {
  if (process.platform !== "linux") return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function findDownloaded(): string | undefined {
  return [join(repository, ".vscode-test"), ownDownloads]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => versionsIn(folder))
    .find((program) => existsSync(program));
}

/** The last name is the newest version. */
function versionsIn(folder: string): string[] {
  const versions = readdirSync(folder).filter((name) => name.startsWith("vscode-"));
  return versions
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .flatMap((version) =>
      (programs[process.platform] ?? []).map((name) => join(folder, version, name)),
    );
}

async function updateServerAnswers(): Promise<boolean> {
  try {
    return (await fetch(updateAddress, { method: "HEAD", signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}

function requireProgram(file: string): string {
  if (existsSync(file)) return file;
  throw new Trouble(
    "The VS Code named by VSCODE_EXECUTABLE is not there.",
    `There is no file ${file}.`,
    "Correct VSCODE_EXECUTABLE or unset it.",
  );
}
