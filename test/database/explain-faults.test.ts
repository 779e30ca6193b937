/**
 * What can go wrong while a query is explained on somebody's database: each is told in time and in
 * words, leaves nobody connected, and spoils nothing for the next one.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type ExplainLimits, openExplainSession } from "../../src/database/explain-session.ts";
import { ExplainSessions } from "../../src/database/explain-sessions.ts";
import { applicationName } from "../../src/database/line.ts";
import { explainOn } from "../../src/explain/explain.ts";
import type { ExplainWish } from "../../src/explain/explained.ts";
import {
  authority,
  type DatabaseServer,
  password,
  startDatabaseServer,
} from "../support/database-server.ts";
import { connect, startServer } from "../support/postgres-server.ts";
import { type Between, blackHole, mutePostgres, proxyTo } from "../support/proxies.ts";

let server: DatabaseServer;
let sessions: ExplainSessions;
const proxies: Between[] = [];
/** All that was said to anybody. */
const said: string[] = [];

const quick: Partial<ExplainLimits> = {
  connect: 400,
  statement: 1_000,
  run: 1_000,
  lock: 200,
  idle: 2_000,
};

beforeAll(async () => {
  server = await startDatabaseServer();
  await server.admin.exec(
    `CREATE ROLE single LOGIN PASSWORD '${password}' CONNECTION LIMIT 1;
     CREATE ROLE tricky LOGIN PASSWORD '${password}';
     ALTER ROLE tricky SET standard_conforming_strings = off;
     ALTER ROLE tricky SET plan_cache_mode = force_generic_plan;
     ALTER ROLE tricky SET backslash_quote = on`,
  );
  const app = await connect({ ...server.config, database: "app" });
  await app.exec(`
    CREATE TABLE item (id int PRIMARY KEY, name text);
    INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 1000) i;
    GRANT SELECT ON item TO owner, single, tricky;
    CREATE TABLE secret (id int);
    CREATE SCHEMA tenant; CREATE TABLE tenant.only_here (id int);
    GRANT USAGE ON SCHEMA tenant TO owner; GRANT SELECT ON tenant.only_here TO owner`);
  await app.close();
  sessions = new ExplainSessions(quick);
}, 30_000);

afterEach(async () => {
  await sessions.close();
  for (const proxy of proxies.splice(0)) await proxy.stop();
  await expect.poll(server.sessions, { timeout: 5_000 }).toEqual([]);
});

afterAll(async () => {
  await server.stop();
  const everything = said.join("\n");
  expect(said.length).toBeGreaterThan(20);
  for (const secret of [password, encodeURIComponent(password), "wrong-horse"]) {
    expect(everything).not.toContain(secret);
  }
});

type Wish = Partial<ExplainWish> & { readonly sql: string };

async function explain(url: string, wish: Wish, signal?: AbortSignal, from = sessions) {
  const whole: ExplainWish = { values: undefined, mode: "plan", ...wish };
  const answer = await from.inTransaction(url, { mode: whole.mode, signal }, (connection, facts) =>
    explainOn(connection, facts, whole),
  );
  said.push(JSON.stringify(answer));
  return answer;
}

const endless = {
  sql: "SELECT count(*) FROM generate_series(1, 2000000000)",
  mode: "run",
} as const;
const simple = { sql: "SELECT name FROM item WHERE id = 7" };

