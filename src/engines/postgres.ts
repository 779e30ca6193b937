/**
 * An embedded PostgreSQL behind a few async functions: each database is a thread of its own, so that
 * it can be ended at any moment and its memory is given back. Knows nothing of migrations.
 */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Connection, Refusal, Rows } from "./postgres-connection.ts";
import type { FromPostgres, PostgresStart, RelationFile, ToPostgres } from "./postgres-messages.ts";

/** A data directory, to go on from where another database was. About 30 MB. */
export type Snapshot = { readonly data: Uint8Array; readonly extensions: readonly string[] };

export type OpenWish = {
  /**
   * Names for CREATE EXTENSION that will be needed. Loading costs time, so only these are there;
   * those the server does not have are passed over, and CREATE EXTENSION is refused with 0A000.
   */
  readonly extensions?: readonly string[];
  readonly from?: Snapshot;
  /** Ends the database too, when it is open by then. */
  readonly signal?: AbortSignal;
};

export type Database = Connection & {
  /** As the server tells it: `18.6`. */
  readonly version: string;
  /** Undefined when the database was ended, and inside a transaction, and once it was stretched. */
  readonly snapshot: () => Promise<Snapshot | undefined>;
  /**
   * Lets the files of relations be as long as they would be with many rows, without making any: the
   * planner asks how long they are. From then on it may plan but must not read or write those
   * tables. What a session knew of the old lengths is forgotten when pg_class says something new of
   * the relation; pages of an index that it has read already have to be out of its buffers. False where this PostgreSQL does not take it; then nothing has changed.
   */
  readonly stretch: (files: readonly RelationFile[]) => Promise<boolean>;
  /** Ends it at once, whatever it is doing; what waits is answered with code `stopped`. */
  readonly close: () => Promise<void>;
};

export type Opened =
  | { readonly ok: true; readonly database: Database }
  | { readonly ok: false; readonly message: string };

export type EmbeddedPostgres = {
  /** A database as fresh as `createdb` makes it, with schema `public` and user `postgres`. */
  readonly open: (wish?: OpenWish) => Promise<Opened>;
  /** Names that CREATE EXTENSION knows, `plpgsql` among them, sorted. */
  readonly extensions: () => readonly string[];
  /** Ends every open database. Afterwards others can be opened. */
  readonly stop: () => Promise<void>;
};

/** `script` is the path of the bundled worker; the server's files are in `postgres` beside it. */
export function startPostgres(script: string, log: (message: string) => void): EmbeddedPostgres {
  const folder = join(dirname(script), "postgres");
  const databases = new Set<() => Promise<void>>();
  return {
    async open({ extensions = [], from, signal } = {}) {
      if (signal?.aborted) return { ok: false, message: "Cancelled" };
      const all = [...new Set([...extensions, ...(from?.extensions ?? [])])].sort();
      const start: PostgresStart = {
        folder,
        extensions: filesOf(all, folder),
        snapshot: from?.data,
      };
      const { opened, close } = openDatabase(script, start, all, (reason) => {
        databases.delete(close);
        if (reason !== undefined) log(`The embedded PostgreSQL stopped (${reason})`);
      });
      databases.add(close);
      signal?.addEventListener("abort", close, { once: true });
      return opened;
    },
    extensions() {
      const files = extensionFiles(folder);
      const names = files.flatMap((file) => (file === "spi" ? spiModules : [file]));
      return [...names.filter((name) => !librariesOnly.has(name)), "plpgsql"].sort();
    },
    async stop() {
      await Promise.all([...databases].map((close) => close()));
    },
  };
}

/** One archive brings these four. */
const spiModules = ["autoinc", "insert_username", "moddatetime", "refint"];
/** Loaded by the server's configuration; CREATE EXTENSION does not know them. */
const librariesOnly = new Set(["auto_explain", "passwordcheck", "pg_overexplain"]);

