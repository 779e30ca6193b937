/** What is assumed of tables that nobody has filled, from their shape alone. */
import { expect, test } from "vitest";
import { assumeStatistics, usualSettings } from "../../src/core/statistics/assume.ts";
import type {
  ColumnFacts,
  IndexFacts,
  TableFacts,
  TypeFacts,
} from "../../src/core/statistics/facts.ts";
import { scaledRows } from "../../src/core/statistics/scale.ts";
import type { ColumnStatistics } from "../../src/core/statistics/statistics.ts";

/** 2026-11-21 */
const today = 20_778;

function typeNamed(name: string, more: Partial<TypeFacts> = {}): TypeFacts {
  const bytes = { int4: 4, int8: 8, bool: 1, uuid: 16, timestamp: 8, timestamptz: 8, date: 4 }[
    name
  ];
  return {
    ...{ name, isArray: false, bytes, alignment: 4 },
    ...{ length: undefined, wholeDigits: undefined, labels: [], ...more },
  };
}

function column(
  name: string,
  type: string | TypeFacts,
  more: Partial<ColumnFacts> = {},
): ColumnFacts {
  return {
    name,
    type: typeof type === "string" ? typeNamed(type) : type,
    ...{ isNullable: false, isGenerated: false, default: undefined, allowed: [], ...more },
  };
}

function index(
  name: string,
  columns: readonly string[],
  more: Partial<IndexFacts> = {},
): IndexFacts {
  const keys = columns.map((one) => ({ column: one, attribute: one, type: typeNamed("int4") }));
  return {
    ...{ schema: "public", name, method: "btree", isUnique: false, keys },
    ...{ included: [], predicate: undefined, ...more },
  };
}

function table(
  name: string,
  columns: readonly ColumnFacts[],
  more: Partial<TableFacts> = {},
): TableFacts {
  const key = columns[0] && index(`${name}_pkey`, [columns[0].name], { isUnique: true });
  return {
    ...{ schema: "public", name, isPartitioned: false, partitionOf: undefined, columns },
    ...{ indexes: key ? [key] : [], foreignKeys: [], ...more },
  };
}

const counted = { default: { kind: "counted" } } as const;

function assumed(tables: readonly TableFacts[], rows: Readonly<Record<string, number>> = {}) {
  return assumeStatistics(tables, (name) => rows[name], { today });
}

function statisticsOf(facts: ColumnFacts, rows = 1000): ColumnStatistics | undefined {
  const all = assumed([table("t", [column("id", "int4", counted), facts])], { "public.t": rows });
  return all.columns.find(({ column: name }) => name === facts.name);
}

const boundsOf = (one: ColumnStatistics | undefined) =>
  one?.histogramBounds?.slice(1, -1).replaceAll('"', "").split(",") ?? [];

test("100,000 rows where nobody says otherwise", () => {
  const { relations, settings } = assumed([table("t", [column("id", "int4", counted)])]);
  expect(relations.map(({ name, rows }) => [name, rows])).toEqual([
    ["t", 100_000],
    ["t_pkey", 100_000],
  ]);
  expect(settings).toBe(usualSettings);
});

test("a counted key runs through the rows in order", () => {
  const { columns } = assumed([table("t", [column("id", "int4", counted)])], { "public.t": 5000 });
  expect(columns[0]).toMatchObject({
    distinct: -1,
    correlation: 1,
    nullFraction: 0,
    averageWidth: 4,
  });
  expect(boundsOf(columns[0])).toHaveLength(101);
  expect([boundsOf(columns[0])[0], boundsOf(columns[0]).at(-1)]).toEqual(["1", "5000"]);
});

