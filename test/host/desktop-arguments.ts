/** Reads the command line of VS Code desktop into a request. Knows nothing of how the request is served. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export type DesktopRequest = {
  /** Verbs that VS Code answers without a window, in the words of its command line. */
  readonly verb: readonly string[];
  readonly userDataDir: string | undefined;
  readonly extensionsDir: string | undefined;
  readonly developmentPaths: readonly string[];
  readonly testsPath: string | undefined;
  readonly folder: string | undefined;
  readonly workspace: string | undefined;
  readonly files: readonly string[];
  readonly disableExtensions: boolean;
  readonly trustEverything: boolean;
  readonly debuggingPort: string | undefined;
};

const verbs = [
  "install-extension",
  "uninstall-extension",
  "list-extensions",
  "show-versions",
  "force",
  "version",
];
const takesValue = new Set([
  ...["user-data-dir", "extensions-dir", "extensionDevelopmentPath", "extensionTestsPath"],
  ...[
    "install-extension",
    "uninstall-extension",
    "folder-uri",
    "file-uri",
    "remote-debugging-port",
  ],
  ...[
    "locale",
    "log",
    "logsPath",
    "crash-reporter-directory",
    "disable-extension",
    "enable-proposed-api",
  ],
]);

type Option = { readonly name: string; readonly value: string };

export function readDesktopArguments(words: readonly string[]): DesktopRequest {
  const { options, targets } = split(words);
  const all = (name: string) =>
    options.filter((option) => option.name === name).map(({ value }) => value);
  const last = (name: string) => all(name).at(-1);
  const path = (name: string) => mapDefined(last(name), toPath);
  const opened = [...all("folder-uri"), ...all("file-uri"), ...targets].map(toPath);
  const isWorkspace = (target: string) => target.endsWith(".code-workspace");
  return {
    verb: verbsAmong(options),
    userDataDir: path("user-data-dir"),
    extensionsDir: path("extensions-dir"),
    developmentPaths: all("extensionDevelopmentPath").map(toPath),
    testsPath: path("extensionTestsPath"),
    folder: opened.find(isFolder),
    workspace: opened.find(isWorkspace),
    files: opened.filter((target) => !isFolder(target) && !isWorkspace(target)),
    disableExtensions: last("disable-extensions") !== undefined,
    trustEverything: last("disable-workspace-trust") !== undefined,
    debuggingPort: last("remote-debugging-port"),
  };
}

function split(words: readonly string[]): { options: Option[]; targets: string[] } {
  const options: Option[] = [];
  const targets: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [, name = "", value] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === "") targets.push(word);
    else if (value !== undefined || !takesValue.has(name))
      options.push({ name, value: value ?? "" });
    else options.push({ name, value: words[++at] ?? "" });
  }
  return { options, targets };
}

function verbsAmong(options: readonly Option[]): string[] {
  const kept = options.filter(({ name }) => verbs.includes(name));
  if (!kept.some(({ name }) => name !== "force" && name !== "show-versions")) return [];
  return kept.flatMap(({ name, value }) => (value === "" ? [`--${name}`] : [`--${name}`, value]));
}

function toPath(target: string): string {
  return resolve(target.startsWith("file:") ? fileURLToPath(target) : target);
}

function isFolder(target: string): boolean {
  return statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function mapDefined<From, To>(
  value: From | undefined,
  change: (value: From) => To,
): To | undefined {
  return value === undefined ? undefined : change(value);
}
