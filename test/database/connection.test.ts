/** Sessions of databases that are not ours: what they refuse, how they end, and what they say. */
import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOnlyConnection, scratchConnection } from "../../src/database/connection.ts";
import { applicationName } from "../../src/database/line.ts";
import {
  authority,
  type DatabaseServer,
  password,
  startDatabaseServer,
} from "../support/database-server.ts";

let server: DatabaseServer;
/** All that was said to anybody. */
const said: string[] = [];

beforeAll(async () => {
  server = await startDatabaseServer();
  const owner = await scratchConnection(server.urlOf());
  if (!owner.ok) throw new Error(owner.message);
  await owner.session.exec(`
    CREATE TABLE item (id serial PRIMARY KEY, name text NOT NULL);
    INSERT INTO item (name) SELECT 'n' || i FROM generate_series(1, 100) i;
    CREATE FUNCTION sneaky() RETURNS int LANGUAGE plpgsql AS $$
      BEGIN INSERT INTO item (name) VALUES ('sneaky'); RETURN 1; END $$;
  `);
  await owner.session.close();
}, 30_000);
afterAll(async () => {
  await server.stop();
  const everything = said.join("\n");
  expect(said.length).toBeGreaterThan(30);
  for (const secret of [password, encodeURIComponent(password)]) {
    expect(everything).not.toContain(secret);
  }
});

async function openReading(parameters = "", limits = {}) {
  const opened = await readOnlyConnection(server.urlOf(parameters), limits);
  if (!opened.ok) throw new Error(opened.message);
  return opened.session;
}

async function refusalOf(url: string, limits = {}) {
  const opened = await readOnlyConnection(url, limits);
  if (opened.ok) {
    await opened.session.close();
    throw new Error("It was let in");
  }
  said.push(JSON.stringify(opened));
  return opened;
}

/** Whatever an owner could change. */
async function stateOfDatabase(): Promise<string> {
  const reading = await openReading();
  const answers = await Promise.all(
    [
      "SELECT count(*), max(name) FROM item",
      "SELECT last_value, is_called FROM item_id_seq",
      "SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
      "SELECT string_agg(setconfig::text, ',') FROM pg_db_role_setting",
    ].map((sql) => reading.query(sql)),
  );
  await reading.close();
  return JSON.stringify(answers);
}

