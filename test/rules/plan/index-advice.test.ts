/** The line that is advised: under which name, with which words of Prisma, and where none is enough. */
import { describe, expect, test } from "vitest";
import { rulesOf, saidOf, verdictsOf } from "../../support/plan-examples.ts";
import { errorsOf } from "../../support/prisma.ts";

const schema = (lines: string) => `
  datasource db {
    provider = "postgresql"
  }

  model Parcel {
    id       Int       @id
    code     String
    country  String    @db.Char(2)
    isLate   Boolean
    weight   Int
    sender   Int
    data     Json
    labels   String[]
    sentAt   DateTime? @db.Timestamptz
    ${lines}
  }
`;

const scanOf = (filter: string) => `
  Seq Scan on public."Parcel"  (cost=0.00..9790.00 rows=30 width=120) (actual time=0.020..31.402 rows=30 loops=1)
    Filter: ${filter}
    Rows Removed by Filter: 299970
  Planning Time: 0.081 ms
  Execution Time: 31.539 ms
`;

const sortedBy = (key: string) => `
  Limit  (cost=15522.85..15522.88 rows=10 width=120)
    ->  Sort  (cost=15522.85..16272.85 rows=300000 width=120)
          Sort Key: ${key}
          ->  Seq Scan on public."Parcel"  (cost=0.00..9040.00 rows=300000 width=120)
`;

const adviceOn = (plan: string, lines = "") =>
  verdictsOf(plan, { schema: schema(lines) }).map(({ advice }) => advice);

/** The line is taken over as it is, and Prisma has to accept it. */
function accepted(plan: string, lines: string): string | undefined {
  const [found] = verdictsOf(plan, { schema: schema(lines) });
  const attribute = found?.addition?.attribute;
  if (attribute === undefined) throw new Error(`no line: ${found?.advice}`);
  expect(errorsOf([["schema.prisma", schema(`${lines}\n    ${attribute}`)]])).toEqual([]);
  return attribute;
}

describe("a name that is taken", () => {
  test("is not given to an index in another order", () => {
    const brin = "@@index([sentAt], type: Brin)";
    expect(accepted(sortedBy(`"Parcel"."sentAt" DESC`), brin)).toBe(
      '@@index([sentAt(sort: Desc)], map: "Parcel_sentAt_ordered_idx")',
    );
  });

  test("is not given to an index of another type", () => {
    const contains = scanOf(`("Parcel".code ~~ '%x%'::text)`);
    expect(accepted(contains, "@@index([code])")).toBe(
      '@@index([code(ops: raw("gin_trgm_ops"))], type: Gin, map: "Parcel_code_gin_idx")',
    );
    expect(accepted(contains, "@@unique([code])")).toBe(
      '@@index([code(ops: raw("gin_trgm_ops"))], type: Gin)',
    );
  });
});

test("an operator class that knows no keys is not enough for one", () => {
  const key = scanOf(`("Parcel".data ? 'kind'::text)`);
  const byPath = "@@index([data(ops: JsonbPathOps)], type: Gin)";
  expect(accepted(key, byPath)).toBe('@@index([data], type: Gin, map: "Parcel_data_gin_idx")');
  expect(adviceOn(key, "@@index([data], type: Gin)")).toEqual([
    "See that the GIN index of Parcel.data is in this database, and that its operator class knows ?",
  ]);
});

describe("names that PostgreSQL cuts off", () => {
  const long = "parcels_of_a_carrier_with_a_name_that_nobody_can_remember_at_all_any_more";
  const cut = long.slice(0, 63);
  const model = (lines: string) => `
    model Parcel {
      id     Int @id
      weight Int
      sender Int
      ${lines}

      @@map("${long}")
    }
  `;
  const scan = (filter: string) => scanOf(filter).replace('"Parcel"', cut);

  test("are still those of the model, and no two indexes get the same", () => {
    const advised = (lines: string) =>
      verdictsOf(scan("(weight = 7)"), { schema: model(lines) }).map(({ advice }) => advice);
    expect(advised("")).toEqual(["Add @@index([weight]) to model Parcel"]);
    const name = (kind: string) => `${long.slice(0, 63 - kind.length - 5)}_${kind}_idx`;
    expect(advised("@@index([sender])")).toEqual([
      `Add @@index([weight], map: "${name("ordered")}") to model Parcel`,
    ]);
    expect(advised(`@@index([sender])\n@@index([sender, id], map: "${name("ordered")}")`)).toEqual([
      `Add @@index([weight], map: "${name("ordered2")}") to model Parcel`,
    ]);
  });

  test("of two at once are left to people", () => {
    const either = scan("((weight = 7) OR (sender = 7))");
    expect(verdictsOf(either, { schema: model("") }).map(({ advice }) => advice)).toEqual([
      "Give each of Parcel.(weight, sender) an index: PostgreSQL joins what the indexes find for OR",
    ]);
  });
});

