/**
 * The embedded PostgreSQL of the language server: histories are replayed in it, for the schema
 * that migrations make. Started when somebody asks, and given back afterwards.
 */
import type { Connection } from "vscode-languageserver";
import { engineQuery } from "../engines/engine-query.ts";
import { type EmbeddedPostgres, extensionsNamedIn } from "../engines/postgres.ts";
import { replay } from "../engines/postgres-replay.ts";
import type { Query } from "../engines/schema-engine.ts";
import type { MigrationsFolder } from "../project/migrations.ts";
import type { Head } from "./heads.ts";

export type StartPostgres = (log: (message: string) => void) => EmbeddedPostgres;

export class Proofs {
  readonly #connection: Connection;
  readonly #start: () => EmbeddedPostgres;
  #postgres: EmbeddedPostgres | undefined;

  constructor(connection: Connection, start: () => EmbeddedPostgres) {
    this.#connection = connection;
    this.#start = start;
  }

  /** A database with all migrations applied, for as long as `use` runs. */
  async replay({ scripts }: MigrationsFolder, use: (query: Query) => Promise<Head>): Promise<Head> {
    this.#postgres ??= this.#start();
    const extensions = extensionsNamedIn(scripts.map(({ text }) => text).join("\n"));
    const opened = await this.#postgres.open({ extensions });
    if (!opened.ok) return { ok: false, reason: opened.message };
    const { database } = opened;
    try {
      const replayed = await replay(database, scripts);
      if (replayed.ok) return await use(engineQuery(database));
      const { migration, refusal } = replayed;
      const reason = `${migration?.name ?? "they were"}: ${refusal.message}`;
      this.#connection.console.info(`Migrations cannot be replayed, ${reason}`);
      return { ok: false, reason };
    } finally {
      await database.close();
    }
  }

  async stop(): Promise<void> {
    await this.#postgres?.stop();
  }
}
