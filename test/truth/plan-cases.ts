/**
 * Queries on the shop of `plan-world.ts` with what somebody who knows PostgreSQL well would say
 * about their plans. These have something to say about; those without are in `good-plans.ts`.
 */

export type PlanCase = {
  readonly name: string;
  readonly sql: string;
  /** As SET LOCAL takes them: `work_mem = '1MB'`. */
  readonly settings?: readonly string[];
  /** Names of rules, each as often as it has something to say. */
  readonly findings: readonly string[];
  /** What the advice of the first of them has to say, among other things. */
  readonly advice?: string;
  /** In addition, on a server that compiles expressions. */
  readonly withJit?: readonly string[];
};

const serial = "max_parallel_workers_per_gather = 0";

/** What Prisma Client makes of `include: { customer: true }` with joins. */
export function lateralCustomers(where: string): string {
  return `SELECT sum(length(x.customer::text)) FROM (
      SELECT t0.id, j.__prisma_data__ AS customer FROM orders AS t0 LEFT JOIN LATERAL (
        SELECT JSONB_BUILD_OBJECT('id', t1.id, 'email', t1.email) AS __prisma_data__
        FROM (SELECT t.* FROM customer AS t WHERE t0.customer_id = t.id LIMIT 1) AS t1) AS j ON TRUE
      WHERE ${where}) AS x`;
}

