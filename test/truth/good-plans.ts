/**
 * Queries on the shop of `plan-world.ts` about whose plans nobody who knows PostgreSQL has anything
 * to say: they read what they give, or all there is because all of it is asked for.
 */
import { lateralCustomers, type PlanCase } from "./plan-cases.ts";

export const goodPlans: readonly PlanCase[] = Object.entries({
  "by primary key": "SELECT * FROM customer WHERE id = 4711",
  "by a unique column": "SELECT id, name FROM customer WHERE email = 'person4711@example.org'",
  "by four keys": "SELECT id, total FROM orders WHERE id IN (1, 500, 70000, 999999)",
  "along an indexed foreign key":
    "SELECT id, total FROM orders WHERE customer_id = 77 ORDER BY placed_at DESC",
  "a nested loop over ten orders": `SELECT o.id, i.quantity FROM orders o
    JOIN order_item i ON i.order_id = o.id WHERE o.customer_id = 77`,
  "200 orders with their customers": `SELECT o.id, o.customer_id, c.email, c.name FROM orders o
    JOIN customer c ON c.id = o.customer_id WHERE o.id <= 200`,
  "a merge join that stops early": `SELECT o.id, o.total, e.kind FROM orders o
    JOIN event e ON e.id = o.id ORDER BY o.id LIMIT 100`,
  "a hash join of everything, in parallel": `SELECT c.country, count(*), sum(o.total)
    FROM orders o JOIN customer c ON c.id = o.customer_id GROUP BY c.country`,
  "a left join": `SELECT p.name, s.amount FROM product p LEFT JOIN stock s ON s.product_id = p.id
    WHERE p.id < 50`,
  "a full join": "SELECT count(*) FROM product p FULL JOIN stock s ON s.product_id = p.id",
  "a semi-join": `SELECT count(*) FROM customer c
    WHERE EXISTS (SELECT FROM orders o WHERE o.customer_id = c.id AND o.placed_at >= '2025-05-30')`,
  "a semi-join of few": `SELECT count(*) FROM orders
    WHERE customer_id IN (SELECT id FROM customer WHERE country = 'c3' AND id < 2000)`,
  "an anti-join": `SELECT p.id FROM product p
    WHERE NOT EXISTS (SELECT FROM stock s WHERE s.product_id = p.id) LIMIT 20`,
  "a WITH that is inlined": `WITH recent AS (SELECT * FROM orders WHERE placed_at >= '2025-06-04')
    SELECT status, count(*) FROM recent GROUP BY status`,
  "a WITH that is read twice": `WITH recent AS MATERIALIZED (
      SELECT customer_id, total FROM orders WHERE placed_at >= '2025-06-01')
    SELECT customer_id, sum(total) FROM recent WHERE total > (SELECT avg(total) FROM recent)
    GROUP BY customer_id ORDER BY 2 DESC LIMIT 10`,
  "a tree from its root": `WITH RECURSIVE tree AS (
      SELECT id, name, 1 AS depth FROM category WHERE id = 3
      UNION ALL SELECT c.id, c.name, depth + 1 FROM tree JOIN category c ON c.parent_id = tree.id)
    SELECT * FROM tree`,
  "a window over sixty rows": `SELECT id, total, rank() OVER (ORDER BY total DESC) FROM orders
    WHERE customer_id BETWEEN 100 AND 105`,
  "one partition of twelve": `SELECT avg(value) FROM reading
    WHERE at >= '2024-06-10' AND at < '2024-06-11' AND sensor_id = 7`,
  "partitions left out while it runs": `SELECT count(*) FROM reading
    WHERE sensor_id = 7 AND at >= (SELECT timestamptz '2024-12-20')`,
  "a document by what it contains": `SELECT id FROM document WHERE facts @> '{"color": "c77"}'`,
  "tags in an array": "SELECT count(*) FROM document WHERE tags && ARRAY['t7', 'u9']",
  "the latest three per customer": `SELECT c.id, l.* FROM customer c CROSS JOIN LATERAL (
      SELECT o.total, o.placed_at FROM orders o WHERE o.customer_id = c.id
      ORDER BY o.placed_at DESC LIMIT 3) l WHERE c.id <= 20`,
  "the customer of each of twenty orders": lateralCustomers("t0.customer_id IN (76, 77)"),
  "one set without another": `SELECT customer_id FROM orders WHERE placed_at >= '2025-06-03'
    EXCEPT SELECT id FROM customer WHERE id < 2000`,
  "what two sets share": `SELECT customer_id FROM orders WHERE placed_at >= '2025-06-03'
    INTERSECT SELECT customer_id FROM orders WHERE placed_at < '2024-01-02'`,
  "two sets, one after the other": `SELECT id FROM orders WHERE customer_id = 5
    UNION ALL SELECT id FROM order_item WHERE order_id = 5`,
  "the newest one": "SELECT * FROM orders WHERE id = (SELECT max(id) FROM orders)",
  "first and last": "SELECT min(placed_at), max(placed_at) FROM orders",
  "an index alone": "SELECT count(*) FROM visit WHERE customer_id BETWEEN 100 AND 20000",
  "the third page": "SELECT id, total FROM orders ORDER BY placed_at LIMIT 20 OFFSET 40",
  "how a text begins": "SELECT id FROM document WHERE title LIKE 'cafe1%'",
  "a bitmap of 3 %": "SELECT sum(total) FROM orders WHERE customer_id BETWEEN 1 AND 3000",
  "two bitmaps": `SELECT count(*) FROM orders
    WHERE customer_id = 9 OR placed_at BETWEEN '2024-03-01' AND '2024-03-01 01:00'`,
  "half of a table, counted in parallel":
    "SELECT count(*), avg(total) FROM orders WHERE total < 5000",
  "sorted within what is sorted":
    "SELECT id, placed_at, total FROM orders ORDER BY placed_at, total LIMIT 50",
  "a join whose inside never begins": `SELECT o.id FROM orders o
    JOIN order_item i ON i.order_id = o.id WHERE o.customer_id = -1`,
  "a condition that is false from the start": `SELECT id FROM orders
    WHERE customer_id = 5 AND EXISTS (SELECT FROM customer WHERE id = -5)`,
  "grouping sets": `SELECT country, left(name, 1), count(*) FROM customer
    WHERE id <= 5000 GROUP BY GROUPING SETS ((country), (left(name, 1)), ())`,
  "the last order of each": `SELECT DISTINCT ON (customer_id) customer_id, id, placed_at
    FROM orders WHERE customer_id BETWEEN 1 AND 50 ORDER BY customer_id, placed_at DESC`,
  "an insert of 500": `INSERT INTO visit (customer_id, day)
    SELECT id, date '2030-01-01' FROM customer WHERE id <= 500`,
  "an update with a trigger":
    "UPDATE stock SET amount = amount - 1 WHERE product_id BETWEEN 1 AND 200",
  "a merge": `MERGE INTO stock s
    USING (SELECT id, price FROM product WHERE id <= 300) p ON s.product_id = p.id
    WHEN MATCHED AND s.amount < 10 THEN UPDATE SET amount = s.amount + 10
    WHEN NOT MATCHED THEN INSERT (product_id, amount) VALUES (p.id, 0)`,
  "one row by its key, deleted": "DELETE FROM order_item WHERE id = 5",
})
  .map(([name, sql]): PlanCase => ({ name, sql, findings: [] }))
  .concat({
    name: "answers remembered between lookups",
    sql: `SELECT sum(c.id) FROM reading r JOIN customer c ON c.id = r.sensor_id
      WHERE r.at >= '2024-06-01' AND r.at < '2024-07-01'`,
    settings: ["enable_hashjoin = off", "enable_mergejoin = off"],
    findings: [],
  });
