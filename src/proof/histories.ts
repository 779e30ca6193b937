/**
 * Databases in which a history of migrations was applied. Remembers, by what the scripts say, how
 * a database looked at the end of one, so that the next one begins there.
 */
import { createHash } from "node:crypto";
import type { Database } from "../engines/postgres.ts";
import { type EmbeddedPostgres, extensionsNamedIn, type Snapshot } from "../engines/postgres.ts";
import type { Refusal } from "../engines/postgres-connection.ts";
import { type Migration, type ReplayWish, replay } from "../engines/postgres-replay.ts";

export type HistoryWish = ReplayWish & {
  /** Scripts that will be run afterwards, for the extensions that they create. */
  readonly later?: readonly string[];
};

export type OpenedHistory =
  | { readonly ok: true; readonly database: Database }
  | {
      readonly ok: false;
      /** "20240131120000_add_users, statement …"; empty where no migration is to blame. */
      readonly migration: Migration | undefined;
      readonly refusal: Refusal;
    };

/** 30 MB each: what is being proven, and one before it. */
const mostSnapshots = 2;

export class Histories {
  readonly #start: () => EmbeddedPostgres;
  /** By the hash of all that was applied; the last one used comes last. */
  readonly #snapshots = new Map<string, Snapshot>();
  #postgres: EmbeddedPostgres | undefined;

  /** The server is started on first use. */
  constructor(start: () => EmbeddedPostgres) {
    this.#start = start;
  }

  /** A database of its own for whoever asks, who closes it; the session is as if just opened. */
  async open(
    migrations: readonly Migration[],
    { signal, onProgress, later = [] }: HistoryWish = {},
  ): Promise<OpenedHistory> {
    this.#postgres ??= this.#start();
    const keys = keysOf(migrations);
    const done = keys.findLastIndex((key) => this.#snapshots.has(key)) + 1;
    const from = this.#recall(keys[done - 1]);
    const texts = [...migrations.map(({ text }) => text), ...later];
    const opened = await this.#postgres.open({
      extensions: extensionsNamedIn(texts.join("\n")),
      ...(from && { from }),
      ...(signal && { signal }),
    });
    if (!opened.ok) return failed(undefined, { ok: false, code: "XX000", message: opened.message });
    const { database } = opened;
    const rest = migrations.slice(done);
    const replayed = await replay(database, rest, {
      ...(signal && { signal }),
      onProgress: (more, migration) => onProgress?.(done + more, migration),
    });
    if (!replayed.ok) {
      await database.close();
      return failed(replayed.migration, replayed.refusal);
    }
    if (rest.length > 0) {
      // A setting that a script leaves behind is gone when the next deployment comes.
      await database.exec("DISCARD ALL");
      const snapshot = await database.snapshot();
      if (snapshot) this.#remember(keys.at(-1), snapshot);
    }
    return { ok: true, database };
  }

  async stop(): Promise<void> {
    this.#snapshots.clear();
    await this.#postgres?.stop();
  }

  #recall(key: string | undefined): Snapshot | undefined {
    const found = key === undefined ? undefined : this.#snapshots.get(key);
    if (found) this.#remember(key, found);
    return found;
  }

  #remember(key: string | undefined, snapshot: Snapshot): void {
    if (key === undefined) return;
    this.#snapshots.delete(key);
    this.#snapshots.set(key, snapshot);
    for (const old of [...this.#snapshots.keys()].slice(0, -mostSnapshots)) {
      this.#snapshots.delete(old);
    }
  }
}

/** Of each migration with all those before it. */
function keysOf(migrations: readonly Migration[]): string[] {
  let key = "";
  return migrations.map(({ name, text }) => {
    const hash = createHash("sha256").update(key).update("\0").update(name);
    key = hash.update("\0").update(text).digest("hex");
    return key;
  });
}

function failed(migration: Migration | undefined, refusal: Refusal): OpenedHistory {
  return { ok: false, migration, refusal };
}
