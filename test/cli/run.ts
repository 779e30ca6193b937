/** Runs the real command line in a folder, as a shell would. */
import { spawn } from "node:child_process";

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };

/** `script` is the bundled program. */
export function runProgram(script: string, folder: string, words: readonly string[]): Promise<Ran> {
  return run(process.execPath, [script, ...words], folder);
}

export function run(command: string, words: readonly string[], folder: string): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}
