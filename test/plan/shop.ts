/**
 * Three tables of a shop and queries of many shapes, for tests that ask real servers to explain
 * them. Rows are made by arithmetic, so that they are the same everywhere.
 */

export const tables = `
CREATE TABLE customer (id int PRIMARY KEY, name varchar(40) NOT NULL, city text, active boolean NOT NULL);
CREATE TABLE "Order" (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, status text NOT NULL,
  total numeric(10,2) NOT NULL, created_at timestamptz NOT NULL, data jsonb NOT NULL);
CREATE TABLE item (order_id int NOT NULL REFERENCES "Order" ON DELETE CASCADE, line int NOT NULL, sku text NOT NULL,
  PRIMARY KEY (order_id, line));
CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY, order_id int REFERENCES "Order" ON DELETE CASCADE, body text);
CREATE TABLE event (at date NOT NULL, kind int) PARTITION BY RANGE (at);
CREATE TABLE event_old PARTITION OF event FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE event_new PARTITION OF event FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
INSERT INTO customer SELECT n, 'Customer ' || n, 'City ' || n % 50, n % 3 > 0 FROM generate_series(1, 2000) n;
INSERT INTO "Order" SELECT n, 1 + n * 7 % 2000, (ARRAY['open', 'paid', 'sent', 'closed'])[1 + n % 4], n % 500 + 0.5,
  timestamptz '2024-01-01' + n * interval '1 minute', jsonb_build_object('kind', 'k' || n % 20)
  FROM generate_series(1, 20000) n;
INSERT INTO item SELECT o, l, 'SKU' || (o + l) % 100 FROM generate_series(1, 20000) o, generate_series(1, 3) l;
INSERT INTO event SELECT date '2020-01-01' + n % 700, n % 7 FROM generate_series(1, 5000) n;
CREATE INDEX order_customer ON "Order" (customer_id);
CREATE INDEX order_created ON "Order" (created_at);
CREATE INDEX order_data ON "Order" USING gin (data);
`;

/** Each by what it is about. Those that write are rolled back by who runs them. */
export const queries: Readonly<Record<string, string>> = {
  "sequential scan": `SELECT * FROM "Order" WHERE total > 400`,
  "index scan": `SELECT * FROM "Order" WHERE customer_id = 5`,
  "index only scan": `SELECT id FROM customer WHERE id < 50 ORDER BY id`,
  "backward scan": `SELECT * FROM "Order" ORDER BY created_at DESC LIMIT 10`,
  bitmap: `SELECT * FROM "Order" WHERE data @> '{"kind": "k3"}'`,
  "bitmap or": `SELECT * FROM "Order" WHERE customer_id = 5 OR customer_id = 900 OR data @> '{"kind": "none"}'`,
  "hash join": `SELECT c.name, o.total FROM "Order" o JOIN customer c ON c.id = o.customer_id WHERE c.active`,
  "left join": `SELECT c.name, o.id FROM customer c LEFT JOIN "Order" o ON o.customer_id = c.id AND o.total > 499`,
  "three tables": `SELECT c.city, count(*) FROM customer c JOIN "Order" o ON o.customer_id = c.id JOIN item i ON i.order_id = o.id WHERE o.status = 'open' GROUP BY c.city ORDER BY 2 DESC LIMIT 5`,
  "semi join": `SELECT * FROM customer c WHERE EXISTS (SELECT 1 FROM "Order" o WHERE o.customer_id = c.id AND o.total > 490)`,
  "anti join": `SELECT * FROM customer c WHERE NOT EXISTS (SELECT 1 FROM "Order" o WHERE o.customer_id = c.id)`,
  aggregate: `SELECT status, count(*), sum(total) FROM "Order" GROUP BY status HAVING count(*) > 3`,
  "grouping sets": `SELECT status, customer_id % 3, count(*) FROM "Order" GROUP BY ROLLUP (status, customer_id % 3)`,
  window: `SELECT id, rank() OVER (PARTITION BY customer_id ORDER BY total DESC) FROM "Order" WHERE id < 3000`,
  "top of a window": `SELECT * FROM (SELECT id, row_number() OVER (ORDER BY id) n FROM "Order") s WHERE n <= 5`,
  "cte once": `WITH big AS MATERIALIZED (SELECT customer_id, sum(total) t FROM "Order" GROUP BY 1) SELECT * FROM big WHERE t > 2000`,
  "cte twice": `WITH big AS (SELECT customer_id, sum(total) t FROM "Order" GROUP BY 1) SELECT count(*) FROM big a JOIN big b ON a.t = b.t AND a.customer_id < b.customer_id`,
  "cte cut short": `WITH big AS MATERIALIZED (SELECT * FROM "Order") SELECT * FROM big LIMIT 3`,
  recursive: `WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300) SELECT sum(x) FROM n`,
  "scalar subquery": `SELECT * FROM "Order" WHERE total > (SELECT avg(total) * 1.9 FROM "Order")`,
  "selected subquery": `SELECT name, (SELECT max(total) FROM "Order") FROM customer WHERE id < 20`,
  "correlated subquery": `SELECT c.name, (SELECT max(o.total) FROM "Order" o WHERE o.customer_id = c.id) FROM customer c WHERE c.id < 200`,
  "hashed subplan": `SELECT count(*) FROM customer WHERE id NOT IN (SELECT customer_id FROM "Order" WHERE total > 480)`,
  lateral: `SELECT c.name, l.id FROM customer c CROSS JOIN LATERAL (SELECT id FROM "Order" o WHERE o.customer_id = c.id ORDER BY total DESC LIMIT 2) l WHERE c.id < 100`,
  union: `SELECT id FROM customer UNION SELECT customer_id FROM "Order"`,
  except: `SELECT id FROM customer EXCEPT SELECT customer_id FROM "Order" WHERE total > 250`,
  partitions: `SELECT kind, count(*) FROM event WHERE at >= '2020-06-01' GROUP BY kind`,
  "pruned at run time": `SELECT * FROM event WHERE at = (SELECT date '2021-03-01' + count(*)::int * 0 FROM customer)`,
  "sort on disk": `SELECT * FROM item ORDER BY sku, line DESC, order_id`,
  "sort by part": `SELECT * FROM item ORDER BY order_id, sku`,
  function: `SELECT * FROM generate_series(1, 1000) AS g(n) WHERE n % 3 = 0`,
  values: `SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(x, y) JOIN customer c ON c.id = v.x`,
  like: `SELECT * FROM customer WHERE name LIKE '%99' AND city <> 'City 1'`,
  merge: `SELECT count(*) FROM (SELECT order_id FROM item ORDER BY order_id) i FULL JOIN "Order" o ON o.id = i.order_id`,
  "no rows": `SELECT * FROM customer WHERE false`,
  "never executed": `SELECT * FROM customer c JOIN "Order" o ON o.customer_id = c.id WHERE c.id = -1`,
  insert: `INSERT INTO note (order_id, body) SELECT id, status FROM "Order" WHERE id < 500`,
  update: `UPDATE "Order" SET status = 'open' WHERE id BETWEEN 10 AND 60 RETURNING id`,
  delete: `DELETE FROM "Order" WHERE id > 19900`,
  "cte that writes": `WITH gone AS (DELETE FROM item WHERE order_id < 400 RETURNING *) SELECT count(*) FROM gone`,
  "cte that writes, unread": `WITH added AS (INSERT INTO note (body) SELECT sku FROM item WHERE line = 1) SELECT 1`,
};