describe("a session for reading", () => {
  test("answers, under its own name, and leaves nothing behind", async () => {
    const reading = await openReading(
      "?schema=public&connection_limit=5&pgbouncer=true&pool_timeout=3",
    );
    expect(await reading.query("SELECT id, name FROM item WHERE id = $1", ["7"])).toMatchObject({
      ok: true,
      rows: [["7", "n7"]],
      columns: [
        { name: "id", type: 23 },
        { name: "name", type: 25 },
      ],
    });
    expect(
      await reading.query("/* a /* nested */ one */ -- and more\n ( SELECT 1 )"),
    ).toMatchObject({
      rows: [["1"]],
    });
    const settings = await reading.query(
      "SELECT current_setting('transaction_read_only'), current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')",
    );
    expect(settings).toMatchObject({ rows: [["on", "15s", "1s", "1min"]] });
    expect(await server.sessions()).toEqual([`${applicationName} idle in transaction`]);
    await reading.refresh();
    expect(await server.sessions()).toEqual([`${applicationName} idle`]);
    await reading.close();
    await expect.poll(server.sessions).toEqual([]);
  });

  test("changes nothing, whatever it is asked", async () => {
    const before = await stateOfDatabase();
    const reading = await openReading();
    const attempts = [
      "INSERT INTO item (name) VALUES ('x')",
      "CREATE TABLE other (id int)",
      "TRUNCATE item",
      "COMMIT",
      "ROLLBACK",
      "END; INSERT INTO item (name) VALUES ('x')",
      "SELECT 1; COMMIT; INSERT INTO item (name) VALUES ('x')",
      "SELECT 1; SELECT 2",
      "BEGIN READ WRITE",
      "SET TRANSACTION READ WRITE",
      "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
      "SET transaction_read_only = off",
      "RESET transaction_read_only",
      "RESET ALL",
      "SELECT set_config('transaction_read_only', 'off', false)",
      "DO $$ BEGIN INSERT INTO item (name) VALUES ('x'); END $$",
      "COPY item FROM STDIN",
      "PREPARE TRANSACTION 'x'",
      "DISCARD ALL",
      "VACUUM",
      "ANALYZE item",
      "WITH new AS (INSERT INTO item (name) VALUES ('x') RETURNING id) SELECT * FROM new",
      "EXPLAIN ANALYZE INSERT INTO item (name) VALUES ('x')",
      "SELECT * INTO copied FROM item",
      "SELECT nextval('item_id_seq')",
      "SELECT setval('item_id_seq', 5000)",
      "SELECT sneaky()",
      "SELECT * FROM item FOR UPDATE",
      "SELECT lo_create(0)",
      "/* */ -- \n DELETE FROM item",
      "/* never ends DELETE FROM item",
      "",
      "selective",
      "SELECT 1\0; DROP TABLE item",
      "SELECT \ud800",
      `SELECT ${"(".repeat(20_000)}1${")".repeat(20_000)}`,
    ];
    for (const sql of attempts) {
      for (const answer of [await reading.query(sql), await reading.exec(sql)]) {
        expect(answer.ok, sql).toBe(false);
        said.push(JSON.stringify(answer));
      }
    }
    // One that failed does not spoil the next.
    expect(await reading.query("SELECT count(*) FROM item")).toMatchObject({ rows: [["100"]] });
    await reading.close();
    expect(await stateOfDatabase()).toBe(before);
  });

  test("sees one moment until it is told to look again", async () => {
    const [reading, owner] = [await openReading(), await scratchConnection(server.urlOf())];
    if (!owner.ok) throw new Error(owner.message);
    const count = () => reading.query("SELECT count(*) FROM item WHERE name = 'later'");
    expect(await count()).toMatchObject({ rows: [["0"]] });
    await owner.session.exec("INSERT INTO item (name) VALUES ('later')");
    expect(await count()).toMatchObject({ rows: [["0"]] });
    await reading.refresh();
    expect(await count()).toMatchObject({ rows: [["1"]] });
    await owner.session.exec("DELETE FROM item WHERE name = 'later'");
    await Promise.all([reading.close(), owner.session.close()]);
  });

  test("waits for nobody for long", async () => {
    const [reading, owner] = [
      await openReading("", { statement: 200, lock: 100 }),
      await scratchConnection(server.urlOf()),
    ];
    if (!owner.ok) throw new Error(owner.message);
    expect(await reading.query("SELECT pg_sleep(20)")).toMatchObject({ ok: false, code: "57014" });
    await owner.session.exec("BEGIN");
    await owner.session.exec("LOCK TABLE item");
    expect(await reading.query("SELECT * FROM item")).toMatchObject({ ok: false, code: "55P03" });
    await Promise.all([reading.close(), owner.session.close()]);
    await expect.poll(server.sessions).toEqual([]);
  });

  test("ends when it is left alone in a transaction, and says so", async () => {
    const reading = await openReading("", { idle: 100 });
    await reading.query("SELECT 1");
    await expect.poll(server.sessions).toEqual([]);
    expect(await reading.query("SELECT 1")).toMatchObject({ ok: false, code: "stopped" });
    await reading.close();
  });

  test("closed in the middle of a question, it answers that and is gone", async () => {
    const reading = await openReading("", { statement: 300 });
    const slow = reading.query("SELECT pg_sleep(20)");
    await expect.poll(server.sessions).toEqual([`${applicationName} active`]);
    await reading.close();
    expect(await slow).toMatchObject({ ok: false, code: "stopped" });
    await expect.poll(server.sessions).toEqual([]);
  });
});

