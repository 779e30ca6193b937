/**
 * An empty embedded database with the statistics of a really filled one, 1,000,000, 100,000 and
 * 10,000 rows, plans as that one does: the same nodes on the same tables and indexes, the same rows.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/engines/postgres-connection.ts";
import { EmbeddedExplainer } from "../../src/explain/embedded.ts";
import { readStatistics } from "../../src/explain/read-statistics.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { connect, startServer } from "../support/postgres-server.ts";

const tables = `
  CREATE TYPE state AS ENUM ('paid', 'open', 'void', 'lost');
  CREATE TABLE shop (id INT PRIMARY KEY, country TEXT NOT NULL, opened DATE);
  CREATE TABLE customer (id INT PRIMARY KEY, shop_id INT NOT NULL REFERENCES shop, email TEXT NOT NULL UNIQUE, name TEXT, tags TEXT[]);
  CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id INT NOT NULL REFERENCES customer, state state NOT NULL, placed_at TIMESTAMPTZ NOT NULL, total NUMERIC NOT NULL, note TEXT, deleted_at TIMESTAMPTZ);
`;
const indexes = `
  CREATE INDEX customer_shop ON customer (shop_id);
  CREATE INDEX customer_tags ON customer USING gin (tags);
  CREATE INDEX customer_lower ON customer (lower(email));
  CREATE INDEX orders_customer ON orders (customer_id, placed_at DESC);
  CREATE INDEX orders_placed ON orders (placed_at);
  CREATE INDEX orders_total ON orders (total);
  CREATE INDEX orders_open ON orders (placed_at) WHERE state = 'open';
`;
/** Nothing by chance: the same rows each time. */
const rows = `
  INSERT INTO shop SELECT g, (ARRAY['DE', 'US', 'US', 'FR'])[1 + g % 4], DATE '2010-01-01' + g % 5000 FROM generate_series(1, 10000) g;
  INSERT INTO customer SELECT g, 1 + (g * 7919) % 10000, 'user' || g || '@example.org', CASE WHEN g % 3 > 0 THEN 'name ' || g % 5000 END,
    CASE WHEN g % 10 = 0 THEN ARRAY['new', 'tag' || g % 50] ELSE ARRAY['old'] END FROM generate_series(1, 100000) g;
  INSERT INTO orders SELECT g, 1 + (g::bigint * 104729) % 100000,
    (CASE WHEN g % 100 < 90 THEN 'paid' WHEN g % 100 < 98 THEN 'open' WHEN g % 1000 > 900 THEN 'lost' ELSE 'void' END)::state,
    TIMESTAMPTZ '2024-01-01 00:00+00' + g * interval '1 minute', (g::bigint * 7919 % 100000) / 100.0, 'note ' || g % 1000,
    CASE WHEN g % 20 = 0 THEN TIMESTAMPTZ '2025-06-01 00:00+00' + g * interval '1 second' END FROM generate_series(1, 1000000) g;
`;

const queries = [
  "SELECT * FROM orders WHERE id = 4711",
  "SELECT * FROM orders WHERE customer_id = 42",
  "SELECT * FROM orders WHERE customer_id = 42 ORDER BY placed_at DESC LIMIT 5",
  "SELECT * FROM orders WHERE state = 'paid'",
  "SELECT * FROM orders WHERE state = 'open' AND placed_at > '2025-11-01 00:00+00'",
  "SELECT * FROM orders WHERE placed_at BETWEEN '2025-03-01 00:00+00' AND '2025-03-02 00:00+00'",
  "SELECT * FROM orders WHERE note = 'note 77'",
  "SELECT * FROM orders WHERE deleted_at IS NULL AND total > 990",
  "SELECT * FROM orders WHERE id IN (1, 20, 300, 4000, 50000)",
  "SELECT * FROM orders WHERE customer_id = 7 OR total = 12.34",
  "SELECT * FROM orders ORDER BY placed_at DESC LIMIT 20",
  "SELECT * FROM orders ORDER BY total DESC, id LIMIT 20 OFFSET 5000",
  "SELECT placed_at FROM orders WHERE placed_at > '2025-11-20 00:00+00'",
  "SELECT count(*) FROM orders",
  "SELECT state, count(*), sum(total) FROM orders GROUP BY state",
  "SELECT customer_id, max(placed_at) FROM orders WHERE placed_at > '2025-06-01 00:00+00' AND customer_id < 20000 GROUP BY customer_id HAVING count(*) > 20",
  "SELECT * FROM customer WHERE email LIKE 'user55%'",
  "SELECT * FROM customer WHERE email LIKE '%99%'",
  "SELECT * FROM customer WHERE lower(email) = 'user5@example.org'",
  "SELECT * FROM customer WHERE tags @> ARRAY['tag10']",
  "SELECT * FROM customer WHERE name IS NULL AND shop_id < 50",
  "SELECT o.id, c.email FROM orders o JOIN customer c ON c.id = o.customer_id WHERE c.email = 'user77@example.org'",
  "SELECT s.country, sum(o.total) FROM orders o JOIN customer c ON c.id = o.customer_id JOIN shop s ON s.id = c.shop_id WHERE o.placed_at > '2025-10-01 00:00+00' GROUP BY s.country",
  "SELECT c.id, s.id FROM customer c JOIN shop s ON s.id = c.shop_id WHERE s.country = 'FR' ORDER BY c.email LIMIT 50",
  "SELECT c.* FROM customer c WHERE EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id AND o.state = 'lost')",
  "SELECT c.* FROM customer c WHERE NOT EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id)",
  "SELECT c.id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) FROM customer c WHERE c.shop_id = 12",
  "SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY total DESC) FROM orders WHERE customer_id < 500",
  "SELECT c.id, last.placed_at FROM customer c CROSS JOIN LATERAL (SELECT placed_at FROM orders o WHERE o.customer_id = c.id ORDER BY placed_at DESC LIMIT 1) last WHERE c.shop_id = 3",
  "WITH big AS MATERIALIZED (SELECT customer_id, sum(total) AS spent FROM orders GROUP BY 1) SELECT * FROM big JOIN customer c ON c.id = big.customer_id WHERE spent > 1000",
  "UPDATE orders SET note = NULL WHERE state = 'void'",
  "SELECT DISTINCT shop_id FROM customer",
];

