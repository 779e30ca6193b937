/** Rules about what keeps a column from being found by an index, and what they advise. */
import { describe, expect, test } from "vitest";
import { saidOf, verdictsOf } from "../../support/plan-examples.ts";
import { shop } from "./shop.ts";

const scanOf = (filter: string) => `
  Seq Scan on "Order"  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..31.402 rows=30 loops=1)
    Filter: ${filter}
    Rows Removed by Filter: 299970
  Execution Time: 31.539 ms
`;

const said = (filter: string, schema?: string) =>
  verdictsOf(scanOf(filter), schema === undefined ? {} : { schema }).map(
    ({ rule, advice }) => `${rule}: ${advice}`,
  );

const trigrams =
  'search-inside-text: Add @@index([note(ops: raw("gin_trgm_ops"))], type: Gin) to model Order, and the extension pg_trgm';

describe("search-inside-text", () => {
  test.each([
    "(note ~~ '%x'::text)",
    "(note ~~ '_x%'::text)",
    "(note ~~* 'x%'::text)",
    "(note ~ 'x+'::text)",
    "(note ~~ ('%'::text || $1))",
  ])("%s", (filter) => {
    expect(said(filter, shop)).toEqual([trigrams]);
  });

  test("adds the line to the model", () => {
    expect(verdictsOf(scanOf("(note ~~ '%x'::text)"), { schema: shop })[0]?.addition).toEqual({
      model: "Order",
      attribute: '@@index([note(ops: raw("gin_trgm_ops"))], type: Gin)',
    });
  });

  test("speaks SQL without a schema", () => {
    expect(said("(note ~~ '%x'::text)")).toEqual([
      'search-inside-text: Unless there is one, create an index in a migration, and the extension pg_trgm: CREATE INDEX CONCURRENTLY "Order_note_idx" ON "Order" USING gin ("note" gin_trgm_ops)',
    ]);
  });

  test("is quiet where there is such an index, and about a pattern that nobody knows", () => {
    const indexed = shop.replace(
      "@@index([status])",
      '@@index([note(ops: raw("gin_trgm_ops"))], type: Gin)',
    );
    expect(said("(note ~~ '%x'::text)", indexed)).toEqual([]);
    expect(said("(note ~~ $1)", shop)).toEqual([]);
    expect(said("(note !~~ '%x'::text)", shop).join()).not.toContain("search-inside-text");
  });

  test("gives way to a column that leads to few rows by itself, not to one of few values", () => {
    expect(said(`((total = '5'::numeric) AND (note ~~ '%x'::text))`, shop)).toEqual([
      "sequential-scan-for-few-rows: Add @@index([total]) to model Order",
    ]);
    expect(said(`((status = 'OPEN'::"Status") AND (note ~~ '%x'::text))`, shop)).toEqual([
      trigrams,
    ]);
    expect(said(`((status = 'OPEN'::"Status") AND (note ~~ '%x'::text))`)[0]).toContain(
      "search-inside-text",
    );
  });
});

describe("search-inside-json", () => {
  const own = "search-inside-json: Keep kind of data in a field of its own with an index";

  test("@> is answered by GIN", () => {
    expect(said(`(data @> '{"kind": "k7"}'::jsonb)`, shop)).toEqual([
      "search-inside-json: Add @@index([data(ops: JsonbPathOps)], type: Gin) to model Order",
    ]);
    expect(said("(data ? 'kind'::text)", shop)).toEqual([
      "search-inside-json: Add @@index([data], type: Gin) to model Order",
    ]);
  });

  test("a GIN index that was not used is asked for, unless it knows the operator not", () => {
    const indexed = (index: string) => shop.replace("@@index([status])", index);
    expect(said(`(data ? 'kind'::text)`, indexed("@@index([data], type: Gin)"))).toEqual([
      "search-inside-json: See that the GIN index of Order.data is in this database, and that its operator class knows ?",
    ]);
    const byPath = indexed("@@index([data(ops: JsonbPathOps)], type: Gin)");
    expect(said(`(data ? 'kind'::text)`, byPath)).toEqual([
      'search-inside-json: Add @@index([data], type: Gin, map: "Order_data_gin_idx") to model Order',
    ]);
  });

  test.each([
    ["((data ->> 'kind'::text) = 'k7'::text)", `("data" ->> 'kind')`],
    [`((data #> '{kind}'::text[]) = '"k7"'::jsonb)`, `("data" #> '{kind}'::text[])`],
    ["(((data ->> 'kind'::text))::integer = 7)", `(("data" ->> 'kind')::integer)`],
  ])("%s by an index over the expression", (filter, expression) => {
    expect(said(filter, shop)).toEqual([
      `${own}, or create an index over the expression in a migration of your own, which Prisma leaves alone: CREATE INDEX CONCURRENTLY "Order_data_expr_idx" ON "Order" (${expression})`,
    ]);
  });

  test("a path of several steps", () => {
    const [deep] = said("(((data -> 'a'::text) ->> 'b'::text) = 'k7'::text)", shop);
    expect(deep).toContain(`("data" -> 'a' ->> 'b')`);
    expect(deep).toContain("Keep a.b of data");
  });
});

