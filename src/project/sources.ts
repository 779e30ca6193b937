/**
 * Which files of a project hold code that asks the database while users wait: TypeScript and
 * JavaScript, without tests, seeds, scripts and what a generator wrote. Goes by names alone.
 */
import path from "node:path";
import { filesBelow, isOurs } from "./walk.ts";

/** The code below a folder; absolute paths, sorted. */
export function sourcesBelow(root: string, isCancelled?: () => boolean): Promise<string[]> {
  return filesBelow(root, { matters: isSourceName, isEntered }, isCancelled);
}

/** Whether a file below `root` is among its sources. */
export function isSource(file: string, root: string): boolean {
  const [name = "", ...folders] = path.relative(root, file).split(path.sep).reverse();
  return isSourceName(name) && folders.every((folder) => folder !== ".." && isEntered(folder));
}

/** Whatever its folder is: for a first look at what an editor tells. */
export function isSourceName(name: string): boolean {
  return extension.test(name) && !aside.test(name) && !seed.test(name);
}

const extension = /\.[cm]?[jt]sx?$/;

/** Tests, stories, declarations, what was made small, and configurations of tools. */
const aside =
  /\.(?:test|spec|e2e|cy|bench|stories|story|mock|d|min|config)\.[^.]+$|\.d\.[^.]+\.ts$/;

const seed = /^(?:seed|seeds|seeder|seeding)[-_.]|[-_.](?:seed|seeds|seeder)\./i;

const asideFolders = new Set(
  "__tests__ __mocks__ __generated__ test tests spec specs e2e cypress playwright fixtures generated migrations mocks scripts seed seeders seeds stories".split(
    " ",
  ),
);

function isEntered(name: string): boolean {
  return isOurs(name) && !name.startsWith(".") && !asideFolders.has(name);
}