describe("who is not let in is told why", () => {
  test("by the server", async () => {
    const cases = [
      [server.urlOf("", "owner", "wrong-horse"), "28P01", /accept the password of the user owner$/],
      [server.urlOf().replace(/:[^:@]*@/, "@"), "28P01", /wants a password for the user owner/],
      [server.urlOf("", "limited"), "53300", /no connection to spare/],
      [server.urlOf().replace("/app", "/nowhere"), "3D000", /has no database named nowhere$/],
      [server.urlOf("?sslmode=require"), "08006", /does not speak TLS/],
    ] as const;
    for (const [url, code, words] of cases) {
      const { message, ...rest } = await refusalOf(url);
      expect(rest.code).toBe(code);
      expect(message).toMatch(words);
    }
    expect(said.join()).not.toContain("wrong-horse");
    await expect.poll(server.sessions).toEqual([]);
  });

  test("by the network", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const hole = typeof address === "object" ? address?.port : 0;
    const rude = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(rude, "listening");
    const door = rude.address();
    const slam = typeof door === "object" ? door?.port : 0;
    const at = (host: string) => `postgresql://u:${encodeURIComponent(password)}@${host}/db`;
    const begun = performance.now();
    expect((await refusalOf(at(`127.0.0.1:${hole}`), { connect: 300 })).message).toBe(
      `127.0.0.1:${hole} does not answer in time`,
    );
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect((await refusalOf(at(`127.0.0.1:${slam}`))).message).toMatch(/closed the connection/);
    silent.close();
    rude.close();
    expect((await refusalOf(at("127.0.0.1:1"))).message).toMatch(/^Nothing listens at 127.0.0.1:1/);
    expect((await refusalOf(at("no-such-host.invalid"))).message).toMatch(
      /^There is no host named no-such-host.invalid/,
    );
    expect((await refusalOf("postgresql://u@/db?host=/no/such/folder")).message).toMatch(
      /^Nothing listens at \/no\/such\/folder/,
    );
  });
});

test("TLS is as safe as the URL asks for", async () => {
  const isEncrypted = async (parameters: string) => {
    const session = await openReading(parameters);
    const answer = await session.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    await session.close();
    expect(answer).toMatchObject({ rows: [[session.isEncrypted ? "t" : "f"]] });
    return session.isEncrypted;
  };
  expect(await isEncrypted("")).toBe(false);
  await server.useTls("server");
  expect(await isEncrypted("")).toBe(true);
  expect(await isEncrypted("?sslmode=disable")).toBe(false);
  expect(await isEncrypted("?sslmode=allow")).toBe(false);
  expect(await isEncrypted("?sslmode=require")).toBe(true);
  expect(await isEncrypted("?sslmode=require&sslaccept=accept_invalid_certs")).toBe(true);
  const trusted = encodeURIComponent(authority);
  expect(await isEncrypted(`?sslmode=verify-full&sslrootcert=${trusted}`)).toBe(true);
  // As Prisma calls the authority.
  expect(await isEncrypted(`?sslaccept=strict&sslcert=${trusted}`)).toBe(true);
  const byAddress = (parameters: string) =>
    server.urlOf(parameters).replace("localhost", "127.0.0.1");
  expect((await refusalOf(server.urlOf("?sslmode=verify-full"))).message).toMatch(
    /is from nobody this machine trusts/,
  );
  expect(
    (await refusalOf(byAddress(`?sslmode=verify-full&sslrootcert=${trusted}`))).message,
  ).toMatch(/is for another host$/);
  const unnamed = await readOnlyConnection(byAddress(`?sslmode=verify-ca&sslrootcert=${trusted}`));
  expect(unnamed.ok && unnamed.session.isEncrypted).toBe(true);
  if (unnamed.ok) await unnamed.session.close();
  expect(
    (await refusalOf(server.urlOf("?sslmode=verify-ca&sslrootcert=/none.crt"))).message,
  ).toMatch(/none\.crt/);
  await server.useTls("expired");
  const expired = `?sslmode=verify-full&sslrootcert=${trusted.replace("server.crt", "expired.crt")}`;
  expect((await refusalOf(server.urlOf(expired))).message).toMatch(/has expired$/);
  await expect.poll(server.sessions).toEqual([]);
}, 15_000);
