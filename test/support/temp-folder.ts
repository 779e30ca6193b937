/** Folders that exist for one test file. Their paths are real ones, without symbolic links. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** Text by path below the folder. */
export type Tree = Readonly<Record<string, string>>;

/** Makes folders below one that is removed when all tests of the file are done. */
export function temporaryFolders(): (tree?: Tree) => string {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "architect-test-")));
  afterAll(() => rmSync(top, { recursive: true, force: true }));
  let made = 0;
  return (tree = {}) => {
    const folder = join(top, String(made++));
    mkdirSync(folder);
    plant(folder, tree);
    return folder;
  };
}

export function plant(folder: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

export function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), "utf8");
}