test("a foreign key has the values of its parents, one for each where it is unique", () => {
  const parent = table("parent", [column("id", "int4", counted)]);
  const foreignKeys = [{ columns: ["p"], target: parent, targetColumns: ["id"] }];
  const child = table("child", [column("id", "uuid"), column("p", "int4", { isNullable: true })], {
    foreignKeys,
  });
  const only = {
    ...child,
    name: "only",
    indexes: [...child.indexes, index("u", ["p"], { isUnique: true })],
  };
  const { columns } = assumed([parent, child, only], {
    "public.parent": 50,
    "public.child": 10_000,
  });
  const of = (name: string) => columns.find((one) => one.table === name && one.column === "p");
  expect(of("child")).toMatchObject({ distinct: 50, nullFraction: 0.2 });
  expect(boundsOf(of("child")).at(-1)).toBe("50");
  expect(of("only")).toMatchObject({ distinct: -0.8 });
});

test("a key of several columns is spread as those that it refers to", () => {
  const tenant = table("tenant", [column("id", "int4", counted)]);
  const user = table("user", [column("tenant", "int4"), column("no", "int4")], {
    indexes: [index("k", ["tenant", "no"], { isUnique: true })],
    foreignKeys: [{ columns: ["tenant"], target: tenant, targetColumns: ["id"] }],
  });
  const post = table(
    "post",
    [column("id", "int4", counted), column("tenant", "int4"), column("author", "int4")],
    {
      foreignKeys: [
        { columns: ["tenant", "author"], target: user, targetColumns: ["tenant", "no"] },
      ],
    },
  );
  const rows = { "public.tenant": 20, "public.user": 1000, "public.post": 50_000 };
  const { columns } = assumed([tenant, user, post], rows);
  const distinct = columns
    .filter(({ table: name }) => name !== "tenant")
    .map((one) => [one.table, one.column, one.distinct]);
  expect(distinct).toEqual([
    ["user", "tenant", 20],
    ["user", "no", -1],
    ["post", "id", -1],
    ["post", "tenant", 20],
    ["post", "author", 1000],
  ]);
});

test("the default is the most common label; each next one is rarer", () => {
  const type = typeNamed("State", { bytes: 4, labels: ["draft", "live", 'a "b"'] });
  const state = statisticsOf(column("state", type, { default: { kind: "value", text: "live" } }));
  expect(state).toMatchObject({
    distinct: 3,
    mostCommonValues: '{"live","draft","a \\"b\\""}',
    mostCommonFrequencies: "{0.734694,0.183673,0.081633}",
  });
  const nullable = statisticsOf(column("state", "text", { isNullable: true, allowed: ["a", "b"] }));
  expect(nullable).toMatchObject({
    mostCommonFrequencies: "{0.720000,0.180000}",
    nullFraction: 0.1,
  });
});

test.each([
  [undefined, '{"f","t"}'],
  [{ kind: "value", text: "true" } as const, '{"t","f"}'],
])("a boolean by default %j", (given, values) => {
  expect(statisticsOf(column("flag", "bool", { default: given }))).toMatchObject({
    mostCommonValues: values,
    mostCommonFrequencies: "{0.900000,0.100000}",
  });
});