describe("the place of the nulls", () => {
  const plan = sortedBy(`"Parcel"."sentAt" DESC NULLS LAST`);
  const create = (name: string) =>
    `CREATE INDEX CONCURRENTLY "${name}" ON "Parcel" ("sentAt" DESC NULLS LAST)`;

  test("is written into the migration of a line, without which Prisma would drop the index", () => {
    const [found] = verdictsOf(plan, { schema: schema("") });
    expect(found?.advice).toBe(
      `Add @@index([sentAt(sort: Desc)]) to model Parcel, and write the place of the nulls into its migration, which Prisma has no words for: ${create("Parcel_sentAt_idx")}`,
    );
    expect(found?.addition).toBeUndefined();
  });

  test("is changed where the line is there", () => {
    expect(adviceOn(plan, "@@index([sentAt(sort: Desc)])")).toEqual([
      `Make Parcel_sentAt_idx anew in a migration, with the place of the nulls, which Prisma has no words for: DROP INDEX CONCURRENTLY "Parcel_sentAt_idx", then ${create("Parcel_sentAt_idx")}`,
    ]);
  });

  test("needs an index of its own beside one in the other direction, or one that keeps rows apart", () => {
    expect(adviceOn(plan, "@@index([sentAt])")).toEqual([
      `Add @@index([sentAt(sort: Desc)], map: "Parcel_sentAt_ordered_idx") to model Parcel, and write the place of the nulls into its migration, which Prisma has no words for: ${create("Parcel_sentAt_ordered_idx")}`,
    ]);
    expect(adviceOn(plan, "@@unique([sentAt(sort: Desc)])")).toEqual([
      `Add @@index([sentAt(sort: Desc)]) to model Parcel, and write the place of the nulls into its migration, which Prisma has no words for: ${create("Parcel_sentAt_idx")}`,
    ]);
  });
});

describe("character(n)", () => {
  test("has operator classes of its own", () => {
    expect(accepted(scanOf(`("Parcel".country ~~ 'd%'::text)`), "")).toBe(
      '@@index([country(ops: raw("bpchar_pattern_ops"))])',
    );
    expect(adviceOn(scanOf(`("Parcel".country ~~ '%d'::text)`))).toEqual([
      "Make Parcel.country a text without @db.Char: trigrams know no character(n)",
    ]);
  });

  test("is another value once it is a text", () => {
    expect(
      saidOf(scanOf(`(("Parcel".country)::text = 'de'::text)`), { schema: schema("") }),
    ).toEqual([
      "cast-hides-column: Parcel.country is cast to text before it is compared: the query reads 300,000 rows of Parcel to keep 30, 31 ms of 32 ms – Compare Parcel.country uncast, with a value of its own type, and add @@index([country]) to model Parcel",
    ]);
  });
});

test("a partial index stands in the model once Prisma knows of them", () => {
  const some = scanOf(`("Parcel"."sentAt" IS NOT NULL)`);
  const advice = (where: string) =>
    `Make a partial index ${where}, with WHERE ("Parcel"."sentAt" IS NOT NULL), or compare by what is wanted instead of what is not`;
  expect(adviceOn(some)).toEqual([advice("in a migration of your own")]);
  const preview = `
    generator client {
      provider        = "prisma-client"
      previewFeatures = ["partialIndexes"]
    }
  `;
  const knowing = verdictsOf(some, { schema: schema("") + preview });
  expect(knowing.map(({ advice: said }) => said)).toEqual([
    advice("in the model, by where: raw(…)"),
  ]);
});

test("an address is another value once it is a text", () => {
  const inet = schema("host String @db.Inet");
  expect(saidOf(scanOf(`(("Parcel".host)::text = '10.0.0.1'::text)`), { schema: inet })).toEqual([
    "cast-hides-column: Parcel.host is cast to text before it is compared: the query reads 300,000 rows of Parcel to keep 30, 31 ms of 32 ms – Compare Parcel.host uncast, with a value of its own type, and add @@index([host]) to model Parcel",
  ]);
});

test("no index is advised for a column of two values that is cast", () => {
  expect(adviceOn(scanOf(`(("Parcel"."isLate")::text = 'true'::text)`))).toEqual([
    "Compare Parcel.isLate uncast, with a value of its own type",
  ]);
});

