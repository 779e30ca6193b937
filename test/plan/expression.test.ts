/** Conditions as PostgreSQL writes them, taken apart. */
import { expect, test, vi } from "vitest";
import { columnIn, comparisonsIn, constantIn } from "../../src/core/plan/expression.ts";
import { randomFrom } from "./plans.ts";

// Long texts take their time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

/** Column, operator and value, and of the rest what is there. */
function briefly(text: string): string[] {
  return comparisonsIn(text).map((found) => {
    const { column, qualifier, cast, functionName, path, operator, value, other } = found;
    const name = qualifier === undefined ? column : `${qualifier}.${column}`;
    const notes = [
      ...(functionName === undefined ? [] : [`in ${functionName}`]),
      ...(cast === undefined ? [] : [`as ${cast}`]),
      ...(path.length === 0 ? [] : [`at ${path.join("/")}`]),
      ...(other === undefined ? [] : [`with ${other.qualifier ?? ""}.${other.column}`]),
      ...(found.isAlternative ? ["or"] : []),
      ...(found.isNegated ? ["not"] : []),
    ];
    return [`${name} ${operator} ${value}`.trim(), ...notes].join(", ");
  });
}

test.each([
  ["(customer_id = $1)", ["customer_id = $1"]],
  [
    "((status = 'open'::text) AND (created_at > '2024-01-01 00:00:00+00'::timestamp with time zone))",
    ["status = 'open'::text", "created_at > '2024-01-01 00:00:00+00'::timestamp with time zone"],
  ],
  ["(lower(email) = 'x'::text)", ["email = 'x'::text, in lower"]],
  ["(lower(btrim((email)::text)) = 'x'::text)", ["email = 'x'::text, in lower, as text"]],
  ["((data ->> 'kind'::text) = 'a'::text)", ["data = 'a'::text, at kind"]],
  ["(((data -> 'a'::text) ->> 'b'::text) = 'x'::text)", ["data = 'x'::text, at a/b"]],
  ["((((data ->> 'n'::text))::integer) > 5)", ["data > 5, as integer, at n"]],
  ["((data #>> '{a,b}'::text[]) = 'x'::text)", ["data = 'x'::text, at a/b"]],
  ["((data['k'::text]) = '1'::jsonb)", ["data = '1'::jsonb, at k"]],
  ['(data @> \'{"a": "(x AND y)"}\'::jsonb)', ['data @> \'{"a": "(x AND y)"}\'::jsonb']],
  ["(name ~~ '%x'::text)", ["name ~~ '%x'::text"]],
  ["((name)::text ~~* '%it''s%'::text)", ["name ~~* '%it''s%'::text, as text"]],
  ["(id = ANY ('{1,2}'::integer[]))", ["id = ANY ('{1,2}'::integer[])"]],
  ["(id <> ALL ($1))", ["id <> ALL ($1)"]],
  ["((c.id)::text = o.ref)", ["c.id = o.ref, as text, with o.ref"]],
  ['("Order"."customerId" = c.id)', ["Order.customerId = c.id, with c.id"]],
  ["(1 < x)", ["x > 1"]],
  ["('{1}'::integer[] <@ tags)", ["tags @> '{1}'::integer[]"]],
  ["(total > (InitPlan 1).col1)", ["total > (InitPlan 1).col1"]],
  ["(total > $0)", ["total > $0"]],
  ["(ANY (id = (hashed SubPlan 1).col1))", ["id = (hashed SubPlan 1).col1"]],
  ["(NOT (ANY (id = (hashed SubPlan 1).col1)))", ["id = (hashed SubPlan 1).col1, not"]],
  ["(NOT (hashed SubPlan 1))", []],
  ["(EXISTS(SubPlan 1))", []],
  ["active", ["active = true"]],
  ["((NOT c.active) AND (b IS NOT NULL))", ["c.active = false", "b IS NOT NULL"]],
  ["(a IS DISTINCT FROM b)", ["a IS DISTINCT FROM b, with .b"]],
  [
    "((a = 1) AND ((b = 2) OR ((c > 3) AND (d < 4))))",
    ["a = 1", "b = 2, or", "c > 3, or", "d < 4, or"],
  ],
  ["((a + 1) = 2)", ["a = 2, in +"]],
  ["((first || last) = 'ab'::text)", ["first = 'ab'::text, in ||"]],
  ["(COALESCE(x, 0) > 5)", ["x > 5, in COALESCE"]],
  ["(date_trunc('day'::text, created_at) = now())", ["created_at = now(), in date_trunc"]],
  [
    "(EXTRACT(year FROM created_at) = '2020'::numeric)",
    ["created_at = '2020'::numeric, in EXTRACT"],
  ],
  ["((created_at AT TIME ZONE 'utc'::text) > now())", ["created_at > now(), in timezone"]],
  ["(CASE WHEN (a > 1) THEN b ELSE c END = 3)", ["a = 3, in CASE"]],
  ["((name COLLATE \"C\") < 'x'::text)", ["name < 'x'::text"]],
  [
    "((x)::character varying(10) = 'a'::character varying)",
    ["x = 'a'::character varying, as character varying(10)"],
  ],
  ["(at > '10:00:00'::time(3) without time zone)", ["at > '10:00:00'::time(3) without time zone"]],
  ["(status <> 'a'::public.\"Order status\"[])", ["status <> 'a'::public.\"Order status\"[]"]],
  ["(ROW(a, b) > ROW(1, 2))", ["a > ROW(1, 2), in ROW"]],
  ["(place <-> '(0,0)'::point)", ["place <-> '(0,0)'::point"]],
  ["(body @@ to_tsquery('x'::text))", ["body @@ to_tsquery('x'::text)"]],
  ["(now() > '2020-01-01'::date)", []],
  ["(f(c.x) = 1)", ["c.x = 1, in f"]],
  ["a = 1 AND b = 2", ["a = 1", "b = 2"]],
  ["(größe > 3)", ["größe > 3"]],
])("%s", (text, expected) => {
  expect(briefly(text)).toEqual(expected);
});

