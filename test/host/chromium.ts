/**
 * Finds a Chromium: the one the user names, one that is installed, or the one unpacked from npm.
 * Does not start it (see browser.ts).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execute } from "./execute.ts";
import { Trouble, trace } from "./telling.ts";

export type Chromium = {
  readonly executable: string;
  /** Extra environment: where its libraries and fonts are, if the system has none. */
  readonly environment: Readonly<Record<string, string>>;
};

const installedNames = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser"];

/** `unpacked` is the folder that unpackChromium filled. */
export function locateChromium(unpacked: string): Chromium {
  const named = process.env.ARCHITECT_CHROME;
  if (named) return { executable: requireFile(named), environment: {} };
  const installed = installedNames.map(findProgram).find(runs);
  if (installed) return { executable: installed, environment: {} };
  const executable = join(unpacked, "chromium");
  return { executable, environment: missingParts(executable, unpacked) };
}

/** Looks a program up on PATH. */
export function findProgram(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Lets the package unpack itself. It always writes into the temp folder, so it is given another one,
 * and adds its own system libraries only where it believes to be in a bare cloud machine.
 */
export async function unpackChromium(node: string, cwd: string, target: string): Promise<void> {
  mkdirSync(target, { recursive: true });
  const script =
    'import("@sparticuz/chromium").then((chromium) => chromium.default.executablePath())';
  const { status, output } = await execute(node, ["--eval", script], {
    cwd,
    environment: { TMPDIR: target, AWS_LAMBDA_JS_RUNTIME: "nodejs24.x" },
  });
  if (status === 0 && existsSync(join(target, "chromium"))) return;
  throw new Trouble(
    "The Chromium from npm could not be unpacked.",
    output.trim() || `Its unpacker ended with ${status}.`,
    "Check that the disk has 300 MB left, or set ARCHITECT_CHROME to an installed Chrome or Chromium.",
  );
}

function missingParts(executable: string, unpacked: string): Record<string, string> {
  const parts: Record<string, string> = {};
  const libraries = spawnSync("ldd", [executable], { encoding: "utf8" });
  if (libraries.status !== 0 || libraries.stdout.includes("not found")) {
    const known = process.env.LD_LIBRARY_PATH;
    const own = join(unpacked, "al2023/lib");
    parts.LD_LIBRARY_PATH = known ? `${own}${delimiter}${known}` : own;
    trace("Chromium uses the libraries of its package");
  }
  const fonts = spawnSync("fc-list", { encoding: "utf8" });
  if (fonts.status !== 0 || fonts.stdout.trim() === "")
    parts.FONTCONFIG_PATH = join(unpacked, "fonts");
  return parts;
}

function requireFile(file: string): string {
  if (existsSync(file)) return file;
  throw new Trouble(
    "The browser named by ARCHITECT_CHROME is not there.",
    `There is no file ${file}.`,
    "Correct ARCHITECT_CHROME or unset it to use the one from npm.",
  );
}

/** Some systems have a stub in place of the browser that only tells how to install it. */
function runs(program: string | undefined): boolean {
  if (program === undefined) return false;
  return spawnSync(program, ["--version"], { timeout: 5000 }).status === 0;
}
