/** What a statement calls and sets in motion without saying so, as each server tells it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gate, type Passed } from "../../src/core/sql/gate.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { affectedBy } from "../../src/explain/affected.ts";
import { functionFacts } from "../../src/explain/functions.ts";
import { type ExplainedServer, explainServers } from "../support/explain-servers.ts";

const parse = await loadPgParser();

const world = `
  CREATE SCHEMA app;
  CREATE TABLE owner (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
  CREATE TABLE pet (id serial PRIMARY KEY, owner_id int REFERENCES owner ON DELETE CASCADE, name text);
  CREATE TABLE visit (id bigserial PRIMARY KEY, pet_id int REFERENCES pet ON DELETE SET NULL, at int);
  CREATE TABLE bill (id int PRIMARY KEY, owner_id int REFERENCES owner ON UPDATE CASCADE);
  CREATE TABLE log (at int) PARTITION BY RANGE (at);
  CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10);
  CREATE FUNCTION app.touch() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
  CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN $1 * 2; END $$;
  CREATE FUNCTION app.twice(text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN $1 || $1; END $$;
  CREATE FUNCTION app.plain(int) RETURNS int LANGUAGE sql STABLE AS 'SELECT $1 + 1';
  CREATE FUNCTION app.add_up(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN $1 + $2; END $$;
  CREATE AGGREGATE app.total(int) (SFUNC = app.add_up, STYPE = int);
  CREATE FUNCTION app.near(text, text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RETURN true; END $$;
  CREATE OPERATOR <~~> (LEFTARG = text, RIGHTARG = text, FUNCTION = app.near);
  CREATE FUNCTION random() RETURNS float8 LANGUAGE plpgsql AS $$ BEGIN RETURN 4; END $$;
  CREATE VIEW calm AS SELECT id, upper(name) AS name FROM owner WHERE random() < 2;
  CREATE VIEW numbered AS SELECT nextval('pet_id_seq') AS n, app.touch() AS t FROM calm;
  CREATE VIEW "Odd ""View""" AS SELECT * FROM numbered, pet;
  CREATE MATERIALIZED VIEW stored AS SELECT app.touch();
  CREATE VIEW filed AS SELECT pg_read_file('x') AS text;
  CREATE VIEW likes AS SELECT * FROM owner WHERE name <~~> 'x';
  CREATE VIEW pets AS SELECT id, name FROM pet;
  CREATE FUNCTION app.fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER on_owner BEFORE INSERT OR UPDATE ON owner FOR EACH ROW EXECUTE FUNCTION app.fire();
  CREATE TRIGGER on_pet AFTER DELETE ON pet FOR EACH ROW EXECUTE FUNCTION app.fire();
  CREATE TRIGGER on_visit AFTER UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION app.fire();
  CREATE TRIGGER off_visit AFTER UPDATE ON visit FOR EACH ROW EXECUTE FUNCTION app.fire();
  ALTER TABLE visit DISABLE TRIGGER off_visit;
  CREATE TRIGGER on_log BEFORE INSERT ON log_1 FOR EACH ROW EXECUTE FUNCTION app.fire();
  CREATE RULE keep AS ON DELETE TO bill DO INSTEAD NOTHING;
  CREATE TABLE guarded (id int, name text);
  ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
  CREATE POLICY only_some ON guarded USING (app.touch() = id);
`;

describe.each(explainServers())("on %s", (_name, start) => {
  let server: ExplainedServer;
  beforeAll(async () => {
    server = await start();
    const made = await server.admin.exec(world);
    if (!made.ok) throw new Error(made.message);
  }, 60_000);
  afterAll(() => server.stop());

  async function factsOf(sql: string) {
    const answer = await server.within({ mode: "plan" }, (connection) =>
      functionFacts(connection, passedOf(sql), parse),
    );
    if (!answer.ok) throw new Error(answer.message);
    return answer.facts;
  }

  const nothing = { volatile: [], effects: [], calledInPlanning: [], foreign: [], unread: [] };

  test.each([
    "SELECT lower(name), now(), count(*) FROM owner GROUP BY 1",
    "SELECT pg_catalog.random(), clock_timestamp(), gen_random_uuid() FROM pets",
    "SELECT app.plain(id), nonsense(id) FROM owner",
    "SELECT * FROM stored",
    "SELECT 1 WHERE 'a' LIKE 'b' AND 1 = ANY (SELECT 2) ORDER BY 1",
    "SELECT * FROM nowhere",
  ])("nothing is behind %s", async (sql) => {
    expect(await factsOf(sql)).toEqual(nothing);
  });

  test("functions of the database, in all their overloads", async () => {
    expect(await factsOf("SELECT app.touch(), app.twice(1)")).toEqual({
      ...nothing,
      volatile: [
        { name: "app.touch", via: undefined },
        { name: "app.twice", via: undefined },
      ],
      calledInPlanning: [{ name: "app.twice", via: undefined }],
    });
    expect((await factsOf("SELECT app.total(id) FROM owner")).volatile).toEqual([
      { name: "app.total", via: undefined },
    ]);
  });

  test("a name that stands for several, along the search path", async () => {
    expect((await factsOf("SELECT random()")).volatile).toEqual([
      { name: "public.random", via: undefined },
    ]);
    expect((await factsOf("SELECT touch()")).volatile).toEqual([]);
  });

  test("views, and views behind views", async () => {
    expect(await factsOf('SELECT * FROM "Odd ""View""" o JOIN calm USING (name)')).toEqual({
      ...nothing,
      volatile: [
        { name: "app.touch", via: "the view public.numbered" },
        // Whichever of the two it calls.
        { name: "public.random", via: "the view public.calm" },
      ],
      effects: [{ name: "nextval", does: "moves a sequence", via: "the view public.numbered" }],
    });
    expect((await factsOf("SELECT * FROM filed")).unread).toEqual([
      expect.stringMatching(/^the view public.filed: .*pg_read_file/),
    ]);
  });

  test("operators and row security", async () => {
    const operator = "app.near behind the operator <~~>";
    expect((await factsOf("SELECT 'a' <~~> 'b'")).volatile).toEqual([
      { name: operator, via: undefined },
    ]);
    expect((await factsOf("SELECT * FROM likes")).volatile).toEqual([
      { name: operator, via: "the view public.likes" },
    ]);
    expect((await factsOf("SELECT * FROM guarded")).volatile).toEqual([
      { name: "app.touch", via: "the row security of public.guarded" },
    ]);
  });

  async function affects(sql: string) {
    const answer = await server.within({ mode: "plan" }, (connection) =>
      affectedBy(connection, passedOf(sql)),
    );
    if (!answer.ok) throw new Error(answer.message);
    const { triggers, sequences, cascades, rules } = answer.affected;
    return [
      ...triggers.map((one) => `${one.name} on ${one.table} calls ${one.function}`),
      ...sequences.map((name) => `moves ${name}`),
      ...cascades.map(({ table, command, from }) => `${from} → ${command} ${table}`),
      ...rules.map(({ name, table }) => `rule ${name} on ${table}`),
    ];
  }

  test.each<[string, string[]]>([
    ["SELECT * FROM owner", []],
    [
      "INSERT INTO owner (name) VALUES ('x')",
      [
        "on_owner on public.owner calls app.fire",
        "moves public.owner_id_seq",
        "public.owner → update public.bill",
      ],
    ],
    [
      "WITH new AS (INSERT INTO pet (name) VALUES ('x') RETURNING 1) SELECT * FROM new",
      ["moves public.pet_id_seq"],
    ],
    [
      "DELETE FROM owner WHERE id = 1",
      [
        "on_pet on public.pet calls app.fire",
        "on_visit on public.visit calls app.fire",
        "public.owner → delete public.pet",
        "public.pet → update public.visit",
      ],
    ],
    ["UPDATE visit SET at = 1", ["on_visit on public.visit calls app.fire"]],
    ["UPDATE pets SET name = 'x'", []],
    [
      "DELETE FROM pets",
      [
        "on_pet on public.pet calls app.fire",
        "on_visit on public.visit calls app.fire",
        "public.pet → update public.visit",
      ],
    ],
    ["INSERT INTO log VALUES (1)", ["on_log on public.log_1 calls app.fire"]],
    ["DELETE FROM bill", ["rule keep on public.bill"]],
    [
      "MERGE INTO pet USING visit v ON v.pet_id = pet.id WHEN MATCHED THEN DELETE",
      [
        "on_pet on public.pet calls app.fire",
        "on_visit on public.visit calls app.fire",
        "moves public.pet_id_seq",
        "public.pet → update public.visit",
      ],
    ],
    ["DELETE FROM nowhere", []],
  ])("%s sets in motion", async (sql, expected) => {
    expect(await affects(sql)).toEqual(expected);
  });
});

function passedOf(sql: string): Passed {
  const passed = gate(sql, parse);
  if (!passed.ok) throw new Error(passed.reason);
  return passed;
}
