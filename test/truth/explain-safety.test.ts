/**
 * Hundreds of texts that would do harm, sent the way that people's queries go: through the gate, the
 * policy and the session, to a real server that logs all it is asked. Nothing there is different
 * afterwards, and nothing was asked but what is ours or was let through.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gate } from "../../src/core/sql/gate.ts";
import { ExplainSessions } from "../../src/database/explain-sessions.ts";
import { applicationName } from "../../src/database/line.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { affectedBy } from "../../src/explain/affected.ts";
import { explainOn } from "../../src/explain/explain.ts";
import { functionFacts } from "../../src/explain/functions.ts";
import { mayExplain, type Target } from "../../src/explain/policy.ts";
import { type Hostile, hostileInputs } from "../support/hostile-sql.ts";
import {
  connect,
  type PostgresServer,
  type Session,
  startServer,
} from "../support/postgres-server.ts";
import { askedTexts, isOurs } from "./explain-log.ts";

const parse = await loadPgParser();
let server: PostgresServer;
let admin: Session;
/** Somebody else's session, which listens. */
let victim: Client;
let heard: string[];
let sessions: ExplainSessions;
const folder = mkdtempSync(join(tmpdir(), "hostile-"));
const inputs = hostileInputs(folder);

const world = `
  CREATE TABLE account (id serial PRIMARY KEY, name text);
  INSERT INTO account (name) SELECT 'n' || i FROM generate_series(1, 50) i;
  CREATE TABLE ruled (id int);
  CREATE TABLE noted (at timestamptz DEFAULT now(), what text);
  CREATE FUNCTION evil() RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO noted (what) VALUES ('evil'); RETURN 1; END $$;
  CREATE FUNCTION evil_of(account) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN evil(); END $$;
  CREATE FUNCTION evil_stable() RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN nextval('account_id_seq'); END $$;
  CREATE FUNCTION evil_immutable() RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN nextval('account_id_seq'); END $$;
  CREATE FUNCTION evil_step(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN evil(); END $$;
  CREATE AGGREGATE total_evil(int) (SFUNC = evil_step, STYPE = int);
  CREATE FUNCTION evil_like(text, text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN evil() > 0; END $$;
  CREATE OPERATOR <!> (LEFTARG = text, RIGHTARG = text, FUNCTION = evil_like);
  CREATE FUNCTION evil_check(text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN evil() > 0; END $$;
  CREATE DOMAIN picky AS text CHECK (evil_check(VALUE));
  CREATE PROCEDURE work() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO noted (what) VALUES ('work'); END $$;
  CREATE VIEW numbered AS SELECT nextval('account_id_seq') AS n, evil() AS e;
  CREATE VIEW behind_numbered AS SELECT * FROM numbered;
  CREATE VIEW through AS SELECT id, name FROM account;
  CREATE MATERIALIZED VIEW kept AS SELECT count(*) FROM account;
  CREATE RULE noting AS ON UPDATE TO ruled DO ALSO INSERT INTO noted (what) VALUES ('rule');
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM evil(); RETURN NULL; END $$;
  CREATE TRIGGER noting AFTER INSERT OR UPDATE OR DELETE ON account FOR EACH STATEMENT EXECUTE FUNCTION note();
  CREATE FUNCTION victim() RETURNS int LANGUAGE sql AS $$ SELECT pid FROM pg_stat_activity WHERE application_name = 'victim' $$;
  SELECT lo_from_bytea(4711, 'kept');
`;

beforeAll(async () => {
  server = await startServer();
  admin = await connect(server.config);
  const made = await admin.exec(world);
  if (!made.ok) throw new Error(made.message);
  await admin.exec("SELECT pg_advisory_lock(1)");
  for (const setting of ["log_statement = 'all'", "log_line_prefix = '@%a@'"]) {
    await admin.query(`ALTER SYSTEM SET ${setting}`);
  }
  await admin.query("SELECT pg_reload_conf()");
  victim = new Client({ ...server.config, application_name: "victim" });
  heard = [];
  victim.on("notification", ({ channel }) => heard.push(channel));
  victim.on("error", (error) => heard.push(error.message));
  await victim.connect();
  await victim.query("LISTEN hostile");
  sessions = new ExplainSessions({ statement: 5_000, run: 5_000 });
}, 30_000);