const server = await startServer();
const real = await connect(server.config);
const postgres = await startEmbeddedPostgres();
const explainer = new EmbeddedExplainer(() => postgres);
afterAll(async () => {
  await explainer.stop();
  await postgres.stop();
  await real.close();
  await server.stop();
});

let embedded: Connection;
beforeAll(async () => {
  for (const script of [tables, "SET session_replication_role = replica", rows, indexes]) {
    const made = await real.exec(script);
    if (!made.ok) throw new Error(made.message);
  }
  await real.exec("SET session_replication_role = origin");
  // As after some while: the last rows came after the last count.
  await real.exec("VACUUM ANALYZE");
  await real.exec(`INSERT INTO shop SELECT g, 'DE', NULL FROM generate_series(10001, 10400) g`);
  const read = await readStatistics(real);
  if (!read.ok) throw new Error(read.message);
  expect(read.statistics.collation).toBe("C");
  const opened = await explainer.open({
    build: { kind: "script", sql: tables + indexes },
    statistics: { kind: "given", statistics: read.statistics },
  });
  if (!opened.ok) throw new Error(opened.message);
  expect({ left: opened.left, remarks: opened.remarks }).toEqual({ left: [], remarks: [] });
  embedded = opened.connection;
}, 120_000);

type Node = Readonly<Record<string, unknown>> & { readonly Plans?: readonly Node[] };

async function planOf(connection: Connection, sql: string): Promise<readonly Node[]> {
  const answer = await connection.query(`EXPLAIN (FORMAT JSON, VERBOSE) ${sql}`);
  if (!answer.ok) throw new Error(answer.message);
  const [root] = JSON.parse(answer.rows[0]?.[0] ?? "[]") as { readonly Plan: Node }[];
  const flat = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flat)];
  return root === undefined ? [] : flat(root.Plan);
}

/** All that a node says but its numbers. */
function shapeOf(node: Node): unknown {
  const numbers = /^(Plans|Plan Rows|Plan Width|Startup Cost|Total Cost)$/;
  return Object.fromEntries(Object.entries(node).filter(([name]) => !numbers.test(name)));
}

const numberOf = (node: Node | undefined, name: string) => Number(node?.[name]);

describe("the same plan", () => {
  test.each(queries)("%s", async (sql) => {
    const [expected, found] = [await planOf(real, sql), await planOf(embedded, sql)];
    expect(found.map(shapeOf)).toEqual(expected.map(shapeOf));
    for (const [at, node] of expected.entries()) {
      const estimated = numberOf(node, "Plan Rows");
      const error = Math.abs(numberOf(found[at], "Plan Rows") - estimated) / Math.max(estimated, 1);
      expect(error, `${node["Node Type"]}: ${estimated} rows`).toBeLessThanOrEqual(0.05);
      const cost = numberOf(node, "Total Cost");
      const off = Math.abs(numberOf(found[at], "Total Cost") - cost) / Math.max(cost, 1);
      // A GIN index tells its planner of its keys, and the empty one has none.
      const most = JSON.stringify(expected).includes("customer_tags") ? 0.2 : 0.05;
      expect(off, `${node["Node Type"]}: cost ${cost}`).toBeLessThanOrEqual(most);
    }
  });
});

test("without values the shapes of the tables are told all the same", async () => {
  const read = await readStatistics(real, { shapesOnly: true });
  if (!read.ok) throw new Error(read.message);
  expect(JSON.stringify(read.statistics)).not.toMatch(/example\.org|note 77|2024-|tag10|paid/);
  const orders = read.statistics.columns.find(({ column }) => column === "customer_id");
  expect(orders).toMatchObject({ averageWidth: 4, nullFraction: 0 });
  // A number of keys or a share of the rows, as near to the 100,000 that there are as a sample comes.
  const distinct = orders?.distinct ?? 0;
  const keys = distinct < 0 ? -distinct * 1_000_000 : distinct;
  expect(Math.abs(keys - 100_000)).toBeLessThan(20_000);
});
