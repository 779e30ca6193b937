/**
 * The servers that the lock table is tried on: the embedded PostgreSQL, a real PostgreSQL 18, and
 * the system's own where there is one.
 */
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import type { Session } from "../support/observed-locks.ts";
import { startServer, systemBinaries } from "../support/postgres-server.ts";

export type Server = {
  /** Major version. */
  readonly version: number;
  /** The embedded one has a single session: connecting again gives the same. */
  readonly connect: () => Promise<Session>;
  readonly stop: () => Promise<void>;
};

/** By what a test may be called after them. */
export function servers(): readonly (readonly [string, () => Promise<Server>])[] {
  const [bin] = systemBinaries();
  return [
    ["the embedded PostgreSQL", embeddedServer],
    ["a real PostgreSQL 18", realServer],
    ...(bin === undefined ? [] : [["the system's PostgreSQL", () => realServer(bin)] as const]),
  ];
}

async function embeddedServer(): Promise<Server> {
  const db = await PGlite.create();
  const session: Session = {
    exec: (sql) => db.exec(sql),
    query: async (sql) => (await db.query<Record<string, unknown>>(sql)).rows,
  };
  const version = await versionOf(session);
  return { version, connect: () => Promise.resolve(session), stop: () => db.close() };
}

/** Of PostgreSQL 18, unless a folder with other binaries is given. */
export async function realServer(bin?: string): Promise<Server> {
  const server = await startServer(bin);
  const clients: Client[] = [];
  async function connect(): Promise<Session> {
    const client = new Client(server.config);
    await client.connect();
    clients.push(client);
    return {
      exec: (sql) => client.query(sql),
      query: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
    };
  }
  const version = await versionOf(await connect());
  return {
    version,
    connect,
    async stop() {
      await Promise.all(clients.map((client) => client.end()));
      await server.stop();
    },
  };
}

async function versionOf(session: Session): Promise<number> {
  const [row] = await session.query("SELECT current_setting('server_version_num') AS number");
  return Math.floor(Number(row?.number) / 10_000);
}