/** Through a proxy instead of directly. */
function through(proxy: Between, parameters = "?sslmode=disable"): string {
  proxies.push(proxy);
  return server.urlOf(parameters).replace(/localhost:\d+/, `127.0.0.1:${proxy.port}`);
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function ask(url: string, sql: string) {
  return sessions.inTransaction(url, { mode: "plan" }, (connection) => connection.query(sql, []));
}

describe("a session", () => {
  test("is ours by name, reads only, and is used again", async () => {
    const url = server.urlOf();
    const settings = await ask(
      url,
      "SELECT current_setting('transaction_read_only'), current_setting('default_transaction_read_only'), current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')",
    );
    expect(settings).toMatchObject({ rows: [["on", "on", "1s", "200ms", "2s"]] });
    await expect.poll(server.sessions).toEqual([`${applicationName} idle`]);
    const process = () => ask(url, "SELECT pg_backend_pid()");
    expect(await process()).toEqual(await process());
    const both = await Promise.all([explain(url, simple), explain(url, simple)]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    await expect.poll(server.sessions).toEqual([`${applicationName} idle`]);
  });

  test("is closed when nobody has used it for a while", async () => {
    const brief = new ExplainSessions(quick, 200);
    expect(await explain(server.urlOf(), simple, undefined, brief)).toMatchObject({ ok: true });
    await expect.poll(server.sessions).toEqual([`${applicationName} idle`]);
    await expect.poll(server.sessions).toEqual([]);
    expect(await explain(server.urlOf(), simple, undefined, brief)).toMatchObject({ ok: true });
    await brief.drop(server.urlOf());
  });

  test("looks where the URL says, and only then", async () => {
    const elsewhere = { sql: "SELECT * FROM only_here" };
    expect(await explain(server.urlOf("?schema=tenant"), elsewhere)).toMatchObject({ ok: true });
    expect(await explain(server.urlOf("?schema=tenant"), simple)).toMatchObject({ ok: true });
    expect(await explain(server.urlOf(), elsewhere)).toMatchObject({ ok: false, code: "42P01" });
    const path = await ask(server.urlOf(), "SHOW search_path");
    expect(path).toMatchObject({ rows: [['"$user", public']] });
  });

  test("reads strings as the gate does, whatever the role has set", async () => {
    const url = server.urlOf("", "tricky");
    const sql = "SELECT id FROM item WHERE name = '\\' OR name = $1 AND name <> '; COMMIT; --'";
    for (const values of [undefined, ["\\'; SELECT 1; --"]]) {
      const answer = await explain(url, { sql, values });
      expect(answer).toMatchObject({ ok: true, isGeneric: values === undefined });
    }
  });

  test("sends what it knows, and nothing else", async () => {
    const refused = { ok: false, code: "25006" };
    const answers = await sessions.inTransaction(server.urlOf(), { mode: "plan" }, async (it) => [
      await it.exec("COMMIT"),
      await it.exec("SELECT 1"),
      await it.exec("EXPLAIN (FORMAT JSON, GENERIC_PLAN, ANALYZE) SELECT 1"),
      await it.query("EXPLAIN (FORMAT JSON, ANALYZE) SELECT 1"),
      await it.query("EXPLAIN ANALYZE SELECT 1"),
      await it.query(" /* */ explain analyze SELECT 1"),
      await it.query("SET statement_timeout = 0"),
      await it.query("DEALLOCATE ALL"),
      await it.query("PREPARE other AS SELECT 1"),
    ]);
    expect(answers).toMatchObject(Array(9).fill(refused));
  });
});

describe("who is not let in", () => {
  test.each<[string, () => string, RegExp]>([
    [
      "with a wrong password",
      () => server.urlOf("", "owner", "wrong-horse"),
      /does not accept the password of the user owner$/,
    ],
    ["where there are too many", () => server.urlOf("", "limited"), /has no connection to spare/],
    [
      "without a database",
      () => server.urlOf().replace("/app", "/nothing"),
      /has no database named nothing$/,
    ],
    ["where nobody listens", () => "postgresql://owner@127.0.0.1:1/app", /^Nothing listens at/],
  ])("%s", async (_name, url, words) => {
    expect(await explain(url(), simple)).toMatchObject({
      ok: false,
      message: expect.stringMatching(words),
    });
    expect(await explain(server.urlOf(), simple)).toMatchObject({ ok: true });
  });

  test("with an expired certificate", async () => {
    await server.useTls("expired");
    const trusted = encodeURIComponent(authority.replace("server.crt", "expired.crt"));
    const url = server.urlOf(`?sslmode=verify-full&sslrootcert=${trusted}`);
    expect(await explain(url, simple)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/The certificate of localhost:\d+ has expired$/),
    });
    await server.useTls("server");
    const good = server.urlOf(`?sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`);
    expect(await explain(good, simple)).toMatchObject({ ok: true });
    await server.useTls(undefined);
  });
});

