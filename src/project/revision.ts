/**
 * The text of files as they were committed last. Asks git, and nothing that a repository may
 * configure is run on the way: no hook, no filter, no monitor.
 */
import { execFile } from "node:child_process";
import path from "node:path";

/** Milliseconds; a repository on a slow disk is not worth more. */
const patience = 5_000;

/**
 * By path, at a revision of git. A file that is not in it is left out; undefined where git, a
 * repository or the revision is missing.
 */
export async function committedTexts(
  files: readonly string[],
  revision = "HEAD",
): Promise<ReadonlyMap<string, string> | undefined> {
  const [first] = files;
  if (first === undefined) return new Map();
  const head = await git(path.dirname(first), [
    "rev-parse",
    "--verify",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  if (head === undefined) return undefined;
  const texts = await Promise.all(
    files.map(async (file): Promise<[string, string][]> => {
      const text = await git(path.dirname(file), [
        "cat-file",
        "blob",
        `${head.trim()}:./${path.basename(file)}`,
      ]);
      return text === undefined ? [] : [[file, text]];
    }),
  );
  return new Map(texts.flat());
}

/**
 * Absolute paths of the files below `folder` that are in the last commit; undefined where git or
 * a repository is missing.
 */
export async function committedFiles(folder: string): Promise<ReadonlySet<string> | undefined> {
  const listed = await git(folder, ["ls-tree", "-r", "-z", "--name-only", "HEAD", "."]);
  if (listed === undefined) return undefined;
  const names = listed.split("\0").filter((name) => name !== "");
  return new Set(names.map((name) => path.join(folder, name)));
}

function git(cwd: string, words: readonly string[]): Promise<string | undefined> {
  const safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
  return new Promise((resolve) => {
    execFile(
      "git",
      [...safe, ...words],
      { cwd, env, timeout: patience, maxBuffer: 64 * 1024 * 1024, windowsHide: true },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
  });
}
