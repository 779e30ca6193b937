/** Edges of json-filtered-without-gin that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import { evidenceOf } from "../../src/core/query/evidence.ts";
import { queriedModels } from "../../src/core/rules/queried-model.ts";
import { jsonFilteredWithoutGin } from "../../src/core/rules/query/json-filtered-without-gin.ts";
import { callsIn, read } from "../support/examples.ts";

/** `message → fix` of each finding. */
function told(code: string, index = "", type = "Json"): string[] {
  const schema = read(`
    ${type === "Json mysql" ? 'datasource db {\n  provider = "mysql"\n}\n' : ""}
    model Post {
      id    Int    @id
      slug  String
      data  ${type.replace(" mysql", "")}
      ${index}
    }`);
  return queriedModels(schema, evidenceOf(callsIn("src/a.ts", code))).flatMap((subject) =>
    [...jsonFilteredWithoutGin.check(subject)].map(({ message, fix }) =>
      fix ? `${message} → ${fix.title}` : message,
    ),
  );
}

const many = (where: string) => `db.post.findMany({ where: { ${where} } });`;
const contains = "data: { array_contains: ['x'] }";
const atPath = "data: { path: ['a', 'b'], equals: x }";
const gin = "@@index([data], type: Gin)";

const missing =
  "A query looks into Post.data with array_contains, and no GIN index leads there → Add @@index([data(ops: JsonbPathOps)], type: Gin)";

test.each([
  ["what a document contains", many(contains), "", [missing]],
  ["among other columns of few values", many(`${contains}, slug: 'x'`), "", [missing]],
  ["often", many(contains).repeat(3), "", [missing.replace("A query looks", "3 queries look")]],
  ["with a GIN index", many(contains), gin, []],
  [
    "at a path",
    many(atPath),
    "",
    ["A query compares a.b inside Post.data, which no index of the schema can answer"],
  ],
  [
    "at a path that GIN does not know",
    many(atPath),
    gin,
    ["A query compares a.b inside Post.data, which the GIN index does not answer"],
  ],
  [
    "at several paths",
    many(atPath) + many("data: { path: ['c'], equals: x }") + many(atPath),
    gin,
    ["3 queries compare a.b, c inside Post.data, which the GIN index does not answer"],
  ],
  ["in both ways", many(contains) + many(atPath), "", [missing, expect.stringMatching(/^A query/)]],
])("%s", (_, code, index, expected) => expect(told(code, index)).toEqual(expected));

test.each([
  ["a key leads to the rows", many(`id, ${contains}`)],
  ["a column that needs an index itself is enough", many(`slug, ${contains}`)],
  ["the whole document is compared", many("data: { equals: x }")],
  ["a part of a text has no simple index", many("data: { path: ['a'], string_contains: x }")],
  ["nor has a list at a path", many("data: { path: ['a'], array_contains: x }")],
  ["what it must not hold leads nowhere", many(`NOT: { ${contains} }`)],
  ["the filter is not known in full", many(`${contains}, ...rest`)],
])("%s", (_, code) => expect(told(code)).toEqual([]));

test("an index of another kind over it is told about elsewhere", () => {
  expect(told(many(contains), "@@index([data])")).toEqual([]);
});

test.each(["Json @db.Json", "Json[]", "Json mysql"])("%s has no such index", (type) => {
  expect(told(many(contains), "", type)).toEqual([]);
});