describe("search-inside-list", () => {
  const gin = "search-inside-list: Add @@index([tags], type: Gin) to model Order";

  test.each(["(tags @> '{urgent}'::text[])", "(tags && '{urgent,late}'::text[])", "(tags @> $1)"])(
    "%s",
    (filter) => {
      expect(said(filter, shop)).toEqual([gin]);
    },
  );

  test("is quiet where the index is there", () => {
    const indexed = shop.replace("@@index([status])", "@@index([tags], type: Gin)");
    expect(said("(tags @> '{urgent}'::text[])", indexed)).toEqual([]);
  });
});

describe("cast-hides-column", () => {
  test("a UUID, an enum and a number that are turned into something else", () => {
    expect(said("((token)::text = 'abc'::text)", shop)).toEqual([
      "cast-hides-column: Compare Order.token uncast, with a value of its own type",
    ]);
    expect(said("((status)::text = 'OPEN'::text)", shop)).toEqual([
      "cast-hides-column: Compare Order.status uncast, with a value of its own type",
    ]);
    expect(said(`(("customerId")::numeric = 1.5)`, shop)).toEqual([
      "cast-hides-column: Compare Order.customerId uncast, with a value of its own type, and add @@index([customerId]) to model Order",
    ]);
  });

  test("is not said of a text that is called by its other name", () => {
    expect(said("((note)::text = 'abc'::text)", shop)).toEqual([
      "sequential-scan-for-few-rows: Add @@index([note]) to model Order",
    ]);
    expect(said("((anything)::text = 'abc'::text)")[0]).toContain("sequential-scan-for-few-rows");
  });

  test("of a search inside of it, too", () => {
    expect(said("((token)::text ~~ '%abc%'::text)", shop)).toEqual([
      "cast-hides-column: Compare Order.token uncast, with a value of its own type, or keep a text beside it to search in",
    ]);
  });
});

describe("function-hides-column", () => {
  test("lower() gets an index of its own", () => {
    expect(said("(lower(note) = 'x'::text)", shop)).toEqual([
      `function-hides-column: Create an index over the expression in a migration of your own, which Prisma leaves alone: CREATE INDEX CONCURRENTLY "Order_note_expr_idx" ON "Order" (lower("note"))`,
    ]);
  });

  test("a day becomes two bounds", () => {
    expect(
      said(`(date_trunc('day'::text, "placedAt") = '2025-01-01 00:00:00+00'::timestamptz)`, shop),
    ).toEqual([
      "function-hides-column: Compare Order.placedAt itself with two bounds: >= the beginning and < the end",
    ]);
  });

  test("arithmetic goes to the other side", () => {
    expect(
      saidOf(scanOf("((total * '100'::numeric) > '99900'::numeric)"), { schema: shop }),
    ).toEqual([
      "function-hides-column: Order.total goes through * before it is compared: the query reads 300,000 rows of Order to keep 30, 31 ms of 32 ms – Compare Order.total itself, and compute the other side",
    ]);
  });
});
