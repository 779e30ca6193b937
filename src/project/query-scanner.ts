/**
 * The scan of a project's code behind async functions. It runs in a worker thread that starts with
 * the first question, ends when nobody asks for a while, and is started anew when it dies.
 */
import { Worker } from "node:worker_threads";
import type { PlacedCall } from "../core/query/call.ts";
import type { ScanResult } from "./query-scan.ts";

export type ScanRequest =
  | {
      readonly kind: "scan";
      readonly id: number;
      readonly roots: readonly string[];
      readonly known: readonly (readonly [path: string, stamp: string])[];
    }
  | { readonly kind: "files"; readonly id: number; readonly files: readonly string[] }
  | { readonly kind: "text"; readonly id: number; readonly path: string; readonly text: string }
  | { readonly kind: "cancel"; readonly id: number };

export type ScanAnswer =
  | {
      readonly kind: "progress";
      readonly id: number;
      readonly done: number;
      readonly total: number;
    }
  | ({ readonly kind: "done"; readonly id: number; readonly crash?: string } & ScanResult);

type Asked = {
  readonly resolve: (result: ScanResult) => void;
  readonly onProgress: (done: number, total: number) => void;
};

/** By file; files without any call are left out. */
export type CallsByFile = ReadonlyMap<string, readonly PlacedCall[]>;

export type QueryScanner = {
  /** All that is known of the code so far. */
  readonly calls: CallsByFile;
  /** Reads all code below the folders. Answers false when it was cancelled. */
  readonly scan: (
    roots: readonly string[],
    onProgress: (done: number, total: number) => void,
    cancel: AbortSignal,
  ) => Promise<boolean>;
  /** Reads files again that changed on disk, or came, or went. */
  readonly reload: (files: readonly string[]) => Promise<void>;
  /** Reads a text that is not saved. */
  readonly setText: (path: string, text: string) => Promise<void>;
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
};

/** So long after the last answer the thread ends, in milliseconds: it holds a parser in memory. */
const patience = 5_000;

/** A parser leaves much garbage: room for it makes the scan faster, and goes with the thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 48, maxOldGenerationSizeMb: 512 };

const nothing: ScanResult = { changed: [], gone: [], isCancelled: true };

/** `script` is the path of the bundled worker. */
export function startQueryScanner(script: string, log: (message: string) => void): QueryScanner {
  const calls = new Map<string, readonly PlacedCall[]>();
  const stamps = new Map<string, string>();
  const waiting = new Map<number, Asked>();
  let worker: Worker | undefined;
  let leaving: NodeJS.Timeout | undefined;
  let next = 0;

  function settle(id: number, result: ScanResult): void {
    waiting.get(id)?.resolve(result);
    waiting.delete(id);
    if (waiting.size > 0) return;
    worker?.unref();
    leaving = setTimeout(() => void stop(), patience);
    leaving.unref();
  }

  function start(): Worker {
    const started = new Worker(script, { resourceLimits });
    const end = (reason: string) => {
      if (worker !== started) return;
      worker = undefined;
      log(`The scan of the code stopped (${reason}); it starts again with the next change`);
      for (const id of [...waiting.keys()]) settle(id, nothing);
    };
    started.on("message", (answer: ScanAnswer) => {
      if (answer.kind === "progress") {
        waiting.get(answer.id)?.onProgress(answer.done, answer.total);
        return;
      }
      if (answer.crash) log(`The code could not be read: ${answer.crash}`);
      settle(answer.id, answer);
    });
    started.on("error", (error) => end(error.message));
    started.on("exit", (code) => end(`exit code ${code}`));
    return started;
  }

  async function ask(
    request: (id: number) => ScanRequest,
    onProgress: Asked["onProgress"] = () => {},
    cancel?: AbortSignal,
  ): Promise<ScanResult> {
    clearTimeout(leaving);
    worker ??= start();
    worker.ref();
    const id = next++;
    const abort = () => worker?.postMessage({ kind: "cancel", id } satisfies ScanRequest);
    cancel?.addEventListener("abort", abort, { once: true });
    const result = await new Promise<ScanResult>((resolve) => {
      waiting.set(id, { resolve, onProgress });
      worker?.postMessage(request(id));
      if (cancel?.aborted) abort();
    });
    cancel?.removeEventListener("abort", abort);
    return result;
  }

  function keep({ changed, gone }: ScanResult): void {
    for (const { path, stamp, calls: found } of changed) {
      if (stamp === undefined) stamps.delete(path);
      else stamps.set(path, stamp);
      if (found.length > 0) calls.set(path, found);
      else calls.delete(path);
    }
    for (const path of gone) {
      stamps.delete(path);
      calls.delete(path);
    }
  }

  async function stop(): Promise<void> {
    clearTimeout(leaving);
    const stopping = worker;
    worker = undefined;
    for (const id of [...waiting.keys()]) settle(id, nothing);
    clearTimeout(leaving);
    await stopping?.terminate();
  }

  return {
    calls,
    async scan(roots, onProgress, cancel) {
      const known = [...stamps];
      const result = await ask((id) => ({ kind: "scan", id, roots, known }), onProgress, cancel);
      if (!result.isCancelled) keep(result);
      return !result.isCancelled;
    },
    reload: async (files) => keep(await ask((id) => ({ kind: "files", id, files }))),
    setText: async (path, text) => keep(await ask((id) => ({ kind: "text", id, path, text }))),
    forget() {
      calls.clear();
      stamps.clear();
    },
    stop,
  };
}