describe("silence", () => {
  test("from the beginning", async () => {
    const url = through(await blackHole());
    const time = await took(async () =>
      expect(await explain(url, simple)).toMatchObject({
        code: "08001",
        message: expect.stringMatching(/does not answer in time$/),
      }),
    );
    expect(time).toBeLessThan(4_000);
  });

  test("after the greeting", async () => {
    const url = through(await mutePostgres());
    const time = await took(async () =>
      expect(await explain(url, simple)).toMatchObject({
        code: "stopped",
        message: "The server does not answer any more: the connection was given up",
      }),
    );
    expect(time).toBeLessThan(12_000);
  }, 20_000);

  test("in the middle of a query, and then the way is free again", async () => {
    const proxy = await proxyTo(server.config.port);
    const url = through(proxy);
    expect(await explain(url, simple)).toMatchObject({ ok: true });
    const asked = explain(url, endless);
    await expect.poll(server.sessions).toContain(`${applicationName} active`);
    proxy.freeze();
    const time = await took(async () =>
      expect(await asked).toMatchObject({
        code: "stopped",
        message: expect.stringMatching(/does not answer any more/),
      }),
    );
    expect(time).toBeLessThan(9_000);
    expect(await explain(url, simple)).toMatchObject({ ok: true });
  }, 20_000);
});

describe("a query that takes too long", () => {
  test("is stopped by the server at the limit", async () => {
    const answer = await explain(server.urlOf(), endless);
    expect(answer).toMatchObject({
      ok: false,
      code: "57014",
      message: "The server stopped after 1 s, which is the limit that was set",
    });
    expect(await explain(server.urlOf(), simple)).toMatchObject({ ok: true });
  });

  test("is cancelled on the server, and the session goes on", async () => {
    const patient = new ExplainSessions({ ...quick, run: 60_000, statement: 60_000 });
    const url = server.urlOf();
    const process = () =>
      patient.inTransaction(url, { mode: "plan" }, (it) => it.query("SELECT pg_backend_pid()"));
    const before = await process();
    const cancel = new AbortController();
    const asked = explain(url, endless, cancel.signal, patient);
    await expect.poll(server.sessions).toEqual([`${applicationName} active`]);
    cancel.abort();
    const time = await took(async () =>
      expect(await asked).toEqual({ ok: false, code: "57014", message: "Cancelled" }),
    );
    expect(time).toBeLessThan(3_000);
    await expect.poll(server.sessions).toEqual([`${applicationName} idle`]);
    expect(await process()).toEqual(before);
    expect(await explain(url, simple, undefined, patient)).toMatchObject({ ok: true });
    expect(await explain(url, simple, cancel.signal, patient)).toMatchObject({
      message: "Cancelled",
    });
    await patient.close();
  });

  test("is not waited for by others who are cancelled", async () => {
    const patient = new ExplainSessions({ ...quick, run: 60_000 });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = explain(server.urlOf(), endless, first.signal, patient);
    await expect.poll(server.sessions).toEqual([`${applicationName} active`]);
    const waiting = explain(server.urlOf(), simple, second.signal, patient);
    second.abort();
    expect(await waiting).toMatchObject({ message: "Cancelled" });
    expect(await server.sessions()).toEqual([`${applicationName} active`]);
    first.abort();
    expect(await running).toMatchObject({ message: "Cancelled" });
    await patient.close();
  });

  test("is cancelled with all its runs, and with values", async () => {
    const cancel = new AbortController();
    const patient = new ExplainSessions({ ...quick, run: 60_000 });
    const wish = {
      ...endless,
      sql: "SELECT count(*) FROM generate_series(1, $1::bigint)",
      values: ["2000000000"],
      times: 20,
    };
    const asked = explain(server.urlOf(), wish, cancel.signal, patient);
    await expect.poll(server.sessions).toEqual([`${applicationName} active`]);
    cancel.abort();
    expect(await asked).toMatchObject({ message: "Cancelled" });
    // What was prepared is still there, and is replaced.
    const again = { ...wish, values: ["5"], times: 2 };
    expect(await explain(server.urlOf(), again, undefined, patient)).toMatchObject({ ok: true });
    await patient.close();
  });

  test("is given up where there is no second connection to cancel it", async () => {
    const patient = new ExplainSessions({ ...quick, run: 2_500 });
    const cancel = new AbortController();
    const asked = explain(server.urlOf("", "single"), endless, cancel.signal, patient);
    await expect.poll(server.sessions).toEqual([`${applicationName} active`]);
    cancel.abort();
    expect(await asked).toMatchObject({ ok: false, message: "Cancelled" });
    // The server finds out at its own limit.
    await expect.poll(server.sessions, { timeout: 8_000 }).toEqual([]);
    expect(await explain(server.urlOf("", "single"), simple, undefined, patient)).toMatchObject({
      ok: true,
    });
    await patient.close();
  }, 20_000);

  test("is cancelled behind a pooler, where nothing is set that would outlive us", async () => {
    const url = through(await proxyTo(server.config.port, 77));
    const opened = await openExplainSession(url, { ...quick, run: 60_000 });
    if (!opened.ok) throw new Error(opened.message);
    const { session } = opened;
    const own = await session.inTransaction({ mode: "plan" }, (it) =>
      it.query(
        "SELECT current_setting('transaction_read_only'), current_setting('default_transaction_read_only')",
      ),
    );
    expect(own).toMatchObject({ rows: [["on", "off"]] });
    const cancel = new AbortController();
    const asked = session.inTransaction({ mode: "run", signal: cancel.signal }, (it) =>
      explainOn(it, session.server, { values: undefined, ...endless }),
    );
    await expect.poll(server.sessions).toEqual([`${applicationName} active`]);
    cancel.abort();
    expect(await asked).toMatchObject({ message: "Cancelled" });
    expect(session.isUsable()).toBe(true);
    await session.close();
  });
});

