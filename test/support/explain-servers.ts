/**
 * Servers that queries are explained on: a real PostgreSQL 18, the system's own where there is one,
 * and the embedded one, each behind a connection that is asked as in the product.
 */

import type { messages as wire } from "@electric-sql/pglite";
import { PGlite, protocol } from "@electric-sql/pglite";
import type { ExplainServer } from "../../src/database/explain-servers.ts";
import type { TransactionWish } from "../../src/database/explain-session.ts";
import { ExplainSessions } from "../../src/database/explain-sessions.ts";
import {
  type Connection,
  offsetOf,
  type Refusal,
  type Rows,
  type Value,
} from "../../src/engines/postgres-connection.ts";
import { connect, startServer, systemBinaries } from "./postgres-server.ts";

export type ExplainedServer = {
  readonly version: number;
  /** As superuser, outside of any transaction of ours. */
  readonly admin: Connection;
  readonly within: <Answer>(
    wish: TransactionWish,
    work: (connection: Connection, server: ExplainServer) => Promise<Answer>,
  ) => Promise<Answer | Refusal>;
  readonly stop: () => Promise<void>;
};

/** By what a test may be called after them. */
export function explainServers(): readonly (readonly [string, () => Promise<ExplainedServer>])[] {
  const [bin] = systemBinaries();
  return [
    ["a real PostgreSQL 18", () => realServer()],
    ...(bin === undefined ? [] : [["the system's PostgreSQL", () => realServer(bin)] as const]),
    ["the embedded PostgreSQL", embeddedServer],
  ];
}

async function realServer(bin?: string): Promise<ExplainedServer> {
  const server = await startServer(bin);
  const admin = await connect(server.config);
  const sessions = new ExplainSessions();
  const answer = await admin.query("SHOW server_version_num");
  const version = answer.ok ? Math.floor(Number(answer.rows[0]?.[0]) / 10_000) : 0;
  return {
    version,
    admin,
    within: (wish, work) => sessions.inTransaction(server.url, wish, work),
    async stop() {
      await sessions.close();
      await admin.close();
      await server.stop();
    },
  };
}

/** Without a transaction around what is asked, as the product's thread has it. */
async function embeddedServer(): Promise<ExplainedServer> {
  const server = await PGlite.create();
  const connection = connectionOf(server);
  return {
    version: 18,
    admin: connection,
    within: (_wish, work) =>
      work(connection, { postgres: 18, name: "PostgreSQL 18", isOther: false }),
    stop: () => server.close(),
  };
}

function connectionOf(server: PGlite): Connection {
  const { serialize } = protocol;
  const extended = (sql: string, values: readonly Value[]) =>
    Buffer.concat([
      serialize.parse({ text: sql }),
      serialize.bind({ values: [...values] }),
      serialize.describe({ type: "P" }),
      serialize.execute({}),
      serialize.sync(),
    ]);
  async function send(text: string, bytes: Uint8Array): Promise<Rows | Refusal> {
    const { messages } = await server.execProtocol(bytes, { throwOnError: false });
    const failure = messages.find(({ name }) => name === "error") as wire.DatabaseError | undefined;
    if (failure !== undefined) {
      const offset = offsetOf(text, failure.position);
      const { code = "XX000", message } = failure;
      return { ok: false, code, message, ...(offset !== undefined && { offset }) };
    }
    const rows = messages.flatMap((message) =>
      message.name === "dataRow" ? [(message as wire.DataRowMessage).fields] : [],
    );
    return { ok: true, rows, columns: [], notices: [] };
  }
  return {
    exec: (script) => send(script, serialize.query(script)),
    query: (sql, values = []) => send(sql, extended(sql, values)),
  };
}
