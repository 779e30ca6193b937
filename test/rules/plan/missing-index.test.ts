/** Rules about scans that lack an index over plain columns, and the index that they advise. */
import { describe, expect, test } from "vitest";
import { rulesOf, saidOf, verdictsOf } from "../../support/plan-examples.ts";
import { shop } from "./shop.ts";

/** A scan of 300,000 rows that took nearly all of the time. */
const scanOf = (filter: string, kept = 30, table = '"Order"') => `
  Seq Scan on ${table}  (cost=0.00..9790.00 rows=${kept} width=120) (actual time=0.020..31.402 rows=${kept} loops=1)
    Filter: ${filter}
    Rows Removed by Filter: ${300_000 - kept}
  Planning Time: 0.081 ms
  Execution Time: 31.539 ms
`;

const adviceOn = (filter: string, schema?: string) =>
  verdictsOf(scanOf(filter), schema === undefined ? {} : { schema }).map(({ advice }) => advice);

describe("sequential-scan-for-few-rows", () => {
  test("names the rows, and adds the index to the model", () => {
    const [found] = verdictsOf(scanOf("(note = 'x'::text)"), { schema: shop });
    expect(found).toMatchObject({
      rule: "sequential-scan-for-few-rows",
      severity: "warning",
      node: 0,
      message: "Filtering by Order.note reads 300,000 rows of Order to keep 30, 31 ms of 32 ms",
      advice: "Add @@index([note]) to model Order",
      addition: { model: "Order", attribute: "@@index([note])" },
    });
    expect(found?.weight).toBeGreaterThan(0.9);
  });

  test("speaks SQL where there is no schema, or no such model or column in it", () => {
    const sql =
      'Unless there is one, create an index in a migration: CREATE INDEX CONCURRENTLY "Order_note_idx" ON "Order" ("note")';
    expect(adviceOn("(note = 'x'::text)")).toEqual([sql]);
    expect(adviceOn("(note = 'x'::text)", "model User {\n id Int @id\n}\n")).toEqual([sql]);
    expect(adviceOn("(color = 'x'::text)", shop)).toEqual([
      'Create an index in a migration: CREATE INDEX CONCURRENTLY "Order_color_idx" ON "Order" ("color")',
    ]);
  });

  test("puts what is compared with one value first, then one bound", () => {
    const filter = `((total > '5'::numeric) AND ("placedAt" > now()) AND (note = 'x'::text))`;
    expect(adviceOn(filter, shop)).toEqual(["Add @@index([note, total]) to model Order"]);
  });

  test("takes the place of an index that the new one begins with", () => {
    const filter = `((note = 'x'::text) AND (status = 'OPEN'::"Status"))`;
    expect(adviceOn(`((status = 'OPEN'::"Status") AND (total > '5'::numeric))`, shop)).toEqual([
      "Add @@index([status, total]) to model Order; it then does the work of Order_status_idx too",
    ]);
    expect(adviceOn(filter, shop)).toEqual(["Add @@index([note, status]) to model Order"]);
  });

  test("does not add an index that is there", () => {
    expect(adviceOn("(token = 'a'::uuid)", shop)).toEqual([
      'Order_token_key leads there and was not used: see that it is in this database and valid, then run ANALYZE "Order"',
    ]);
  });

  test("finds the beginning of a text by an index of the right operator class", () => {
    expect(adviceOn("(note ~~ 'x%'::text)", shop)).toEqual([
      'Add @@index([note(ops: raw("text_pattern_ops"))]) to model Order',
    ]);
  });

  test("knows IN, IS NULL and booleans", () => {
    expect(adviceOn("(note = ANY ('{a,b}'::text[]))", shop)).toEqual([
      "Add @@index([note]) to model Order",
    ]);
    expect(adviceOn("(note IS NULL)", shop)).toEqual(["Add @@index([note]) to model Order"]);
  });

  test("says of OR and <> what helps there", () => {
    expect(adviceOn("((note = 'x'::text) OR (total = '5'::numeric))", shop)).toEqual([
      "Add @@index([note]) and @@index([total]) to model Order: PostgreSQL joins what the indexes find for OR",
    ]);
    expect(adviceOn("(note <> 'x'::text)", shop)).toEqual([
      "Make a partial index in a migration of your own, with WHERE (note <> 'x'::text), or compare by what is wanted instead of what is not",
    ]);
    expect(rulesOf(scanOf("(note <> $1)"))).toEqual([]);
    expect(rulesOf(scanOf("(NOT (ANY (id = (hashed SubPlan 1).col1)))"))).toEqual([]);
  });

  test("uses the names of model and fields where the database has others", () => {
    const schema = `
      model Invoice {
        id      Int    @id
        dueDate String @map("due_date")

        @@map("invoices")
      }
    `;
    expect(saidOf(scanOf("(due_date = 'x'::text)", 30, "invoices"), { schema })).toEqual([
      "sequential-scan-for-few-rows: Filtering by Invoice.dueDate reads 300,000 rows of Invoice to keep 30, 31 ms of 32 ms – Add @@index([dueDate]) to model Invoice",
    ]);
  });

  test("tells models of the same table in several schemas apart where EXPLAIN does", () => {
    const schema = `
      model Plain {
        id   Int    @id
        note String

        @@map("Order")
        @@schema("public")
      }

      model Old {
        id   Int    @id
        note String

        @@map("Order")
        @@schema("archive")
      }
    `;
    const scan = (table: string) =>
      verdictsOf(scanOf("(note = 'x'::text)", 30, table), { schema }).map(({ advice }) => advice);
    expect(scan('archive."Order"')).toEqual(["Add @@index([note]) to model Old"]);
    expect(scan('"Order"')).toEqual([
      'Unless there is one, create an index in a migration: CREATE INDEX CONCURRENTLY "Order_note_idx" ON "Order" ("note")',
    ]);
  });

  test("is quiet where most rows are kept, the table is small or the time goes elsewhere", () => {
    expect(rulesOf(scanOf("(note = 'x'::text)", 9_000))).toContain("sequential-scan-for-few-rows");
    expect(rulesOf(scanOf("(note = 'x'::text)", 9_999, '"Order" o'))).toHaveLength(1);
    expect(rulesOf(scanOf("(total > '5'::numeric)", 20_000))).toEqual(["unbounded-result"]);
    expect(
      rulesOf(`
        Seq Scan on "Order"  (cost=0.00..25.00 rows=1 width=120) (actual time=0.020..0.602 rows=1 loops=1)
          Filter: (note = 'x'::text)
          Rows Removed by Filter: 999
        Execution Time: 0.639 ms
      `),
    ).toEqual([]);
    expect(
      rulesOf(`
        Seq Scan on "Order"  (cost=0.00..25.00 rows=1 width=2000) (actual time=0.020..2.602 rows=1 loops=1)
          Filter: (note = 'x'::text)
          Rows Removed by Filter: 1999
          Buffers: shared hit=40
        Execution Time: 2.639 ms
      `),
    ).toEqual([]);
    expect(
      rulesOf(`
        Nested Loop  (cost=0.00..9790.00 rows=30 width=120) (actual time=2.020..931.402 rows=30 loops=1)
          ->  Function Scan on slow  (cost=0.00..10.00 rows=1 width=120) (actual time=900.020..901.402 rows=1 loops=1)
          ->  Seq Scan on "Order"  (cost=0.00..9700.00 rows=30 width=120) (actual time=0.020..29.402 rows=30 loops=1)
                Filter: (note = 'x'::text)
                Rows Removed by Filter: 299970
        Execution Time: 931.539 ms
      `),
    ).toEqual([]);
  });

  test("is quiet about a scan that a LIMIT ends, where it is only estimated", () => {
    expect(
      rulesOf(`
        Limit  (cost=0.00..3.26 rows=1 width=120)
          ->  Seq Scan on "Order"  (cost=0.00..9790.00 rows=3000 width=120)
                Filter: (note = 'x'::text)
      `),
    ).toEqual([]);
  });

  test("works without times", () => {
    expect(
      rulesOf(`
        Seq Scan on "Order"  (cost=0.00..9790.00 rows=30 width=120) (actual rows=30 loops=1)
          Filter: (note = 'x'::text)
          Rows Removed by Filter: 299970
      `),
    ).toEqual(["sequential-scan-for-few-rows"]);
  });
});