export const poorPlans: readonly PlanCase[] = [
  {
    name: "a filter that keeps 100 of a million rows",
    sql: "SELECT id, placed_at FROM orders WHERE total = 4242",
    findings: ["sequential-scan-for-few-rows"],
    advice: "@@index([total]) to model Order",
  },
  {
    // A partial index for the open ones is what everybody would make.
    name: "a filter on an enum that keeps 1 %",
    sql: "SELECT count(DISTINCT customer_id) FROM orders WHERE status = 'open'",
    findings: ["sequential-scan-for-few-rows"],
  },
  {
    // One place to put an index, however many partitions are read.
    name: "a filter over all partitions",
    sql: "SELECT at, sensor_id FROM reading WHERE value = 10006",
    findings: ["sequential-scan-for-few-rows"],
    advice: "@@index([value]) to model Reading",
  },
  {
    name: "an update that looks for its rows",
    sql: "UPDATE customer SET country = 'c0' WHERE name = '28dd2c7955ce926456240b2ff0100bde'",
    findings: ["sequential-scan-for-few-rows"],
  },
  {
    name: "a join along a foreign key without an index",
    sql: `SELECT c.name, e.kind FROM customer c JOIN event e ON e.customer_id = c.id
      WHERE c.email = 'person9@example.org'`,
    findings: ["foreign-key-lookup-without-index"],
    advice: "@@index([customerId]) to model Event",
  },
  {
    name: "an include as Prisma asks for it",
    sql: "SELECT id, kind, customer_id FROM event WHERE customer_id IN (9, 10, 11, 12)",
    findings: ["foreign-key-lookup-without-index"],
  },
  {
    // Backwards through the primary key, hoping for three rows of the customer soon.
    name: "the latest three per customer without an index",
    sql: `SELECT c.id, l.* FROM customer c CROSS JOIN LATERAL (
        SELECT e.kind FROM event e WHERE e.customer_id = c.id ORDER BY e.id DESC LIMIT 3) l
      WHERE c.id <= 5`,
    findings: ["index-scan-discards-rows"],
    advice: "@@index([customerId, id]) to model Event",
  },
  {
    // The index is the matter, and not that there is a subquery for each of five rows.
    name: "a subquery for each row without an index",
    sql: `SELECT p.id, (SELECT sum(i.quantity) FROM order_item i WHERE i.product_id = p.id)
      FROM product p WHERE p.id <= 5`,
    findings: ["foreign-key-lookup-without-index"],
    advice: "@@index([productId]) to model OrderItem",
  },
  {
    // Each deleted row makes PostgreSQL look through all events; the plan tells it as a trigger only.
    name: "a delete whose foreign key has no index",
    sql: "DELETE FROM customer WHERE id IN (100101, 100102, 100103)",
    findings: ["foreign-key-check-without-index"],
    advice: "@@index([customerId]) to model Event",
  },
  {
    name: "a subquery for each of 100,000 rows",
    sql: `SELECT max(n) FROM (
        SELECT (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) AS n FROM customer c) x`,
    settings: [serial],
    findings: ["correlated-subplan"],
  },
  {
    name: "a hash table that does not fit",
    sql: "SELECT count(*), sum(o.total) FROM order_item i JOIN orders o ON o.id = i.order_id",
    settings: ["work_mem = '512kB'", serial, "enable_mergejoin = off"],
    findings: ["hash-spilled-to-disk"],
  },
  {
    name: "groups that do not fit",
    sql: `SELECT count(*) FROM (
        SELECT customer_id * 2 AS k, count(*) FROM orders GROUP BY 1) x`,
    settings: ["work_mem = '1MB'", serial, "enable_sort = off"],
    findings: ["aggregate-spilled-to-disk"],
  },
  {
    name: "a window over rows that do not fit",
    sql: `SELECT sum(r) FROM (
        SELECT total * row_number() OVER (ORDER BY total, id) AS r FROM orders) x`,
    settings: ["work_mem = '1MB'", serial],
    findings: ["sort-spilled-to-disk"],
  },
  {
    name: "a bitmap that does not fit",
    sql: "SELECT sum(total) FROM orders WHERE customer_id BETWEEN 1 AND 3000",
    settings: ["work_mem = '64kB'", "enable_seqscan = off"],
    findings: ["lossy-bitmap"],
  },
  {
    name: "an index that finds 117,000 rows for twelve",
    sql: `SELECT id FROM orders
      WHERE placed_at >= '2024-05-01' AND placed_at < '2024-07-01' AND total = 5`,
    findings: ["index-scan-discards-rows"],
    advice: "@@index([total, placedAt]) to model Order",
  },
  {
    name: "an index alone, and a table whose pages nobody has vacuumed",
    sql: "SELECT count(*) FROM stale_visit WHERE customer_id BETWEEN 100 AND 20000",
    findings: ["heap-fetches-in-index-only-scan"],
    advice: "VACUUM",
  },
  {
    // Of two ways to tell it, the loops that come of the wrong estimate; ANALYZE alone cures nothing.
    name: "three columns that say the same",
    sql: `SELECT sum(o.total) FROM event e JOIN orders o ON o.customer_id = e.customer_id
      WHERE e.kind = 'k7' AND e.source = 's7' AND e.channel = 'h7'`,
    findings: ["nested-loop-over-many-rows"],
    advice: "CREATE STATISTICS",
  },
  {
    name: "an index looked into 100,000 times",
    sql: "SELECT sum(c.id + o.total) FROM orders o JOIN customer c ON c.id = o.customer_id",
    settings: [serial, "enable_hashjoin = off", "enable_mergejoin = off", "enable_memoize = off"],
    findings: ["nested-loop-over-many-rows"],
  },
  {
    name: "every row with every row",
    sql: `SELECT count(*) FROM product a JOIN product b ON abs(a.price - b.price) < 3
      WHERE a.id <= 1000`,
    findings: ["join-filter-discards-rows"],
  },
  {
    name: "a materialized WITH against every row",
    sql: `WITH cheap AS MATERIALIZED (SELECT id, price FROM product WHERE price < 200)
      SELECT count(*) FROM product p JOIN cheap c ON c.price BETWEEN p.price - 1 AND p.price
      WHERE p.id <= 2000`,
    findings: ["join-filter-discards-rows"],
  },
  {
    name: "half a million rows skipped",
    sql: "SELECT id, total FROM orders ORDER BY placed_at LIMIT 20 OFFSET 500000",
    findings: ["deep-offset"],
    advice: "cursor",
  },
  {
    name: "the ten greatest of a million, sorted each time",
    sql: "SELECT id, total FROM orders ORDER BY total DESC LIMIT 10",
    findings: ["all-rows-sorted-for-few"],
    advice: "@@index([total(sort: Desc)]) to model Order",
  },
  {
    name: "a word somewhere in a text",
    sql: "SELECT id FROM document WHERE title LIKE '%cafe1%'",
    findings: ["search-inside-text"],
    advice: "gin_trgm_ops",
  },
  {
    name: "a value inside of a document",
    sql: "SELECT id FROM document WHERE extra ->> 'color' = 'c77'",
    findings: ["search-inside-json"],
  },
  {
    // Asked as `@>`, the index on tags would answer.
    name: "a value in a list, asked in a way that no index answers",
    sql: "SELECT id FROM document WHERE 't7' = ANY (tags)",
    findings: ["search-inside-list"],
    advice: "@>",
  },
  {
    // As relationLoadStrategy "join" asks; the two tables joined are read in a fifth of the time.
    name: "the customer of each of 100,000 orders, one by one",
    sql: lateralCustomers("t0.id <= 100000"),
    settings: [serial],
    findings: ["relation-joined-row-by-row"],
  },
  {
    name: "a function around an indexed column",
    sql: "SELECT id FROM customer WHERE lower(email) = 'person4711@example.org'",
    findings: ["function-hides-column"],
    advice: 'lower("email")',
  },
  {
    name: "a cast of an indexed column",
    sql: "SELECT id FROM customer WHERE key::text = 'c4ca4238-a0b9-2382-0dcc-509a6f75849b'",
    findings: ["cast-hides-column"],
  },
  {
    name: "all rows there are",
    sql: "SELECT * FROM orders",
    findings: ["unbounded-result"],
  },
  {
    name: "5,000 bodies of 2 kB",
    sql: "SELECT * FROM article",
    findings: ["wide-result"],
  },
  {
    name: "workers that did not come",
    sql: "SELECT count(*), avg(total) FROM orders WHERE total < 5000",
    settings: ["max_parallel_workers = 0"],
    findings: ["workers-not-launched"],
  },
  {
    // The same key everywhere, so that each table can be joined to each other.
    name: "eleven tables to be ordered for one row",
    sql: `SELECT a.id FROM category a JOIN stock s ON s.product_id = a.id
      JOIN visit v ON v.customer_id = a.id AND v.day = '2024-01-01'
      JOIN stale_visit w ON w.customer_id = a.id AND w.day = '2024-01-01' ${[
        "product",
        "customer",
        "document",
        "article",
        "orders",
        "event",
        "order_item",
      ]
        .map((table) => `JOIN ${table} ON ${table}.id = a.id`)
        .join(" ")} WHERE a.id = 1999`,
    settings: ["join_collapse_limit = 16", "geqo = off"],
    findings: ["planning-outlasts-execution"],
  },
  {
    name: "a sequential scan that was forbidden",
    sql: "SELECT id, placed_at FROM orders WHERE total = 4242",
    settings: ["enable_seqscan = off", serial],
    findings: ["sequential-scan-for-few-rows", "disabled-plan-node"],
  },
  {
    // A good plan, spoiled where expressions are compiled.
    name: "eleven customers, compiled",
    sql: `SELECT status, count(*), avg(total), max(total) FROM orders
      WHERE customer_id BETWEEN 100 AND 110 GROUP BY status`,
    settings: [
      "jit = on",
      "jit_above_cost = 0",
      "jit_inline_above_cost = 0",
      "jit_optimize_above_cost = 0",
    ],
    findings: [],
    withJit: ["jit-dominates"],
  },
];
