/**
 * The embedded PostgreSQL of the language server: histories are replayed in it, for the schema
 * that migrations make and for proofs. Started when somebody asks.
 */
import type { Connection } from "vscode-languageserver";
import type { Proof } from "../core/migration/proof.ts";
import { engineQuery } from "../engines/engine-query.ts";
import type { EmbeddedPostgres } from "../engines/postgres.ts";
import type { Query } from "../engines/schema-engine.ts";
import type { MigrationsFolder } from "../project/migrations.ts";
import { Histories } from "../proof/histories.ts";
import { type ProofSubject, type ProofWish, prove } from "../proof/prove.ts";
import type { Head } from "./heads.ts";

export type StartPostgres = (log: (message: string) => void) => EmbeddedPostgres;

export class Proofs {
  readonly #connection: Connection;
  readonly #known = new Map<string, { readonly text: string; readonly proof: Proof }>();
  readonly #histories: Histories;

  constructor(connection: Connection, start: () => EmbeddedPostgres) {
    this.#connection = connection;
    this.#histories = new Histories(start);
  }

  /** A database with all migrations applied, for as long as `use` runs. */
  async replay({ scripts }: MigrationsFolder, use: (query: Query) => Promise<Head>): Promise<Head> {
    const opened = await this.#histories.open(scripts);
    if (!opened.ok) {
      const { migration, refusal } = opened;
      const reason = `${migration?.name ?? "they were"}: ${refusal.message}`;
      this.#connection.console.info(`Migrations cannot be replayed, ${reason}`);
      return { ok: false, reason };
    }
    try {
      return await use(engineQuery(opened.database));
    } finally {
      await opened.database.close();
    }
  }

  /** Undefined when it was cancelled. What it saw is remembered for `of`. */
  async prove(uri: string, subject: ProofSubject, wish: ProofWish): Promise<Proof | undefined> {
    const proof = await prove(this.#histories, subject, wish);
    if (proof) this.#known.set(uri, { text: subject.report.migration.file.source.text, proof });
    return proof;
  }

  /** What the last proof of this very text saw. */
  of(uri: string, text: string): Proof | undefined {
    const known = this.#known.get(uri);
    return known?.text === text ? known.proof : undefined;
  }

  async stop(): Promise<void> {
    await this.#histories.stop();
  }
}