describe("foreign-key-lookup-without-index", () => {
  test("knows the foreign keys of the schema: Prisma's IN of an include", () => {
    expect(saidOf(scanOf(`("customerId" = ANY ('{1,2,3}'::integer[]))`), { schema: shop })).toEqual(
      [
        "foreign-key-lookup-without-index: Order.customerId has no index: looking it up reads 300,000 rows of Order to keep 30, 31 ms of 32 ms – Add @@index([customerId]) to model Order",
      ],
    );
  });

  test("is no longer said where an index begins with it", () => {
    const indexed = shop.replace("@@index([status])", "@@index([customerId, status])");
    expect(rulesOf(scanOf(`("customerId" = 1)`), { schema: indexed })).toEqual([
      "sequential-scan-for-few-rows",
    ]);
  });

  const nestedLoop = (kept: number) => `
    Nested Loop  (cost=0.29..12540.00 rows=15 width=124) (actual time=0.047..61.048 rows=${kept} loops=1)
      Join Filter: (u.id = o."customerId")
      Rows Removed by Join Filter: ${300_000 - kept}
      ->  Index Scan using "User_email_key" on "User" u  (cost=0.29..8.30 rows=1 width=4) (actual time=0.031..0.031 rows=1 loops=1)
            Index Cond: (email = 'user5@example.com'::text)
      ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.015..31.015 rows=300000 loops=1)
    Execution Time: 61.070 ms
  `;

  test("sees what the filter of a nested loop throws away", () => {
    expect(rulesOf(nestedLoop(15), { schema: shop })).toEqual(["foreign-key-lookup-without-index"]);
    expect(rulesOf(nestedLoop(8_000))).toEqual(["foreign-key-lookup-without-index"]);
    expect(rulesOf(nestedLoop(200_000))).not.toContain("foreign-key-lookup-without-index");
  });

  test("leaves alone what is joined by a column with an index, and joins of many rows", () => {
    const byId = nestedLoop(1).replace('u.id = o."customerId"', "u.id = o.id");
    expect(rulesOf(byId, { schema: shop })).not.toContain("foreign-key-lookup-without-index");
    expect(
      rulesOf(`
        Aggregate  (cost=15287.00..15287.01 rows=1 width=8) (actual time=141.500..141.500 rows=1 loops=1)
          ->  Hash Join  (cost=637.00..12134.00 rows=300000 width=138) (actual time=7.411..128.040 rows=300000 loops=1)
                Hash Cond: (o."customerId" = u.id)
                ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.004..61.469 rows=300000 loops=1)
                ->  Hash  (cost=387.00..387.00 rows=20000 width=43) (actual time=6.386..6.387 rows=20000 loops=1)
                      Buckets: 32768  Batches: 1  Memory Usage: 1701kB
                      ->  Seq Scan on "User" u  (cost=0.00..387.00 rows=20000 width=43) (actual time=0.004..3.469 rows=20000 loops=1)
        Execution Time: 141.790 ms
      `),
    ).toEqual([]);
  });

  test("leaves anti joins alone, which have to look at every row", () => {
    expect(
      rulesOf(`
        Hash Anti Join  (cost=8.32..9926.51 rows=15 width=124) (actual time=3.456..44.170 rows=15 loops=1)
          Hash Cond: (o."customerId" = u.id)
          ->  Seq Scan on "Order" o  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.014..27.423 rows=300000 loops=1)
          ->  Hash  (cost=8.30..8.30 rows=100 width=4) (actual time=0.040..0.041 rows=100 loops=1)
                Buckets: 1024  Batches: 1  Memory Usage: 9kB
                ->  Seq Scan on "User" u  (cost=0.29..8.30 rows=100 width=4) (actual time=0.032..0.033 rows=100 loops=1)
        Execution Time: 44.290 ms
      `),
    ).toEqual([]);
  });
});

