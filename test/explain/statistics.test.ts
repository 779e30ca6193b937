/** Statistics read from servers: version 18, and what the system has; what a role may not see is absent. */
import { afterAll, describe, expect, test } from "vitest";
import { applyStatistics } from "../../src/explain/apply-statistics.ts";
import { readStatistics } from "../../src/explain/read-statistics.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { connect, startServer, systemBinaries } from "../support/postgres-server.ts";

const tables = `
  CREATE TABLE person (id INT PRIMARY KEY, name TEXT NOT NULL, born DATE, secret TEXT, tags TEXT[], stay INT4RANGE);
  CREATE INDEX by_name ON person (lower(name));
  CREATE TABLE quiet (x INT);
`;
const rows = `
  INSERT INTO person SELECT g, 'name ' || g % 100, CASE WHEN g % 4 > 0 THEN DATE '2000-01-01' + g % 365 END, 'hidden ' || g,
    ARRAY['t' || g % 7, 'all'], int4range(g, g + 10) FROM generate_series(1, 20000) g;
  ANALYZE person;
  INSERT INTO person SELECT g, 'late' FROM generate_series(20001, 30000) g;
`;

const postgres = await startEmbeddedPostgres();
afterAll(() => postgres.stop());

describe.each([undefined, ...systemBinaries()])("%s", async (bin) => {
  const server = await startServer(bin);
  const session = await connect(server.config);
  afterAll(async () => {
    await session.close();
    await server.stop();
  });

  test("all that the planner knows, and nothing of the catalog", async () => {
    for (const script of [tables, rows])
      expect(await session.exec(script)).toMatchObject({ ok: true });
    const read = await readStatistics(session);
    if (!read.ok) throw new Error(read.message);
    const { relations, columns, settings, collation } = read.statistics;
    expect(collation).toBe("C");
    expect(settings).toMatchObject({
      random_page_cost: "4",
      work_mem: "4MB",
      enable_seqscan: "on",
    });
    expect(relations.map(({ name, kind }) => [name, kind])).toEqual([
      ["by_name", "index"],
      ["person", "table"],
      ["person_pkey", "index"],
      ["quiet", "table"],
    ]);
    const person = relations.find(({ name }) => name === "person");
    expect(person).toMatchObject({ rows: 20_000, schema: "public" });
    // A half more came since it was analyzed.
    expect(person?.pagesNow).toBeGreaterThan(person?.pages ?? 0);
    const names = columns.map(({ table, column }) => `${table}.${column}`);
    expect(names).toEqual([
      "by_name.lower",
      ...["born", "id", "name", "secret", "stay", "tags"].map((name) => `person.${name}`),
    ]);
    const of = (name: string) => columns.find(({ column }) => column === name);
    expect(of("born")).toMatchObject({ nullFraction: expect.closeTo(0.25, 1), averageWidth: 4 });
    expect(of("name")).toMatchObject({
      distinct: 100,
      mostCommonValues: expect.stringContaining('"name 5"'),
    });
    expect(of("tags")?.elements?.mostCommon).toContain("all");
    const isTold = server.config.port > 0 && of("stay")?.ranges !== undefined;
    expect(isTold).toBe(bin === undefined);
  });

  test("an embedded database takes them, from any version", async () => {
    const read = await readStatistics(session);
    const opened = await postgres.open({ extensions: ["pg_buffercache"] });
    if (!read.ok || !opened.ok) throw new Error("There is nothing to apply, or no database");
    const { database } = opened;
    await database.exec(tables);
    expect(await applyStatistics(database, read.statistics)).toEqual({
      ok: true,
      skipped: [],
      remarks: [],
    });
    const plans = async (sql: string) => {
      const [real, empty] = [await session.query(sql), await database.query(sql)];
      return [real, empty].map((answer) =>
        answer.ok ? answer.rows.map(([line]) => line) : answer,
      );
    };
    for (const where of [
      "name = 'name 5'",
      "tags @> '{all}'",
      "born IS NULL",
      "stay && '[5,20)'",
      "lower(name) = 'name 7'",
    ]) {
      const [real, empty] = await plans(`EXPLAIN SELECT * FROM person WHERE ${where}`);
      if (bin === undefined || !where.startsWith("stay")) expect(empty, where).toEqual(real);
    }
    // What an older one tells again has to be the same.
    const again = await readStatistics(database);
    if (!again.ok) throw new Error(again.message);
    expect(again.statistics.columns).toEqual(read.statistics.columns);
    await database.close();
  });

  test("without values nothing that stands in a row is told", async () => {
    const read = await readStatistics(session, { shapesOnly: true });
    if (!read.ok) throw new Error(read.message);
    expect(JSON.stringify(read.statistics)).not.toMatch(/name 5|hidden|2000-|"\{\[|t3/);
    expect(read.statistics.columns).toHaveLength(7);
  });

  test("columns that the role may not read are absent", async () => {
    await session.exec("CREATE ROLE reader LOGIN; GRANT SELECT (id, name) ON person TO reader");
    const reader = await connect({ ...server.config, user: "reader" });
    const read = await readStatistics(reader);
    await reader.close();
    if (!read.ok) throw new Error(read.message);
    expect(
      read.statistics.columns.filter(({ table }) => table === "person").map(({ column }) => column),
    ).toEqual(["id", "name"]);
    expect(JSON.stringify(read.statistics)).not.toContain("hidden");
    expect(read.statistics.relations).toHaveLength(4);
  });

  test("a table that somebody holds does not make it wait for ever", async () => {
    const holder = await connect(server.config);
    await holder.exec("BEGIN; LOCK TABLE quiet IN ACCESS EXCLUSIVE MODE");
    await session.exec("SET lock_timeout = 200");
    const read = await readStatistics(session);
    await holder.close();
    expect(
      read.ok && read.statistics.relations.find(({ name }) => name === "person"),
    ).toMatchObject({ rows: 20_000 });
  });
});
