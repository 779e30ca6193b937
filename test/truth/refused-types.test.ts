/**
 * Between which types PostgreSQL changes a column by itself, and between which it makes a foreign
 * key: the rules find exactly those pairs that it refuses.
 */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, expect, test } from "vitest";
import { castWithoutUsing } from "../../src/core/rules/migration/cast-without-using.ts";
import { columnTurnedIntoList } from "../../src/core/rules/migration/column-turned-into-list.ts";
import { foreignKeyTypesDiffer } from "../../src/core/rules/migration/foreign-key-types-differ.ts";
import { findingsOf } from "../support/migration-examples.ts";

const numbers = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];
const times = ["date", "timestamp", "timestamptz", "time", "interval"];
const others = ["boolean", "text", "varchar(20)", "char(3)", "uuid", "bytea", "inet", '"E"'];
const types = [...numbers, ...times, ...others, "json", "jsonb", "text[]", "integer[]"];
const pairs = types.flatMap((from) => types.map((to) => [from, to] as const));
const enums = `CREATE TYPE "E" AS ENUM ('a');`;

const database = new PGlite();

afterAll(() => database.close());

test("a change of type without USING", { timeout: 60_000 }, async () => {
  const refused = await refusedBy(
    (from) => `CREATE TABLE "T" ("c" ${from});`,
    (to) => `ALTER TABLE "T" ALTER COLUMN "c" TYPE ${to};`,
  );
  const found = types.flatMap((from) => {
    const columns = types.map((_, at) => `"c${at}" ${from}`);
    const changes = types.map((to, at) => `ALTER TABLE "T" ALTER COLUMN "c${at}" TYPE ${to};`);
    const before = `${enums} CREATE TABLE "T" (${columns.join(", ")});`;
    return foundIn([castWithoutUsing, columnTurnedIntoList], from, before, changes);
  });
  expect(refused.length).toBeGreaterThan(100);
  expect(found.map(String)).toEqual(refused.map(String));
});

test("a foreign key", { timeout: 60_000 }, async () => {
  const refused = await refusedBy(
    (from, to) => `CREATE TABLE "P" ("c" ${to} UNIQUE); CREATE TABLE "T" ("c" ${from});`,
    () => `ALTER TABLE "T" ADD FOREIGN KEY ("c") REFERENCES "P"("c");`,
  );
  const found = types.flatMap((from) => {
    const parents = types.map((to, at) => `CREATE TABLE "P${at}" ("c" ${to});`);
    const keys = types.map(
      (_, at) =>
        `ALTER TABLE "T" ADD CONSTRAINT "c${at}" FOREIGN KEY ("c") REFERENCES "P${at}"("c");`,
    );
    const before = `${enums} ${parents.join(" ")} CREATE TABLE "T" ("c" ${from});`;
    return foundIn([foreignKeyTypesDiffer], from, before, keys);
  });
  // Nothing can point at json, which cannot be unique.
  const sensible = ([, to]: Pair) => to !== "json";
  expect(refused.filter(sensible).length).toBeGreaterThan(100);
  expect(found.filter(sensible).map(String)).toEqual(refused.filter(sensible).map(String));
});

type Pair = readonly [from: string, to: string];

/** Each statement names `"c"` and the number of the type it leads to. */
function foundIn(
  rules: readonly { readonly name: string }[],
  from: string,
  before: string,
  statements: readonly string[],
): Pair[] {
  const found = rules.flatMap(({ name }) => findingsOf(name, before, statements.join("\n")));
  const numbers = found.map(({ at }) =>
    Number(/"c(\d+)"/.exec(at.source.text.slice(at.start, at.end))?.[1]),
  );
  return numbers.sort((a, b) => a - b).map((at) => [from, types[at] ?? ""] as const);
}

async function refusedBy(
  before: (from: string, to: string) => string,
  statement: (to: string) => string,
): Promise<Pair[]> {
  await database.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${enums} ${tried}`);
  const scripts = pairs.map(([from, to]) => `${before(from, to)} ${statement(to)}`);
  const { rows } = await database.query<{ refused: boolean }>(
    "SELECT refuses(script) AS refused FROM unnest($1::text[]) WITH ORDINALITY AS all_of(script, at) ORDER BY at",
    [scripts],
  );
  return pairs.filter((_, at) => rows[at]?.refused);
}

/** Whether a script fails. Whatever it does is undone. */
const tried = `CREATE FUNCTION refuses(script text) RETURNS boolean LANGUAGE plpgsql AS $$
  BEGIN
    EXECUTE script;
    RAISE EXCEPTION USING ERRCODE = 'ZZ000';
  EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE <> 'ZZ000';
  END $$;`;
