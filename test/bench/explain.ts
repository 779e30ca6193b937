/**
 * What explaining costs: on a warm connection of a real PostgreSQL 18, beside `pg` that sends the
 * same EXPLAIN and nothing else; and in the embedded database, from nothing and warm.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { openExplainSession } from "../../src/database/explain-session.ts";
import { startPostgres } from "../../src/engines/postgres.ts";
import { startSchemaEngine } from "../../src/engines/schema-engine.ts";
import { explainOn } from "../../src/explain/explain.ts";
import { npmBinaries, startServer } from "../support/postgres-server.ts";
import { measureEmbedded } from "./embedded-measure.ts";
import { dist, project } from "./places.ts";
import { median, quantile } from "./statistics.ts";
import type { Row } from "./table.ts";

/** Milliseconds that may come on top of `pg` itself; for a first plan; for one more. */
const goals = { added: 15, cold: 1_500, warm: 20 } as const;

const log = (message: string) => console.error(message);

export async function explainRows(runs: number, starts: number): Promise<Row[]> {
  return [...(await connectedRows(runs)), ...(await embeddedRows(runs, starts))];
}

const tables = [
  "CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL UNIQUE)",
  "CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL, status text NOT NULL)",
  "CREATE INDEX ON orders (customer_id)",
  "INSERT INTO customer SELECT i, 'person' || i FROM generate_series(1, 1000) i",
  "INSERT INTO orders SELECT i, 1 + i % 1000, 's' || i % 5 FROM generate_series(1, 20000) i",
  "ANALYZE",
];

/** As one writes it for `pg`, and with its value apart. */
const asked = [
  {
    name: "two tables",
    literal:
      "SELECT c.email, count(*) FROM customer c JOIN orders o ON o.customer_id = c.id WHERE o.status = 's1' GROUP BY c.email ORDER BY 2 DESC LIMIT 10",
    values: [],
  },
  {
    name: "one value",
    literal: "SELECT * FROM orders WHERE customer_id = '7'",
    sql: "SELECT * FROM orders WHERE customer_id = $1",
    values: ["7"],
  },
] as const;

async function connectedRows(runs: number): Promise<Row[]> {
  const server = await startServer(npmBinaries(join(project, "node_modules")));
  const client = new Client(server.config);
  await client.connect();
  for (const statement of tables) await client.query(statement);
  const opened = await openExplainSession(server.url);
  if (!opened.ok) throw new Error(opened.message);
  const { session } = opened;
  const rows: Row[] = [];
  try {
    for (const one of asked) {
      const wish = {
        sql: "sql" in one ? one.sql : one.literal,
        values: one.values,
        mode: "plan",
      } as const;
      const ours = async () => {
        const answer = await session.inTransaction({ mode: "plan" }, (connection) =>
          explainOn(connection, session.server, wish),
        );
        if (!answer.ok) throw new Error(answer.message);
      };
      const peer = async () => {
        await client.query(`EXPLAIN (FORMAT JSON, VERBOSE, SETTINGS) ${one.literal}`);
      };
      rows.push(...warmRows(one.name, await alternating(ours, peer, runs)));
    }
    return rows;
  } finally {
    await session.close();
    await client.end();
    await server.stop();
  }
}

type Times = { readonly ours: readonly number[]; readonly peer: readonly number[] };

/** One after the other, so that whatever else the machine does concerns both. */
async function alternating(
  ours: () => Promise<void>,
  peer: () => Promise<void>,
  runs: number,
): Promise<Times> {
  const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  for (let run = -10; run < runs; run++) {
    const own = await took(ours);
    const other = await took(peer);
    // The first ten are for getting warm.
    if (run < 0) continue;
    times.ours.push(own);
    times.peer.push(other);
  }
  return times;
}