afterAll(async () => {
  await sessions.close();
  await victim.end().catch(() => undefined);
  await admin.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that could be different: one line for each kind of thing. */
async function state(): Promise<Record<string, unknown>> {
  const lines: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(watched)) {
    const answer = await admin.query(sql);
    lines[name] = answer.ok ? answer.rows : answer.message;
  }
  await victim.query("SELECT 1");
  return { ...lines, heard: [...heard], files: readdirSync(folder) };
}

const watched = {
  account: "SELECT md5(string_agg(a::text, ',' ORDER BY id)) FROM account a",
  others:
    "SELECT (SELECT count(*) FROM noted), (SELECT count(*) FROM ruled), (SELECT sum(count) FROM kept)",
  sequences: "SELECT last_value, is_called FROM account_id_seq",
  relations:
    "SELECT string_agg(relname || relnatts || relkind || COALESCE(relacl::text, ''), ',' ORDER BY relname, oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  routines: "SELECT count(*), max(oid) FROM pg_proc",
  others_of_catalog:
    "SELECT (SELECT count(*) FROM pg_extension), (SELECT count(*) FROM pg_collation), (SELECT count(*) FROM pg_description), (SELECT count(*) FROM pg_prepared_xacts), (SELECT count(*) FROM pg_replication_slots)",
  roles:
    "SELECT string_agg(rolname || rolsuper || COALESCE(rolconfig::text, ''), ',' ORDER BY rolname) FROM pg_roles",
  settings: "SELECT string_agg(setdatabase || setconfig::text, ',') FROM pg_db_role_setting",
  server_settings: "SELECT string_agg(name || setting, ',' ORDER BY name) FROM pg_file_settings",
  session_settings: "SELECT md5(string_agg(name || setting, ',' ORDER BY name)) FROM pg_settings",
  large_objects:
    "SELECT string_agg(m.oid || encode(lo_get(m.oid), 'hex'), ',' ORDER BY m.oid) FROM pg_largeobject_metadata m",
  advisory_locks:
    "SELECT string_agg(objid || mode, ',' ORDER BY objid) FROM pg_locks WHERE locktype = 'advisory'",
  sessions:
    "SELECT string_agg(application_name || pid, ',' ORDER BY pid) FROM pg_stat_activity WHERE backend_type = 'client backend'",
  statistics: "SELECT stats_reset FROM pg_stat_database WHERE datname = 'postgres'",
  planner: "SELECT relpages, reltuples FROM pg_class WHERE relname = 'account'",
  configuration: "SELECT pg_conf_load_time()",
} as const;

type Way = "refused by the gate" | "refused by the policy" | "refused by the server" | "explained";

const passedTexts = new Set<string>();

/** As the product does it: gate, then a transaction for questions, the policy, and one to explain in. */
async function send(
  { sql, values }: Hostile,
  label: Target["label"],
  mode: "plan" | "run",
): Promise<Way> {
  const passed = gate(sql, parse);
  if (!passed.ok) return "refused by the gate";
  passedTexts.add(passed.text);
  const known = await sessions.inTransaction(server.url, { mode: "plan" }, async (connection) => {
    const functions = await functionFacts(connection, passed, parse);
    if (!functions.ok) return functions;
    const affected = await affectedBy(connection, passed);
    if (!affected.ok) return affected;
    return { functions: functions.facts, affected: affected.affected };
  });
  if ("ok" in known) return "refused by the server";
  const target: Target = { kind: "database", label, isTrusted: true };
  const decision = mayExplain(passed, target, mode, known, ["run-reads", "run-writes"]);
  if (decision.kind !== "allowed") return "refused by the policy";
  const { isWritable } = decision;
  const isWrite = passed.writes.length > 0;
  const wish = { sql: passed.text, values, mode, isWrite };
  const answer = await sessions.inTransaction(
    server.url,
    { mode, isWritable },
    (connection, facts) => explainOn(connection, facts, wish),
  );
  return answer.ok ? "explained" : "refused by the server";
}

async function campaign(
  label: Target["label"],
  mode: "plan" | "run",
): Promise<Record<Way, number>> {
  const ways = {
    "refused by the gate": 0,
    "refused by the policy": 0,
    "refused by the server": 0,
    explained: 0,
  };
  for (const input of inputs) ways[await send(input, label, mode)]++;
  await sessions.close();
  // Whoever was connected is gone; the server takes a moment to notice.
  await expect
    .poll(async () => JSON.stringify((await state()).sessions))
    .not.toContain(applicationName);
  return ways;
}

test("there are hundreds of them, and looking would notice", async () => {
  expect(inputs.length).toBeGreaterThan(400);
  const before = await state();
  await admin.exec(
    "BEGIN; SELECT nextval('account_id_seq'); INSERT INTO noted (what) VALUES ('x'); ROLLBACK",
  );
  const after = await state();
  expect(after).not.toEqual(before);
  await admin.exec(`SELECT setval('account_id_seq', 50)`);
  expect(await state()).toEqual(before);
});

describe.each([
  ["production", "plan"],
  ["production", "run"],
  ["staging", "run"],
] as const)("on a database labelled %s, asked for a %s", (label, mode) => {
  test("nothing changes", async () => {
    const before = await state();
    const ways = await campaign(label, mode);
    expect(await state()).toEqual(before);
    // Each of the holds has held something, and harmless ones came through.
    expect(ways["refused by the gate"]).toBeGreaterThan(180);
    expect(ways["refused by the policy"] > 0).toBe(mode === "run");
    expect(ways.explained > 0).toBe(mode === "plan" || label !== "production");
    expect(existsSync(join(folder, "program"))).toBe(false);
  }, 120_000);
});

test("on a database that may be thrown away, writes are run, and rolled back", async () => {
  const before = await state();
  const ways = await campaign("disposable", "run");
  // What a sequence gives out it never gives out again, and people are told so before.
  expect({ ...(await state()), sequences: [] }).toEqual({ ...before, sequences: [] });
  expect(ways.explained).toBeGreaterThan(50);
}, 120_000);

test("the server was asked nothing but our questions and what was let through", () => {
  const few = new Set(["SELECT 1", "SELECT $1, $2"]);
  expect(isOurs("EXPLAIN (FORMAT JSON) SELECT 1", few)).toBe(true);
  expect(isOurs("EXPLAIN (FORMAT JSON) SELECT ('it''s'::text), $2", few)).toBe(true);
  for (const text of [
    "SELECT 1",
    "DROP TABLE account",
    "EXPLAIN (FORMAT JSON) SELECT 1; DROP TABLE account",
    "EXPLAIN (FORMAT JSON) SELECT ('it's'::text), $2",
    "EXPLAIN (FORMAT JSON) EXECUTE architect_query ('x', nextval('account_id_seq'))",
    "ROLLBACK; DROP TABLE account",
  ]) {
    expect(isOurs(text, few), text).toBe(false);
  }
  const asked = askedTexts(server.log(), applicationName);
  expect(asked.length).toBeGreaterThan(1_500);
  expect(asked.filter((text) => !isOurs(text, passedTexts))).toEqual([]);
});

test("past the gate, the session alone holds what is planned", async () => {
  const before = await state();
  for (const { sql, values } of inputs) {
    await sessions.inTransaction(server.url, { mode: "plan" }, (connection, facts) =>
      explainOn(connection, facts, { sql, values, mode: "plan" }),
    );
  }
  await sessions.close();
  await expect
    .poll(async () => JSON.stringify((await state()).sessions))
    .not.toContain(applicationName);
  expect(await state()).toEqual(before);
}, 120_000);