describe("index-scan-discards-rows", () => {
  const discarding = (lines: string) => `
    Index Scan ${lines}
      Rows Removed by Filter: 88112
    Planning Time: 0.174 ms
    Execution Time: 43.651 ms
  `;
  const numbers =
    "(cost=0.42..8458.21 rows=90 width=120) (actual time=0.077..43.548 rows=88 loops=1)";

  test("puts the order of an index that was only walked behind the filter", () => {
    const walked = discarding(
      `Backward using "Order_pkey" on "Order"  ${numbers}\n      Filter: (total = '5'::numeric)`,
    );
    expect(saidOf(walked, { schema: shop })).toEqual([
      "index-scan-discards-rows: Order_pkey does not know Order.total: the scan reads 88,200 rows of Order to keep 88, 44 ms of 44 ms – Add @@index([total, id]) to model Order",
    ]);
  });

  test("leaves a filter alone that no index answers", () => {
    const odd = discarding(
      `using "Order_status_idx" on "Order"  ${numbers}\n      Index Cond: (status = 'PAID'::"Status")\n      Filter: (total <> '5'::numeric)`,
    );
    expect(rulesOf(odd, { schema: shop })).toEqual([]);
  });

  test("adds up the runs of a loop", () => {
    expect(
      saidOf(
        `
        Nested Loop  (cost=0.29..12540.00 rows=15 width=124) (actual time=0.047..161.048 rows=50 loops=1)
          ->  Seq Scan on "User" u  (cost=0.00..387.00 rows=5000 width=4) (actual time=0.004..1.469 rows=5000 loops=1)
          ->  Index Scan using "Order_customerId_idx" on "Order" o  (cost=0.42..8.30 rows=1 width=120) (actual time=0.030..0.031 rows=0 loops=5000)
                Index Cond: ("customerId" = u.id)
                Filter: (total = '5'::numeric)
                Rows Removed by Filter: 15
        Execution Time: 161.070 ms
      `,
        { schema: shop },
      ),
    ).toEqual([
      "index-scan-discards-rows: Order_customerId_idx does not know Order.total: the scan reads 15 rows of Order to keep none, 5,000 times over, 155 ms of 161 ms – Add @@index([customerId, total]) to model Order",
    ]);
  });
});