test.each([
  "",
  "(",
  ")",
  "((a = ",
  "a = 'x",
  '"',
  "= 1",
  "AND",
  "NOT",
  "a::",
  "::text",
  "CASE",
  "END",
  "a.",
  "$1",
  "(a = 1))) OR",
])("the best is made of %j", (text) => {
  expect(Array.isArray(comparisonsIn(text))).toBe(true);
});

test("sort keys have a column too", () => {
  expect(columnIn("o.created_at DESC NULLS LAST")).toMatchObject({
    column: "created_at",
    qualifier: "o",
  });
  expect(columnIn("lower(name)")).toMatchObject({ column: "name", functionName: "lower" });
  expect(columnIn("(count(*))")).toBeUndefined();
  expect(columnIn("'x'::text")).toBeUndefined();
});

test.each([
  ["'%it''s'::text", "%it's"],
  ["('{1,2}'::integer[])", "{1,2}"],
  ["7", "7"],
  ["-7.5", "-7.5"],
  ["'2024-01-01'::timestamp without time zone", "2024-01-01"],
  ["true", "true"],
  ["$1", undefined],
  ["now()", undefined],
  ["x", undefined],
  ["('a'::text || x)", undefined],
  ["", undefined],
])("the constant %s is %s", (value, expected) => {
  expect(constantIn(value)).toBe(expected);
});

test.each([
  ["brackets", (count: number) => `${"(".repeat(count)}a = 1${")".repeat(count)}`],
  ["calls", (count: number) => `(${"f(".repeat(count)}a${")".repeat(count)} = 1)`],
  ["conjunctions", (count: number) => `(${"(a = 1) AND ".repeat(count)}(a = 1))`],
  ["casts", (count: number) => `(a${"::text".repeat(count)} = 1)`],
  ["sums", (count: number) => `(a${" + 1".repeat(count)} = 1)`],
  ["negations", (count: number) => `${"NOT ".repeat(count)}a`],
  ["open quotes", (count: number) => "'".repeat(count)],
  ["open brackets", (count: number) => "(a = [".repeat(count)],
])("many %s take as much longer as there are more", (_, write) => {
  const timed = (count: number) => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      comparisonsIn(write(count));
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  timed(2_000);
  // Twenty times as many: were it quadratic it would be four hundred, and minutes.
  expect(timed(40_000)).toBeLessThan(100 * (timed(2_000) + 5));
});

test("no mixture of pieces throws", () => {
  const pieces =
    "( ) [ ] , . :: = < @> -> ->> AND OR NOT ANY IS NULL CASE END a b.c \"d\" 'e' 1 f( $1 SubPlan InitPlan AT text".split(
      " ",
    );
  const random = randomFrom(3);
  for (let round = 0; round < 3_000; round++) {
    const length = Math.floor(random() * 25);
    const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join(
      " ",
    );
    for (const { column } of comparisonsIn(text)) expect(typeof column).toBe("string");
  }
});