async function took(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function warmRows(name: string, { ours, peer }: Times): Row[] {
  const what = (share: string) =>
    `EXPLAIN on a warm connection, ${name}, ${share} of ${ours.length}`;
  const [usual, rare] = [0.5, 0.95].map((share) => quantile(ours, share) - quantile(peer, share));
  return [
    { what: what("p50"), unit: "ms", ours: median(ours), peer: median(peer) },
    { what: what("p95"), unit: "ms", ours: quantile(ours, 0.95), peer: quantile(peer, 0.95) },
    {
      what: `What comes on top of pg, ${name}, p50`,
      unit: "ms",
      ours: usual,
      goal: { atMost: goals.added },
    },
    {
      what: `What comes on top of pg, ${name}, p95`,
      unit: "ms",
      ours: rare,
      goal: { atMost: goals.added },
    },
  ];
}

type Built = {
  readonly name: string;
  readonly files: readonly (readonly [string, string])[];
  /** Of two of its tables. */
  readonly query: string;
};

async function embeddedRows(runs: number, starts: number): Promise<Row[]> {
  const rows: Row[] = [];
  const engine = startSchemaEngine(join(dist, "schema-engine-worker.cjs"), log);
  try {
    for (const { name, files, query } of schemas()) {
      const made = await engine.diff({ kind: "empty" }, { kind: "schema", files });
      if (!made.ok) throw new Error(`${name}: ${made.reason}`);
      const wish = {
        build: { kind: "script", sql: made.sql },
        statistics: { kind: "assumed", rows: {} },
      } as const;
      const cold: number[] = [];
      const warm: number[] = [];
      const other: number[] = [];
      for (let start = 0; start < starts; start++) {
        const times = await measureEmbedded(postgres, wish, query, Math.ceil(runs / starts));
        cold.push(times.cold);
        warm.push(...times.warm);
        other.push(times.otherRows);
      }
      const row = (what: string, ours: number, atMost?: number): Row => ({
        what: `Embedded, ${name}: ${what}`,
        unit: "ms",
        ours,
        ...(atMost !== undefined && { goal: { atMost } }),
      });
      rows.push(
        row(`a first plan from nothing, median of ${starts}`, median(cold), goals.cold),
        row(`a first plan from nothing, the slowest of ${starts}`, quantile(cold, 1)),
        row(`one more plan, p50 of ${warm.length}`, median(warm), goals.warm),
        row(`one more plan, p95 of ${warm.length}`, quantile(warm, 0.95), goals.warm),
        row(`with other rows, median of ${starts}`, median(other)),
      );
    }
    return rows;
  } finally {
    await engine.stop();
  }
}

const postgres = () => startPostgres(join(dist, "postgres-worker.cjs"), log);

function schemas(): Built[] {
  const example = join(project, "test/example/prisma/schema");
  const shop = readdirSync(example)
    .sort()
    .map((file) => [file, readFileSync(join(example, file), "utf8")] as const);
  const query =
    'SELECT o."id", c."email" FROM "Order" o JOIN "Customer" c ON c."id" = o."customerId" WHERE o."number" > 5 ORDER BY o."placedAt" LIMIT 20';
  const own = { name: `example, ${modelsIn(shop)} models`, files: shop, query };
  const real = join(project, "../shared/corpus/postgresql/langwatch__langwatch/schema.prisma");
  if (!existsSync(real)) {
    console.log("corpus not found: only the example's schema is measured");
    return [own];
  }
  const files = [["schema.prisma", readFileSync(real, "utf8")] as const];
  const ofReal =
    'SELECT t."id", p."name" FROM "Team" t JOIN "Project" p ON p."teamId" = t."id" WHERE t."slug" = \'a\'';
  return [own, { name: `langwatch, ${modelsIn(files)} models`, files, query: ofReal }];
}

function modelsIn(files: readonly (readonly [string, string])[]): number {
  return files.reduce((count, [, text]) => count + (text.match(/^model\s/gm)?.length ?? 0), 0);
}
