/**
 * What must happen before this process is gone, however it goes: exit, Ctrl+C or a termination signal.
 * Actions are synchronous, because an exiting process waits for nothing.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const actions = new Set<() => void>();
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

process.on("exit", () => {
  // Last in, first out: a process ends before the folder it writes into is removed.
  for (const action of [...actions].reverse()) attempt(action);
});

/** Registers an action and returns a function that takes the registration back. */
export function atEnd(action: () => void): () => void {
  actions.add(action);
  return () => actions.delete(action);
}

/** Calls back at the first signal that asks this process to end, with the exit code that belongs to it. */
export function onSignal(callback: (exitCode: number) => void): void {
  let asked = false;
  for (const [signal, exitCode] of Object.entries(signals))
    process.on(signal, () => {
      if (asked) return;
      asked = true;
      callback(exitCode);
    });
}

/** A folder in the system's temp folder that goes away with this process. */
export function temporaryFolder(): string {
  sweepTemporaryFolders();
  // Short, because sockets are made inside and their paths may have 107 characters only.
  const folder = mkdtempSync(join(tmpdir(), `architect-${process.pid}-`));
  atEnd(() => remove(folder));
  return folder;
}

/** A process that was killed could not remove its own. */
function sweepTemporaryFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = /^architect-(\d+)-\w{6}$/.exec(name)?.[1];
    if (owner && !lives(Number(owner))) attempt(() => remove(join(tmpdir(), name)));
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Someone else's process lives too.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Ends a process group for sure. Safe to call twice. */
export function endGroup(leader: number | undefined, signal: NodeJS.Signals = "SIGKILL"): void {
  if (leader !== undefined) attempt(() => process.kill(-leader, signal));
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Already gone, which is what was wanted; the other actions must still run.
  }
}
