/**
 * The worker thread of ELK behind one async function: a few graphs at a time, the rest in a queue that
 * can be left. A thread that dies is started again.
 */
import { Worker } from "node:worker_threads";
import type { ElkAnswer, ElkGraph } from "../core/diagram/elk-graph.ts";

export type ElkTask = { readonly id: number; readonly graph: ElkGraph };

/** The layout, or why there is none. */
export type ElkReply = {
  readonly id: number;
  readonly layout?: ElkAnswer;
  readonly crash?: string;
};

/** So that the thread need not wait for messages to cross; few, so that a wish can still be cancelled. */
export const inFlight = 3;
/** A part nobody waits for any longer may take this long before its thread is ended. */
const patience = 300;

type Waiting = {
  readonly task: ElkTask;
  readonly signal: AbortSignal;
  readonly settle: (answer: ElkAnswer | undefined) => void;
  /** Its thread died with it once. */
  readonly isSecondTry: boolean;
};

/** Those that wait can be taken back, the running ones only with their thread. */
export function elkThread(script: string, log: (message: string) => void) {
  let worker: Worker | undefined;
  let next = 0;
  let runs = 0;
  const queue: Waiting[] = [];
  const running = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(script);
    const end = (reason: string) => {
      if (worker !== started) return;
      worker = undefined;
      log(`The layout stopped (${reason}); it starts again`);
      const died = takeRunning();
      for (const { settle } of died.filter(({ isSecondTry }) => isSecondTry)) settle(undefined);
      const others = died.filter(({ isSecondTry }) => !isSecondTry);
      queue.unshift(...others.map((waiting) => ({ ...waiting, isSecondTry: true })));
      advance();
    };
    started.on("message", ({ id, layout, crash }: ElkReply) => {
      if (crash) log(`A part could not be laid out: ${crash}`);
      const done = running.get(id);
      running.delete(id);
      done?.settle(layout);
      advance();
    });
    started.on("error", (error) => end(error.message));
    started.on("exit", (code) => end(`exit code ${code}`));
    return started;
  }

  function takeRunning(): Waiting[] {
    const taken = [...running.values()];
    running.clear();
    return taken;
  }

  function advance(): void {
    while (running.size < inFlight) {
      const waiting = queue.shift();
      if (waiting === undefined) break;
      worker ??= start();
      runs++;
      running.set(waiting.task.id, waiting);
      worker.postMessage(waiting.task);
    }
    // An idle worker must not keep a process alive.
    if (running.size === 0) worker?.unref();
    else worker?.ref();
  }

  /** What runs for nobody is left to end by itself for a while: starting anew costs as much. */
  function giveUp(id: number, settle: Waiting["settle"]): void {
    settle(undefined);
    const at = queue.findIndex(({ task }) => task.id === id);
    if (at >= 0) queue.splice(at, 1);
    if (!running.has(id)) return;
    const timer = setTimeout(() => {
      if (!running.has(id)) return;
      const stopping = worker;
      worker = undefined;
      queue.unshift(...takeRunning().filter(({ signal }) => !signal.aborted));
      stopping?.terminate().catch(() => undefined);
      advance();
    }, patience);
    timer.unref();
  }

  return {
    runs: () => runs,
    /** Undefined where ELK failed, or nobody waits any longer. */
    run(graph: ElkGraph, signal: AbortSignal): Promise<ElkAnswer | undefined> {
      if (signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const id = next++;
        const onAbort = () => giveUp(id, settle);
        const settle = (answer: ElkAnswer | undefined) => {
          signal.removeEventListener("abort", onAbort);
          resolve(answer);
        };
        signal.addEventListener("abort", onAbort);
        queue.push({ task: { id, graph }, signal, settle, isSecondTry: false });
        advance();
      });
    },
    async stop(): Promise<void> {
      const stopping = worker;
      worker = undefined;
      for (const { settle } of [...queue.splice(0), ...takeRunning()]) settle(undefined);
      await stopping?.terminate();
    },
  };
}