describe("what the server refuses", () => {
  test("a lock that somebody holds", async () => {
    const holder = await connect({ ...server.config, database: "app" });
    await holder.exec("BEGIN; LOCK TABLE item");
    expect(await explain(server.urlOf(), simple)).toMatchObject({
      code: "55P03",
      message: expect.stringMatching(/^Another session holds a lock/),
      hint: expect.stringMatching(/try again/),
    });
    await holder.exec("ROLLBACK");
    await holder.close();
    expect(await explain(server.urlOf(), simple)).toMatchObject({ ok: true });
  });

  test("what the user may not read, what is not there, what would write", async () => {
    expect(await explain(server.urlOf(), { sql: "SELECT * FROM secret" })).toMatchObject({
      code: "42501",
      message: expect.stringMatching(/^The user of this connection may not do that: .*secret/),
    });
    expect(await explain(server.urlOf(), { sql: "SELECT * FROM elsewhere" })).toMatchObject({
      code: "42P01",
      hint: expect.stringMatching(/right database/),
    });
    const write = { sql: "INSERT INTO item VALUES (5000)", mode: "run" } as const;
    const url = server.urlOf().replace(/owner:[^@]*@localhost/, "postgres@127.0.0.1");
    expect(await explain(url, write)).toMatchObject({
      code: "25006",
      message: "The query would write, and here it is held to reading",
    });
  });
});

test("a session that was ended meanwhile is replaced, and nobody notices", async () => {
  const url = server.urlOf();
  expect(await explain(url, simple)).toMatchObject({ ok: true });
  await server.admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${applicationName}'`,
  );
  expect(await explain(url, simple)).toMatchObject({ ok: true });
});

test("a server that is killed in the middle of a query, and starts again", async () => {
  const own = await startServer();
  const watcher = await connect(own.config);
  const asked = explain(own.url, endless);
  const busy = async () => {
    const answer = await watcher.query(
      `SELECT pid FROM pg_stat_activity WHERE application_name = '${applicationName}' AND state = 'active'`,
    );
    return answer.ok ? (answer.rows[0]?.[0] ?? undefined) : undefined;
  };
  await expect.poll(busy).toBeDefined();
  process.kill(Number(await busy()), "SIGKILL");
  const answer = await asked;
  expect(answer).toMatchObject({ ok: false });
  if (!answer.ok) expect(["stopped", "57P02"]).toContain(answer.code);
  // It recovers from the crash of a process by itself.
  await expect
    .poll(async () => (await explain(own.url, { sql: "SELECT 1" })).ok, { timeout: 10_000 })
    .toBe(true);
  await watcher.close().catch(() => undefined);
  await own.stop();
  expect(await explain(own.url, { sql: "SELECT 1" })).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^Nothing listens at/),
  });
}, 30_000);
