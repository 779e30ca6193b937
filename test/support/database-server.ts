/**
 * A PostgreSQL 18 as other people's databases are: with passwords, with TLS where a test turns it on,
 * and with a log of who is connected.
 */
import { chmodSync, chownSync, copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connect, type PostgresServer, type Session, startServer } from "./postgres-server.ts";

/** Found in no other text, so that a test can look for it. */
export const password = "gH7-zebra@/secret#42%";

export type DatabaseServer = PostgresServer & {
  /** As superuser, without a password. */
  readonly admin: Session;
  /** For a user who owns the database and needs the password. */
  readonly urlOf: (parameters?: string, user?: string, secret?: string) => string;
  /** Sessions of ours that the server knows, but for the one of `admin`. */
  readonly sessions: () => Promise<readonly string[]>;
  readonly useTls: (certificate: "server" | "expired" | undefined) => Promise<void>;
};

const fixtures = join(import.meta.dirname, "../fixtures/tls");

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const server = await startServer();
  const admin = await connect(server.config);
  const one = async (sql: string) => {
    const answer = await admin.query(sql);
    if (!answer.ok) throw new Error(answer.message);
    return answer.rows[0]?.[0] ?? "";
  };
  await admin.exec(
    `CREATE ROLE owner LOGIN PASSWORD '${password}'; CREATE ROLE limited LOGIN PASSWORD '${password}' CONNECTION LIMIT 0`,
  );
  await admin.exec("CREATE DATABASE app OWNER owner");
  const hba = await one("SHOW hba_file");
  const data = dirname(hba);
  const { uid, gid } = statSync(data);
  const lines = (kinds: string) =>
    `host all postgres all trust\nlocal all postgres trust\n${kinds} all all all scram-sha-256\n`;
  const { port } = server.config;

  async function reload(): Promise<void> {
    const before = await one("SELECT pg_conf_load_time()");
    await admin.query("SELECT pg_reload_conf()");
    while ((await one("SELECT pg_conf_load_time()")) === before) await admin.query("SELECT 1");
  }

  for (const name of ["server", "expired"]) {
    copyFileSync(join(fixtures, `${name}.crt`), join(data, `${name}.crt`));
  }
  copyFileSync(join(fixtures, "server.key"), join(data, "server.key"));
  for (const name of ["server.crt", "expired.crt", "server.key"]) {
    chownSync(join(data, name), uid, gid);
    chmodSync(join(data, name), 0o600);
  }
  writeFileSync(hba, lines("host"));
  await reload();

  return {
    ...server,
    admin,
    urlOf: (parameters = "", user = "owner", secret = password) =>
      `postgresql://${user}:${encodeURIComponent(secret)}@localhost:${port}/app${parameters}`,
    sessions: async () => {
      const answer = await admin.query(
        "SELECT application_name || ' ' || COALESCE(state, '') FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      );
      return answer.ok ? answer.rows.map(([text]) => text ?? "") : [answer.message];
    },
    async useTls(certificate) {
      await admin.query(`ALTER SYSTEM SET ssl = ${certificate ? "on" : "off"}`);
      if (certificate) await admin.query(`ALTER SYSTEM SET ssl_cert_file = '${certificate}.crt'`);
      await reload();
    },
    async stop() {
      await admin.close();
      await server.stop();
    },
  };
}

export const authority = join(fixtures, "server.crt");

/** All texts in an object, for a look at whether something is in none of them. */
export function textsOf(value: unknown): string {
  return JSON.stringify(value);
}

export function readText(file: string): string {
  return readFileSync(file, "utf8");
}
