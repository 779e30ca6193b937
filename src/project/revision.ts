/**
 * The text of files as they were committed last. Asks git, and nothing that a repository may
 * configure is run on the way: no hook, no filter, no monitor.
 */
import { execFile } from "node:child_process";
import path from "node:path";

/** Milliseconds; a repository on a slow disk is not worth more. */
const patience = 5_000;

/**
 * By path. A file that is not committed yet is left out; undefined where git or a repository is
 * missing.
 */
export async function committedTexts(
  files: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const [first] = files;
  if (first === undefined) return new Map();
  const head = await git(path.dirname(first), ["rev-parse", "--verify", "HEAD^{commit}"]);
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
