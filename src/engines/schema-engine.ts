/**
 * Prisma's schema engine behind a few async functions: the SQL between two states of a database.
 * It runs in a worker thread that starts on first use, and is started anew when it dies.
 */
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type {
  FromWorker,
  Outcome,
  QueryResult,
  SchemaFiles,
  Task,
  TaskSide,
  ToWorker,
} from "./schema-engine-messages.ts";

/** One end of a comparison. At most one of the two may be a database. */
export type DiffSide =
  | { readonly kind: "empty" }
  /** As written for any version of Prisma: connection addresses are overlooked. */
  | { readonly kind: "schema"; readonly files: SchemaFiles }
  /** As it is now. The other side says by its datasource which schemas are looked at. */
  | { readonly kind: "database"; readonly query: Query };

/** Asks a database; only reads. A rejection makes the answer one of `failed`. */
export type Query = (sql: string, values: readonly unknown[]) => Promise<QueryResult>;

export type DiffOptions = {
  /** A later request of the same key takes the place of one that still waits. */
  readonly key?: string;
  /** Tables and enums that Prisma does not manage, as its configuration names them. */
  readonly externalTables?: readonly string[];
  readonly externalEnums?: readonly string[];
};

export type DiffResult =
  /**
   * `sql` is what `prisma migrate diff --script` makes, up to and with the last statement's line
   * break; the command itself may print empty lines behind it. See `emptyMigration`.
   */
  { readonly ok: true; readonly sql: string } | EngineRefusal;

export type EngineRefusal = {
  readonly ok: false;
  /**
   * `invalid`: Prisma refuses one of the schemas. `superseded`: a later request came first.
   * `failed`: the engine or the database did not answer.
   */
  readonly why: "invalid" | "superseded" | "failed";
  /** One line per mistake, with its file and line where Prisma tells them. */
  readonly reason: string;
};

/** The text that stands for no difference. */
export const emptyMigration = "-- This is an empty migration.\n";

export type SchemaEngine = {
  /** None of these ever rejects. */
  readonly diff: (from: DiffSide, to: DiffSide, options?: DiffOptions) => Promise<DiffResult>;
  /** Whether Prisma accepts the schema as a whole. */
  readonly validate: (files: SchemaFiles) => Promise<{ readonly ok: true } | EngineRefusal>;
  /** `files` must hold a datasource; what its models already say about names is kept. */
  readonly introspect: (
    query: Query,
    files: SchemaFiles,
  ) => Promise<{ readonly ok: true; readonly files: SchemaFiles } | EngineRefusal>;
  readonly stop: () => Promise<void>;
};

type Job = {
  readonly id: number;
  readonly task: Task;
  readonly key: string | undefined;
  readonly query: Query | undefined;
  readonly settle: (outcome: Outcome) => void;
};

/** `script` is the path of the bundled worker; `schema_engine_bg.wasm` stands beside it. */
export function startSchemaEngine(script: string, log: (message: string) => void): SchemaEngine {
  let worker: Worker | undefined;
  let running: Job | undefined;
  let waiting: Job[] = [];
  let next = 0;

  function ask(task: Task, query?: Query, key?: string): Promise<Outcome> {
    return new Promise((settle) => {
      if (key !== undefined) {
        for (const job of waiting) if (job.key === key) job.settle(superseded);
        waiting = waiting.filter((job) => job.key !== key);
      }
      waiting.push({ id: next++, task, key, query, settle });
      advance();
    });
  }

  function advance(): void {
    if (running) return;
    running = waiting.shift();
    if (running === undefined) {
      // An idle worker must not keep a process alive.
      worker?.unref();
      return;
    }
    worker ??= start();
    worker.ref();
    worker.postMessage({ kind: "task", id: running.id, task: running.task } satisfies ToWorker);
  }

  function finish(outcome: Outcome): void {
    const job = running;
    running = undefined;
    job?.settle(outcome);
    advance();
  }

  function start(): Worker {
    const wasm = join(dirname(script), "schema_engine_bg.wasm");
    const started = new Worker(script, { workerData: { wasm } });
    const end = (reason: string) => {
      if (worker !== started) return;
      worker = undefined;
      log(`Prisma's schema engine stopped (${reason}); it starts again with the next request`);
      finish({ ok: false, why: "failed", reason: `Prisma's schema engine stopped: ${reason}` });
    };
    started.on("message", (message: FromWorker) => {
      if (worker !== started || message.id !== running?.id) return;
      if (message.kind === "query") void forward(started, running, message);
      else finish(message.outcome);
    });
    started.on("error", (error) => end(error.message));
    started.on("exit", (code) => end(`exit code ${code}`));
    return started;
  }

  return {
    async diff(from, to, { key, externalTables = [], externalEnums = [] } = {}) {
      if (from.kind === "empty" && to.kind === "empty") return { ok: true, sql: emptyMigration };
      const queries = [from, to].flatMap((side) => (side.kind === "database" ? side.query : []));
      if (queries.length > 1) return { ok: false, why: "failed", reason: "both are databases" };
      const external = { tables: externalTables, enums: externalEnums };
      const task = { kind: "diff" as const, from: plain(from), to: plain(to), external };
      const outcome = await ask(task, queries[0], key);
      return outcome.ok ? { ok: true, sql: outcome.sql ?? "" } : outcome;
    },
    async validate(files) {
      const from = { kind: "schema" as const, files };
      const external = { tables: [], enums: [] };
      // The way to nothing is read as any other and makes the shortest script.
      const outcome = await ask({ kind: "diff", from, to: { kind: "empty" }, external });
      return outcome.ok ? { ok: true } : outcome;
    },
    async introspect(query, files) {
      const outcome = await ask({ kind: "introspect", files }, query);
      return outcome.ok ? { ok: true, files: outcome.files ?? [] } : outcome;
    },
    async stop() {
      const stopping = worker;
      worker = undefined;
      const stopped = { ok: false, why: "failed", reason: "stopped" } as const;
      for (const job of waiting) job.settle(stopped);
      waiting = [];
      finish(stopped);
      await stopping?.terminate();
    },
  };
}

const superseded: Outcome = { ok: false, why: "superseded", reason: "a later request came first" };

function plain(side: DiffSide): TaskSide {
  return side.kind === "database" ? { kind: "database" } : side;
}

async function forward(
  worker: Worker,
  job: Job,
  { query, sql, values }: Extract<FromWorker, { kind: "query" }>,
): Promise<void> {
  const answer = (result: QueryResult | string) =>
    worker.postMessage({ kind: "rows", query, result } satisfies ToWorker);
  try {
    answer(job.query ? await job.query(sql, values) : "there is no database to ask");
  } catch (error) {
    answer(error instanceof Error ? error.message : String(error));
  }
}
