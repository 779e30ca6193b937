/**
 * The embedded server beside a real PostgreSQL 18: the same answers, locks, new files, scans, rows
 * and catalogs. Where the system has another version, it answers the same questions too.
 */
import { afterAll, describe, expect, test, vi } from "vitest";
import { splitSql } from "../../src/core/sql/split.ts";
import { catalogOf } from "../../src/engines/postgres-catalog.ts";
import type { Connection } from "../../src/engines/postgres-connection.ts";
import { type ObservedStatement, observeMigration } from "../../src/engines/postgres-replay.ts";
import { seedRows } from "../../src/engines/postgres-seed.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { connect, startServer, systemBinaries } from "../support/postgres-server.ts";

vi.setConfig({ testTimeout: 60_000 });
const postgres = await startEmbeddedPostgres();
const server = await startServer();
afterAll(async () => {
  await postgres.stop();
  await server.stop();
});
const opened = await postgres.open();
if (!opened.ok) throw new Error(opened.message);
const embedded = opened.database;
const real = await connect(server.config);
afterAll(() => real.close());

const cut = (text: string) => ({ name: "m", text, statements: splitSql(text).statements });

const world = `
  CREATE TYPE mood AS ENUM ('good', 'bad');
  CREATE TABLE parent (id serial PRIMARY KEY, code varchar(10) NOT NULL, note varchar(10), mood mood DEFAULT 'good');
  CREATE TABLE child (id int PRIMARY KEY, parent_id int, name varchar(10), at timestamp(3));
  CREATE INDEX child_name ON child (name);
  ALTER TABLE child ADD CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent;
  CREATE VIEW names AS SELECT name FROM child;
  CREATE MATERIALIZED VIEW codes AS SELECT id, code FROM parent;
  CREATE UNIQUE INDEX codes_id ON codes (id);`;

const change = `
  ALTER TABLE parent ADD COLUMN a uuid NOT NULL DEFAULT gen_random_uuid();
  ALTER TABLE parent ALTER note TYPE varchar(20);
  ALTER TABLE parent ALTER mood DROP DEFAULT, ALTER mood TYPE text;
  ALTER TABLE child ALTER at TYPE timestamptz(3);
  ALTER TABLE child ALTER id SET NOT NULL, ADD CHECK (id > 0);
  CREATE UNIQUE INDEX parent_code ON parent (code, id);
  ALTER TABLE child DROP CONSTRAINT child_parent;
  ALTER TABLE child ADD CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent NOT VALID;
  ALTER TABLE child VALIDATE CONSTRAINT child_parent;
  CREATE TABLE other (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parent ON DELETE CASCADE);
  REFRESH MATERIALIZED VIEW CONCURRENTLY codes;
  REFRESH MATERIALIZED VIEW codes;
  CREATE OR REPLACE VIEW names AS SELECT name FROM child WHERE id > 1;
  CREATE INDEX CONCURRENTLY child_parent_id ON child (parent_id);
  UPDATE child SET name = 'x';
  COMMENT ON TABLE child IS 'a child';
  ALTER TABLE child RENAME TO kid;
  DROP INDEX child_name;
  TRUNCATE other;
  DROP TABLE parent CASCADE`;

async function empty(connection: Connection) {
  await connection.exec("ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  expect(await connection.exec(world)).toMatchObject({ ok: true });
}

async function answers(connection: Connection, withRows: boolean) {
  await empty(connection);
  const seeded = withRows ? await seedRows(connection) : undefined;
  const observed = await observeMigration(connection, cut(change), "alone");
  if ("ok" in observed) throw new Error(observed.message);
  return { seeded, observed: observed.map(withoutReading), catalog: await catalogOf(connection) };
}

/** Which indexes a statement only opens to look at differs between minor versions. */
function withoutReading(statement: ObservedStatement): ObservedStatement {
  if (!("observation" in statement)) return statement;
  const locks = statement.observation.locks.filter(
    ({ kind, mode }) => kind !== "i" || mode !== "ACCESS SHARE",
  );
  return { ...statement, observation: { ...statement.observation, locks } };
}

test.each([false, true])("the same happens, rows: %s", async (withRows) => {
  const ours = await answers(embedded, withRows);
  expect(ours).toEqual(await answers(real, withRows));
  expect(ours.observed.map(({ kind }) => kind)).not.toContain("refused");
  expect(ours.catalog).toMatchObject({ ok: true });
  expect(ours.observed.length).toBe(20);
});

test.each([
  "SELECT 1/0",
  "SELECT '🐘', nothing",
  "CREATE TABLE x (a int); CREATE INDEX CONCURRENTLY i ON child (id)",
  "INSERT INTO child VALUES (1), (1)",
  "CREATE EXTENSION nothing",
])("%s is refused in the same words", async (script) => {
  await empty(embedded);
  await empty(real);
  const ours = await embedded.exec(script);
  const theirs = await real.exec(script);
  expect(ours.ok).toBe(false);
  expect(ours).toMatchObject({ ...theirs, ...("hint" in theirs && { hint: theirs.hint }) });
});

describe.each(systemBinaries())("the server in %s", (bin) => {
  test("answers the same questions", async () => {
    const older = await startServer(bin);
    try {
      const session = await connect(older.config);
      const theirs = await answers(session, true);
      await session.close();
      expect(theirs.seeded).toEqual({ ok: true, filled: 2, empty: [] });
      expect(theirs.observed.map(({ kind }) => kind)).not.toContain("refused");
      // Views are written out in other words since 16.
      const withoutViews = ({ catalog }: typeof theirs) =>
        catalog.ok ? catalog.lines.filter((line) => !line.startsWith("view ")) : catalog;
      expect(withoutViews(theirs)).toEqual(withoutViews(await answers(embedded, true)));
    } finally {
      await older.stop();
    }
  });
});
