/**
 * Prisma's own linter behind one async function. It runs in a worker thread that starts on first
 * use, and is started anew when it dies.
 */
import { Worker } from "node:worker_threads";

export type PrismaProblem = {
  readonly path: string;
  /** Offsets in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly isWarning: boolean;
};

export type LintRequest = {
  readonly id: number;
  readonly schemas: readonly (readonly [path: string, text: string])[];
  /** The schema names a connection address, which only Prisma up to 6 allows. */
  readonly isPrisma6: boolean;
};

export type LintAnswer = {
  readonly id: number;
  readonly problems: readonly PrismaProblem[];
  /** What Prisma threw instead. */
  readonly crash?: string;
};

export type PrismaLinter = {
  /** Never rejects: a linter that died answers with no problems and says so in the log. */
  readonly lint: (
    schemas: LintRequest["schemas"],
    isPrisma6: boolean,
  ) => Promise<readonly PrismaProblem[]>;
  readonly stop: () => Promise<void>;
};

/** `script` is the path of the bundled worker. */
export function startPrismaLinter(script: string, log: (message: string) => void): PrismaLinter {
  let worker: Worker | undefined;
  let next = 0;
  const waiting = new Map<number, (problems: readonly PrismaProblem[]) => void>();

  function settle(id: number, problems: readonly PrismaProblem[]): void {
    waiting.get(id)?.(problems);
    waiting.delete(id);
    // An idle worker must not keep a process alive.
    if (waiting.size === 0) worker?.unref();
  }

  function start(): Worker {
    const started = new Worker(script);
    const end = (reason: string) => {
      if (worker !== started) return;
      worker = undefined;
      log(`Prisma's linter stopped (${reason}); it starts again with the next change`);
      for (const id of [...waiting.keys()]) settle(id, []);
    };
    started.on("message", ({ id, problems, crash }: LintAnswer) => {
      if (crash) log(`Prisma's linter could not read the schema: ${crash}`);
      settle(id, problems);
    });
    started.on("error", (error) => end(error.message));
    started.on("exit", (code) => end(`exit code ${code}`));
    return started;
  }

  return {
    lint(schemas, isPrisma6) {
      worker ??= start();
      worker.ref();
      const id = next++;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        worker?.postMessage({ id, schemas, isPrisma6 } satisfies LintRequest);
      });
    },
    async stop() {
      const stopping = worker;
      worker = undefined;
      for (const id of [...waiting.keys()]) settle(id, []);
      await stopping?.terminate();
    },
  };
}