describe("all-rows-sorted-for-few", () => {
  const sorted = (key: string, below: string, returned = 10) => `
    Limit  (cost=15522.85..15522.88 rows=10 width=120) (actual time=63.352..63.358 rows=${returned} loops=1)
      ->  Sort  (cost=15522.85..16272.85 rows=300000 width=120) (actual time=63.350..63.354 rows=${returned} loops=1)
            Sort Key: ${key}
            Sort Method: top-N heapsort  Memory: 27kB
            ->  ${below}
    Planning Time: 0.103 ms
    Execution Time: 63.694 ms
  `;
  const all =
    'Seq Scan on "Order"  (cost=0.00..9040.00 rows=300000 width=120) (actual time=0.009..30.534 rows=300000 loops=1)';
  const advised = (text: string) => verdictsOf(text, { schema: shop }).map(({ advice }) => advice);

  test("has all keys of the order in their directions", () => {
    expect(advised(sorted('"placedAt" DESC, id', all))).toEqual([
      "Add @@index([placedAt(sort: Desc), id]) to model Order",
    ]);
  });

  test("is content with an index that can be read backwards", () => {
    const indexed = shop.replace("@@index([status])", "@@index([placedAt, id(sort: Desc)])");
    const said = verdictsOf(sorted('"placedAt" DESC, id', all), { schema: indexed });
    expect(said.map(({ advice }) => advice)).toEqual([
      'Order_placedAt_id_idx leads there and was not used: see that it is in this database and valid, then run ANALYZE "Order"',
    ]);
  });

  test("writes SQL where Prisma has no words for the place of the nulls", () => {
    const schema = shop.replace("placedAt   DateTime", "placedAt   DateTime?");
    const [found] = verdictsOf(sorted('"placedAt" DESC NULLS LAST', all), { schema });
    expect(found?.advice).toBe(
      'Add @@index([placedAt(sort: Desc)]) to model Order, and write the place of the nulls into its migration, which Prisma has no words for: CREATE INDEX CONCURRENTLY "Order_placedAt_idx" ON "Order" ("placedAt" DESC NULLS LAST)',
    );
  });

  test("asks for an order without the nulls that cannot be there", () => {
    const [found] = verdictsOf(sorted('"placedAt" DESC NULLS LAST', all), { schema: shop });
    expect(found?.advice).toBe(
      "Leave NULLS FIRST or LAST out, since Order.placedAt is never null. Then: Add @@index([placedAt(sort: Desc)]) to model Order",
    );
    expect(found?.addition).toBeUndefined();
  });

  test("leaves orders by expressions, of joins and of many rows alone", () => {
    expect(advised(sorted("(lower(note))", all))).toEqual([]);
    expect(advised(sorted('"placedAt" DESC', all, 9_000))).toEqual([]);
    const filtered = `${all}\n                  Filter: (total > '5'::numeric)\n                  Rows Removed by Filter: 700000`;
    expect(advised(sorted('"placedAt" DESC', filtered))).toEqual([]);
  });
});
