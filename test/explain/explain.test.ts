/** EXPLAIN on every server that is at hand: what is asked, what comes back, what is left behind. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explainOn } from "../../src/explain/explain.ts";
import { placesIn } from "../../src/explain/explain-parameters.ts";
import type { Explained, ExplainWish } from "../../src/explain/explained.ts";
import { parameterTypes } from "../../src/explain/parameter-types.ts";
import { type ExplainedServer, explainServers } from "../support/explain-servers.ts";

const tables = `
  CREATE TYPE mood AS ENUM ('sad', 'happy');
  CREATE TABLE person (
    id int PRIMARY KEY, name varchar(20) NOT NULL, code char(3), feels mood, tags text[], seen timestamptz);
  INSERT INTO person SELECT i, 'name ' || i, 'abc', CASE WHEN i % 100 = 0 THEN 'happy' ELSE 'sad' END::mood, '{a,b}', now()
    FROM generate_series(1, 20000) i;
  CREATE INDEX person_feels ON person (feels);
  CREATE TABLE part (at int NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (10);
  CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (10) TO (20);
  ANALYZE person;
`;

describe.each(explainServers())("on %s", (_name, start) => {
  let server: ExplainedServer;
  beforeAll(async () => {
    server = await start();
    const made = await server.admin.exec(tables);
    if (!made.ok) throw new Error(made.message);
  }, 60_000);
  afterAll(() => server.stop());

  function explain(wish: Partial<ExplainWish> & { readonly sql: string }, isWritable = false) {
    const whole: ExplainWish = { values: undefined, mode: "plan", ...wish };
    return server.within(
      { mode: whole.mode, isWritable: isWritable ? "disposable" : false },
      (connection, facts) => explainOn(connection, facts, whole),
    );
  }

  async function done(...asked: Parameters<typeof explain>): Promise<Explained & { root: Root }> {
    const answer = await explain(...asked);
    if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
    const [root] = JSON.parse(answer.json) as [Root];
    return { ...answer, root };
  }

  async function refused(...asked: Parameters<typeof explain>) {
    const answer = await explain(...asked);
    if (answer.ok) throw new Error("It was explained");
    return answer;
  }

  test("a statement without parameters", async () => {
    const answer = await done({ sql: "SELECT name FROM person WHERE id = 5" });
    expect(answer).toMatchObject({
      options: "EXPLAIN (FORMAT JSON, VERBOSE, SETTINGS)",
      isGeneric: false,
      executionTimes: [],
      notices: [],
      root: {
        Plan: { "Node Type": "Index Scan", "Relation Name": "person", Output: ["name"] },
      },
    });
  });

  test("with its values, as constants that the planner looks at", async () => {
    const plan = async (values: (string | null)[]) => {
      const sql = "SELECT id FROM person WHERE feels = $1 AND name <> $2";
      const answer = await done({ sql, values });
      expect(answer).toMatchObject({ isGeneric: false });
      expect(answer.root.Settings).not.toHaveProperty("plan_cache_mode");
      return answer.root.Plan;
    };
    const rare = await plan(["happy", 'o\'neil \\ "x"']);
    const common = await plan(["sad", "x"]);
    expect(rare["Plan Rows"]).toBeLessThan(1_000);
    expect(common["Plan Rows"]).toBeGreaterThan(15_000);
    expect(JSON.stringify(rare)).toContain("o''neil");
    expect(JSON.stringify(common)).not.toContain("$1");
  });

  test("with values of every kind", async () => {
    const sql =
      "SELECT * FROM person WHERE id = ANY($1) AND code = $2 AND tags @> $3 AND seen > $4 AND name LIKE $5 ORDER BY id LIMIT $6";
    const values = ["{1,2}", "abc", '{"a"}', "2020-01-01", null, "10"];
    const plan = await done({ sql, values });
    expect(plan.isGeneric).toBe(false);
    const run = await done({ sql, values: values.with(4, "name%"), mode: "run" });
    expect(run.root.Plan["Actual Rows"]).toBe(2);
  });

  test("for any values", async () => {
    const answer = await done({ sql: "SELECT id FROM person WHERE feels = $1 AND id > $2" });
    expect(answer.isGeneric).toBe(true);
    expect(JSON.stringify(answer.root.Plan)).toMatch(/feels = \$1/);
    expect(answer.root.Settings).not.toHaveProperty("plan_cache_mode");
    expect(answer.options).toContain(server.version >= 16 ? "GENERIC_PLAN" : "SETTINGS");
    const all = await done({ sql: "SELECT * FROM part WHERE at = $1" });
    expect(all.isGeneric).toBe(true);
  });

  test.each([
    [["happy", undefined, undefined]],
    [[undefined, "5", undefined]],
    [[undefined, undefined, "abc"]],
    [[undefined, null, "abc"]],
  ])("for any value of some, with %j", async (values) => {
    const sql = "SELECT '$1', id FROM person WHERE feels = $1 AND id > $2 AND code = $3 -- $4";
    const answer = await done({ sql, values });
    expect(answer.isGeneric).toBe(true);
    const text = JSON.stringify(answer.root.Plan);
    const isEmpty = values.includes(null);
    for (const [index, value] of values.entries()) {
      if (!isEmpty)
        expect(text.includes(`= $${index + 1}`) || text.includes(`> $${index + 1}`)).toBe(
          value === undefined,
        );
    }
    if (values[2] === "abc" && !isEmpty) expect(text).toMatch(/code = 'abc'::bpchar/);
    expect(answer.root.Settings).not.toHaveProperty("plan_cache_mode");
  });

  test("with types that only the caller knows", async () => {
    const sql = "SELECT id FROM person WHERE $1 IS NULL OR id = 3";
    expect(await refused({ sql })).toMatchObject({
      code: "42P18",
      message: "PostgreSQL cannot tell the type of $1",
      hint: "Say what type it has with a cast, as in $1::integer.",
    });
    expect(await done({ sql, types: ["int4"] })).toMatchObject({ isGeneric: true });
    expect(await done({ sql, types: ["int4"], values: ["4"] })).toMatchObject({ isGeneric: false });
    expect(await refused({ sql, types: ["int4) AS SELECT 1; --"] })).toMatchObject({
      code: "42P18",
    });
  });

  test("run", async () => {
    const answer = await done({
      sql: "SELECT count(*) FROM person WHERE id < $1",
      values: ["50"],
      mode: "run",
    });
    expect(answer.executionTimes).toEqual([answer.root["Execution Time"]]);
    expect(answer.options).toBe(
      server.version >= 17
        ? "EXPLAIN (FORMAT JSON, ANALYZE, VERBOSE, BUFFERS, SETTINGS, TIMING, MEMORY, SERIALIZE)"
        : "EXPLAIN (FORMAT JSON, ANALYZE, VERBOSE, BUFFERS, SETTINGS, TIMING)",
    );
    expect(answer.root.Plan["Actual Rows"]).toBe(1);
  });

  test("run many times, each planned for the values", async () => {
    const answer = await done({
      sql: "SELECT count(*) FROM person WHERE feels = $1",
      values: ["happy"],
      mode: "run",
      times: 9,
    });
    expect(answer.executionTimes).toHaveLength(9);
    const sorted = [...answer.executionTimes].sort((a, b) => a - b);
    expect(answer.root["Execution Time"]).toBe(sorted[4]);
    expect(JSON.stringify(answer.root)).toContain("'happy'::mood");
  });

  test("run for writing, and undone each time", async () => {
    const count = async () => {
      const answer = await server.admin.query("SELECT count(*) FROM person");
      return answer.ok ? answer.rows[0]?.[0] : answer.message;
    };
    const wish = {
      sql: "INSERT INTO person (id, name) VALUES ($1, $2) RETURNING id",
      values: ["50000", "new"],
      mode: "run" as const,
      isWrite: true,
      times: 3,
    };
    const answer = await done(wish, true);
    expect(answer.executionTimes).toHaveLength(3);
    expect(answer.options).toContain("WAL");
    expect(answer.options).not.toContain("SERIALIZE");
    const plain = await done({ ...wish, sql: "DELETE FROM person", values: [], times: 1 }, true);
    expect(plain.root.Plan["Actual Rows"]).toBe(0);
    expect(await count()).toBe("20000");
  });

  test("what cannot be done, in words", async () => {
    expect(await refused({ sql: "SELECT nonsense FROM person WHERE id = 1" })).toMatchObject({
      code: "42703",
      offset: 7,
      hint: expect.stringContaining("migration"),
    });
    expect(await refused({ sql: "SELECT id FROM persons WHERE id = $1" })).toMatchObject({
      code: "42P01",
      offset: 15,
    });
    expect(
      await refused({ sql: "SELECT id FROM person WHERE id = $1", values: ["abc"] }),
    ).toMatchObject({ code: "22P02", message: expect.stringMatching(/^A value does not fit/) });
    expect(await refused({ sql: "SELECT $1::int", mode: "run" })).toMatchObject({
      code: "42P02",
      message: "To run it, $1 needs a value",
    });
    expect(await refused({ sql: "SELECT '\ud800'" })).toMatchObject({ code: "22021" });
    expect(await refused({ sql: "SELECT $1::text", values: ["\0"] })).toMatchObject({
      code: "22021",
    });
    expect(await refused({ sql: "SELECT 1; SELECT 2" })).toMatchObject({ code: "42601" });
    expect(await refused({ sql: "SELECT $1::int; SELECT 2" })).toMatchObject({ code: "42601" });
    expect(await refused({ sql: "SELECT $70000::int" })).toMatchObject({ code: "54023" });
    expect(await refused({ sql: "DROP TABLE person" })).toMatchObject({ ok: false });
  });

  test("values that are SQL stay values", async () => {
    const evil = "'; DROP TABLE person; SELECT '";
    for (const values of [
      [evil, evil],
      [evil, undefined],
      [undefined, `\\${evil}`],
    ]) {
      const sql = "SELECT id FROM person WHERE name = $1 AND code = $2";
      expect(await explain({ sql, values })).toMatchObject({ ok: true });
    }
    const answer = await server.admin.query("SELECT count(*) FROM person");
    expect(answer).toMatchObject({ rows: [["20000"]] });
  });

  test("types of parameters", async () => {
    const sql = "SELECT * FROM person WHERE id = $1 AND code = $2 AND feels = $3 LIMIT $4";
    const types = await server.within({ mode: "plan" }, (connection) =>
      parameterTypes(connection, sql),
    );
    expect(types).toEqual({ ok: true, types: ["integer", "character", "mood", "bigint"] });
    const unknown = await server.within({ mode: "plan" }, (connection) =>
      parameterTypes(connection, "SELECT $1 IS NULL"),
    );
    expect(unknown).toMatchObject({ ok: false, code: "42P18" });
  });

  test("in one transaction, as often as one likes, after errors too", async () => {
    const codes = await server.within({ mode: "plan" }, async (connection, facts) => {
      const seen: string[] = [];
      for (const sql of [
        "SELECT $1::int",
        "SELECT x",
        "SELECT $1::nothing",
        "SELECT 1",
        "SELECT $1::int",
      ]) {
        const answer = await explainOn(connection, facts, { sql, values: undefined, mode: "plan" });
        seen.push(answer.ok ? "planned" : answer.code);
      }
      return seen;
    });
    expect(codes).toEqual(["planned", "42703", "42704", "planned", "planned"]);
  });

  test("nothing is left behind", async () => {
    const left = await server.within({ mode: "plan" }, (connection) =>
      connection.query("SELECT count(*) FROM pg_prepared_statements", []),
    );
    expect(left).toMatchObject({ rows: [["0"]] });
  });
});

describe("servers that are none of PostgreSQL's", () => {
  const never = async () => {
    throw new Error("It was asked");
  };
  const wish: ExplainWish = { sql: "SELECT 1", values: undefined, mode: "plan" };
  test.each([
    [{ name: "CockroachDB", isOther: true, postgres: 13 }, /^CockroachDB has its own EXPLAIN: /],
    [{ name: "Redshift", isOther: true, postgres: 8 }, /^Redshift has its own EXPLAIN: /],
    [{ name: "PostgreSQL 11.4", isOther: false, postgres: 11 }, /^PostgreSQL 11.4 is too old/],
    [{ name: "-YB-", isOther: true, postgres: 11 }, /too old/],
  ])("%j are not asked", async (server, words) => {
    const answer = await explainOn({ exec: never, query: never }, server, wish);
    expect(answer).toMatchObject({
      ok: false,
      code: "0A000",
      message: expect.stringMatching(words),
    });
  });
});

test.each<[string, string[]]>([
  ["SELECT $1, $22", ["$1", "$22"]],
  ["SELECT '$1', \"$2\", $$ $3 $$, E'\\'$4', -- $5\n /* $6 */ $7", ["$7"]],
  ["SELECT a$1, $a$ $1 $a$, U&'$1', $2::int", ["$2"]],
  ["SELECT $ 1", []],
])("placeholders of %s", (sql, expected) => {
  expect(placesIn(sql).map(({ start, end }) => sql.slice(start, end))).toEqual(expected);
});

type Root = {
  readonly Plan: Readonly<Record<string, unknown>> & { readonly "Plan Rows": number };
  readonly Settings?: Readonly<Record<string, string>>;
  readonly "Execution Time"?: number;
};