test.each([
  ["a currency", typeNamed("bpchar", { length: 3 }), undefined, /^\{"?AA"?,/],
  ["a state", "text", { kind: "value", text: "open" } as const, /^\{"?open"?,"?AA"?,/],
])("%s is one of a few codes", (_, type, given, first) => {
  const made = statisticsOf(column("code", type, { default: given }));
  expect(made?.distinct).toBe(10);
  expect(made?.mostCommonValues).toMatch(first);
});

test("a text that begins empty is as different as others", () => {
  const given = { kind: "value", text: "" } as const;
  expect(
    statisticsOf(column("note", "text", { default: given }))?.mostCommonValues,
  ).toBeUndefined();
});

test("times lie in the two years before today; those by default in the order of the rows", () => {
  const made = statisticsOf(column("created", "timestamptz", { default: { kind: "now" } }));
  expect(made?.correlation).toBe(0.99);
  expect([boundsOf(made)[0], boundsOf(made).at(-1)]).toEqual([
    "2024-11-21 00:00:00+00",
    "2026-11-21 00:00:00+00",
  ]);
  const born = statisticsOf(column("born", "date"), 100_000);
  expect(born).toMatchObject({ distinct: 730, correlation: 0 });
  const sorted = boundsOf(born);
  expect(sorted).toEqual([...sorted].sort());
});

test("deleted rows are few", () => {
  expect(statisticsOf(column("deletedAt", "timestamp", { isNullable: true }))?.nullFraction).toBe(
    0.9,
  );
  expect(statisticsOf(column("paidAt", "timestamp", { isNullable: true }))?.nullFraction).toBe(0.1);
});

test("texts stay within what the type takes", () => {
  const code = statisticsOf(column("code", typeNamed("varchar", { length: 2 })));
  expect(boundsOf(code).every((text) => text.length === 2)).toBe(true);
  expect(new Set(boundsOf(code)).size).toBe(boundsOf(code).length);
  expect(statisticsOf(column("name", "text"))).toMatchObject({ distinct: -0.1, averageWidth: 33 });
  const amount = statisticsOf(column("amount", typeNamed("numeric", { wholeDigits: 2 })));
  expect(boundsOf(amount).at(-1)).toBe("99");
});

test("documents and lists are wide, and nothing is said of their values", () => {
  expect(statisticsOf(column("meta", "jsonb"))).toMatchObject({
    averageWidth: 200,
    distinct: 0,
    histogramBounds: undefined,
    mostCommonValues: undefined,
  });
  // A vector of 1536 numbers is kept beside the table.
  expect(statisticsOf(column("v", typeNamed("vector", { length: 1536 })))?.averageWidth).toBe(18);
});

test("no more rows than an enum has labels where it is the key", () => {
  const type = typeNamed("Kind", { bytes: 4, labels: ["a", "b", "c"] });
  const { relations } = assumed([table("kind", [column("kind", type)])]);
  expect(relations[0]?.rows).toBe(3);
});

test("rows of partitions add up to those of the whole", () => {
  const whole = table("log", [column("id", "int8")], { isPartitioned: true });
  const parts = ["a", "b"].map((name) =>
    table(name, [column("id", "int8")], { partitionOf: whole }),
  );
  const { relations, columns } = assumed([whole, ...parts], { "public.log": 1000 });
  expect(relations.map(({ name, rows, pages }) => [name, rows, pages > 0])).toEqual([
    ["log", 1000, false],
    ["log_pkey", 1000, false],
    ["a", 500, true],
    ["a_pkey", 500, true],
    ["b", 500, true],
    ["b_pkey", 500, true],
  ]);
  expect(columns.map(({ isInherited }) => isInherited)).toEqual([true, false, false]);
});

test("a partial index has its share; an expression has statistics of its own", () => {
  const partial = index("some", ["id"], { predicate: "done" });
  const lower = index("low", [], {
    isUnique: true,
    keys: [{ column: undefined, attribute: "lower", type: typeNamed("text") }],
  });
  const one = table("t", [column("id", "int4", counted)], { indexes: [partial, lower] });
  const { relations, columns } = assumeStatistics([one], () => 1000, {
    today,
    shareOf: () => 0.05,
  });
  expect(relations.find(({ name }) => name === "some")?.rows).toBe(50);
  expect(columns.at(-1)).toMatchObject({ table: "low", column: "lower", distinct: -1 });
});

test("an empty table has nothing", () => {
  const { relations } = assumed([table("t", [column("id", "int4", counted)])], { "public.t": 0 });
  expect(relations[0]).toMatchObject({ pages: 0, rows: 0, allVisiblePages: 0 });
});

test("made rows keep their proportions, and small tables their rows", () => {
  const all = { big: 9_000_000, middle: 900_000, small: 50, other: 70_000, another: 20 };
  const limits = { total: 100_000, least: 500, other: 1000, others: 1500 };
  expect(scaledRows(all, ["big", "middle", "small"], limits)).toEqual({
    big: 90_909,
    middle: 9091,
    small: 50,
    other: 750,
    another: 20,
  });
  expect(scaledRows({ one: 200, two: 300 }, [], limits)).toEqual({ one: 200, two: 300 });
});