describe("alternatives", () => {
  const either = scanOf(`(("Parcel".weight = 7) OR ("Parcel".sender = 7))`);

  test("lack an index only where there is none", () => {
    const [found] = verdictsOf(either, { schema: schema("@@index([sender, id])") });
    expect(found?.advice).toBe(
      "Add @@index([weight]) to model Parcel: PostgreSQL joins what the indexes find for OR",
    );
    expect(found?.addition).toEqual({ model: "Parcel", attribute: "@@index([weight])" });
  });

  test("of several conditions need what only people can choose", () => {
    const page = `(("Parcel"."sentAt" < '2026-01-01'::date) OR (("Parcel"."sentAt" = '2026-01-01'::date) AND ("Parcel".id < 7)))`;
    expect(adviceOn(scanOf(page))).toEqual([
      "Give each side of OR an index that leads to its rows: PostgreSQL joins what they find",
    ]);
    const bounds = `(("Parcel".weight > 995) OR ("Parcel"."sentAt" IS NULL))`;
    expect(adviceOn(scanOf(bounds))).toEqual([
      "Add @@index([weight]) and @@index([sentAt]) to model Parcel: PostgreSQL joins what the indexes find for OR",
    ]);
  });

  test("are not told of where each has one, and without a schema by their columns", () => {
    expect(adviceOn(either, "@@index([sender])\n @@index([weight])")).toEqual([]);
    expect(verdictsOf(either).map(({ advice }) => advice)).toEqual([
      "Give each of Parcel.(weight, sender) an index: PostgreSQL joins what the indexes find for OR",
    ]);
  });
});

test("an expression into a document is found behind the name of its table", () => {
  expect(adviceOn(scanOf(`(("Parcel".data ->> 'kind'::text) = 'a'::text)`))).toEqual([
    `Keep kind of data in a field of its own with an index, or create an index over the expression in a migration of your own, which Prisma leaves alone: CREATE INDEX CONCURRENTLY "Parcel_data_expr_idx" ON "Parcel" (("data" ->> 'kind'))`,
  ]);
});

test("a value in any element of a list needs another query and an index", () => {
  const any = scanOf(`('a'::text = ANY ("Parcel".labels))`);
  const [found] = verdictsOf(any, { schema: schema("") });
  expect(found?.advice).toBe(
    "Write the comparison as column @> ARRAY[value], which is has in Prisma Client: a GIN index answers that, and not = ANY. Add @@index([labels], type: Gin) to model Parcel",
  );
  expect(found?.addition).toBeUndefined();
  expect(adviceOn(any, "@@index([labels], type: Gin)")).toEqual([
    "Write the comparison as column @> ARRAY[value], which is has in Prisma Client: a GIN index answers that, and not = ANY",
  ]);
});

describe("what is only expected", () => {
  const bitmap = (found: number) => `
    Bitmap Heap Scan on public."Parcel"  (cost=152.00..9390.00 rows=3 width=120)
      Recheck Cond: ("Parcel".sender = 7)
      Filter: ("Parcel".weight = 7)
      ->  Bitmap Index Scan on "Parcel_sender_idx"  (cost=0.00..151.00 rows=${found} width=0)
            Index Cond: ("Parcel".sender = 7)
  `;

  test("tells how many rows a bitmap brings", () => {
    const lines = { schema: schema("@@index([sender])") };
    expect(saidOf(bitmap(13_500), lines)).toEqual([
      "index-scan-discards-rows: Parcel_sender_idx does not know Parcel.weight: the scan is expected to read about 13,500 rows of Parcel to keep about 3 – Add @@index([sender, weight]) to model Parcel; it then does the work of Parcel_sender_idx too",
    ]);
    expect(rulesOf(bitmap(900), lines)).toEqual([]);
    expect(rulesOf(bitmap(50), lines)).toEqual([]);
  });

  test("knows how many rows are in a page where whole rows are given on", () => {
    const columns = [
      "id",
      "code",
      "country",
      '"isLate"',
      "weight",
      "sender",
      "data",
      "labels",
      '"sentAt"',
    ];
    const scan = (output: readonly string[]) => `
      Seq Scan on public."Parcel"  (cost=0.00..25834.00 rows=9500 width=80)
        Output: ${output.join(", ")}
        Filter: ("Parcel".weight > 995)
    `;
    expect(rulesOf(scan(columns), { schema: schema("") })).toEqual([
      "sequential-scan-for-few-rows",
    ]);
    // Of one column, nobody knows how wide the others are.
    expect(rulesOf(scan(["weight"]), { schema: schema("") })).toEqual([]);
  });
});