function extensionFiles(folder: string): string[] {
  return readdirSync(join(folder, "extensions")).map((name) => name.replace(/\.tar\.gz$/, ""));
}

/** CREATE EXTENSION … CASCADE brings what an extension stands on. */
const standsOn: Readonly<Record<string, string>> = { earthdistance: "cube" };

function filesOf(wanted: readonly string[], folder: string): string[] {
  const there = new Set(extensionFiles(folder));
  const files = wanted.flatMap((name) => {
    const below = standsOn[name];
    const own = spiModules.includes(name) ? "spi" : name;
    return below === undefined ? [own] : [own, below];
  });
  return [...new Set(files)].filter((name) => there.has(name));
}

/** The names that a text's CREATE EXTENSION statements have, sorted; comments left out. */
export function extensionsNamedIn(sql: string): string[] {
  const named = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|([\w$]+))/gi;
  const code = sql.replace(/--.*|\/\*[\s\S]*?\*\//g, " ");
  const names = [...code.matchAll(named)].map(([, quoted, plain = ""]) => quoted ?? lower(plain));
  return [...new Set(names)].sort();
}

const lower = (name: string) => name.toLowerCase();

function openDatabase(
  script: string,
  start: PostgresStart,
  extensions: readonly string[],
  ended: (reason: string | undefined) => void,
) {
  const worker = new Worker(script, { workerData: start });
  const answers = new Map<number, (message: FromPostgres | undefined) => void>();
  let next = 0;
  let isOver = false;

  function end(reason: string | undefined): void {
    if (isOver) return;
    isOver = true;
    for (const settle of answers.values()) settle(undefined);
    answers.clear();
    ended(reason);
  }

  /** Undefined when the thread is over before it answers. */
  function ask(message: Asked): Promise<FromPostgres | undefined> {
    if (isOver) return Promise.resolve(undefined);
    const id = next++;
    worker.ref();
    return new Promise((resolve) => {
      answers.set(id, resolve);
      worker.postMessage({ ...message, id } satisfies ToPostgres);
    });
  }

  async function answerTo(message: Asked): Promise<Rows | Refusal> {
    const got = await ask(message);
    return got?.kind === "answer" ? got.answer : stopped;
  }

  async function close(): Promise<void> {
    end(undefined);
    await worker.terminate();
  }

  const opened = new Promise<Opened>((resolve) => {
    const fail = (reason: string) => {
      resolve({ ok: false, message: isOver ? "Cancelled" : reason });
      end(reason);
    };
    worker.on("error", (error) => fail(error.message));
    worker.on("exit", (code) => fail(`exit code ${code}`));
    worker.on("message", (message: FromPostgres) => {
      if (message.kind === "failed") {
        fail(message.message);
        worker.terminate();
      } else if (message.kind === "started") {
        // An idle worker must not keep a process alive.
        if (answers.size === 0) worker.unref();
        resolve({ ok: true, database: { version: message.version, ...connection, close } });
      } else {
        answers.get(message.id)?.(message);
        answers.delete(message.id);
        if (answers.size === 0) worker.unref();
      }
    });
  });

  const connection = {
    exec: (script: string) => answerTo({ kind: "exec", script }),
    query: (sql: string, values: readonly (string | null)[] = []) =>
      answerTo({ kind: "query", sql, values }),
    async snapshot(): Promise<Snapshot | undefined> {
      const got = await ask({ kind: "snapshot" });
      if (got?.kind !== "snapshot" || got.data === undefined) return undefined;
      return { data: got.data, extensions };
    },
    async stretch(files: readonly RelationFile[]): Promise<boolean> {
      const got = await ask({ kind: "stretch", files });
      return got?.kind === "stretched" && got.isDone;
    },
  };
  return { opened, close };
}

type Asked = ToPostgres extends infer Each
  ? Each extends ToPostgres
    ? Omit<Each, "id">
    : never
  : never;

const stopped: Refusal = { ok: false, code: "stopped", message: "The database was closed" };
