/** What a database says of itself: its migrations, its estimates of rows, its version. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOnlyConnection } from "../../src/database/connection.ts";
import { appliedMigrations } from "../../src/database/migrations-table.ts";
import { rowCounts, serverFacts } from "../../src/database/server-facts.ts";
import {
  connect,
  type PostgresServer,
  type Session,
  startServer,
  systemBinaries,
} from "../support/postgres-server.ts";

let server: PostgresServer;
let owner: Session;

async function reading() {
  const opened = await readOnlyConnection(server.url);
  if (!opened.ok) throw new Error(opened.message);
  return opened.session;
}

/** As Prisma makes it. */
const table = `(
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** Version 18 from npm, and what the system has. */
const servers = [undefined, ...systemBinaries()];

describe.each(servers)("on the server %s", (bin) => {
  beforeAll(async () => {
    server = await startServer(bin);
    owner = await connect(server.config);
  }, 30_000);
  afterAll(async () => {
    await owner.close();
    await server.stop();
  });

  test("migrations are applied, failed or rolled back, each once", async () => {
    const session = await reading();
    expect(await appliedMigrations(session)).toEqual({ ok: true, applied: [] });
    await owner.exec(`CREATE TABLE _prisma_migrations ${table};
    CREATE SCHEMA "od""d"; CREATE TABLE "od""d"._prisma_migrations ${table};
    INSERT INTO "od""d"._prisma_migrations VALUES ('z', 'sum', now(), 'elsewhere');
    INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, rolled_back_at) VALUES
      ('1', 'a', '1_init', '2024-01-01', '2024-01-01', NULL),
      ('2', 'b0', '2_again', '2024-01-02', NULL, '2024-01-03'),
      ('3', 'b1', '2_again', '2024-01-03', '2024-01-03', NULL),
      ('4', 'c', '3_back', '2024-01-04', NULL, '2024-01-05'),
      ('5', 'd0', '4_open', '2024-01-06', NULL, '2024-01-06'),
      ('6', 'd1', '4_open', '2024-01-07', NULL, NULL)`);
    await session.refresh();
    expect(await appliedMigrations(session)).toEqual({
      ok: true,
      applied: [
        { name: "1_init", checksum: "a", state: "applied" },
        { name: "2_again", checksum: "b1", state: "applied" },
        { name: "3_back", checksum: "c", state: "rolled back" },
        { name: "4_open", checksum: "d1", state: "failed" },
      ],
    });
    expect(await appliedMigrations(session, 'od"d')).toMatchObject({
      applied: [{ name: "elsewhere", checksum: "sum", state: "applied" }],
    });
    await owner.exec(
      "CREATE ROLE nobody LOGIN; REVOKE ALL ON _prisma_migrations FROM public, nobody",
    );
    const opened = await readOnlyConnection(server.url.replace("postgres@", "nobody@"));
    if (!opened.ok) throw new Error(opened.message);
    expect(await appliedMigrations(opened.session)).toMatchObject({ ok: false, code: "42501" });
    await Promise.all([session.close(), opened.session.close()]);
  });

  test("rows are estimated, partitions added up, unknown tables left out", async () => {
    await owner.exec(`
    CREATE TABLE looked_at (id int); INSERT INTO looked_at SELECT generate_series(1, 5000);
    CREATE TABLE bare (id int);
    CREATE TABLE never_looked_at (id int);
    CREATE TABLE part (id int, at int) PARTITION BY RANGE (id);
    CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (100);
    CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (100) TO (1000) PARTITION BY RANGE (at);
    CREATE TABLE part_21 PARTITION OF part_2 DEFAULT;
    INSERT INTO part SELECT i, i FROM generate_series(0, 499) i;
  `);
    for (const name of ["looked_at", "bare", "part"]) await owner.exec(`ANALYZE ${name}`);
    await owner.query("SELECT pg_stat_force_next_flush()");
    const session = await reading();
    const counted = await rowCounts(session);
    expect(counted.ok && Object.fromEntries(counted.rows)).toEqual({
      "public.looked_at": 5000,
      "public.bare": 0,
      "public.part": 500,
      "public.part_1": 100,
      "public.part_2": 400,
      "public.part_21": 400,
      // Nobody has looked at it, but the statistics of writes have seen its rows.
      "public._prisma_migrations": 6,
      'od"d._prisma_migrations': 1,
    });
    expect(await serverFacts(session)).toEqual({
      ok: true,
      facts: {
        postgres: expect.toSatisfy((major: number) => (bin ? major >= 12 : major === 18)),
        name: expect.stringMatching(/^PostgreSQL \d+/),
        isOther: false,
        database: "postgres",
      },
    });
    await session.close();
  });
});
