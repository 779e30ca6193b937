/**
 * Finds what matters to Prisma below a folder: schema files, configurations, and package files
 * that name a schema. Reads directories only; links to folders are not followed.
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";

export type Findings = {
  /** Absolute paths, sorted. */
  readonly schemas: readonly string[];
  readonly configs: readonly string[];
  readonly packages: readonly string[];
};

/** Folders that hold other people's code or what a build made. */
const foreign = new Set([
  "node_modules",
  "bower_components",
  "dist",
  "build",
  "out",
  "target",
  "vendor",
  "coverage",
]);

const configFile = /^prisma\.config\.[cm]?[jt]s$/;

/** Configurations are also looked for in `.config`, the only hidden folder that is entered. */
export async function walk(root: string, isCancelled = () => false): Promise<Findings> {
  const files = await filesBelow(root, { matters, isEntered: isOurs }, isCancelled);
  return {
    schemas: files.filter((file) => file.endsWith(".prisma")),
    configs: files.filter(isConfig),
    packages: files.filter((file) => path.basename(file) === "package.json"),
  };
}

/** By their names alone: which files are wanted, and which folders are looked into. */
export type Wanted = {
  readonly matters: (name: string) => boolean;
  readonly isEntered: (name: string) => boolean;
};

/** Absolute paths, sorted. Ends early, with what it has, once cancelled. */
export async function filesBelow(
  root: string,
  wanted: Wanted,
  isCancelled = () => false,
): Promise<string[]> {
  const files: string[] = [];
  let level = [root];
  while (level.length > 0 && !isCancelled()) {
    const entries = await Promise.all(level.map((folder) => entriesOf(folder, wanted)));
    for (const entry of entries) files.push(...entry.files);
    level = entries.flatMap((entry) => entry.folders);
  }
  return files.sort();
}

function isConfig(file: string): boolean {
  const name = path.basename(file);
  if (path.basename(path.dirname(file)) === ".config") return /^prisma\.[cm]?[jt]s$/.test(name);
  return configFile.test(name);
}

async function entriesOf(folder: string, { matters, isEntered }: Wanted) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const named = entries.filter(({ name }) => matters(name));
  const links = named.filter((entry) => entry.isSymbolicLink());
  const linked = await Promise.all(links.map(({ name }) => isFile(path.join(folder, name))));
  return {
    files: named
      .filter((entry) => entry.isFile() || linked[links.indexOf(entry)])
      .map(({ name }) => path.join(folder, name)),
    folders: entries
      .filter((entry) => entry.isDirectory() && isEntered(entry.name))
      .map(({ name }) => path.join(folder, name)),
  };
}

/** Follows a link; false where it leads nowhere. */
function isFile(link: string): Promise<boolean> {
  return stat(link).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Most files are not worth remembering until the end of the walk. */
function matters(name: string): boolean {
  return name.endsWith(".prisma") || name === "package.json" || name.startsWith("prisma.");
}

/** Neither other people's code, nor what a build made, nor hidden. */
export function isOurs(name: string): boolean {
  return !foreign.has(name) && (!name.startsWith(".") || name === ".config");
}
