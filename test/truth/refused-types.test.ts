/**
 * Between which types PostgreSQL changes a column by itself, and between which it makes a foreign
 * key: the rules find exactly those pairs that it refuses.
 */
import { PGlite } from "@electric-sql/pglite";
import { expect, test } from "vitest";
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

test("a change of type without USING", { timeout: 60_000 }, async () => {
  const table = (from: string) => `CREATE TABLE "T" ("c" ${from});`;
  const change = (to: string) => `ALTER TABLE "T" ALTER COLUMN "c" TYPE ${to};`;
  const refused = await refusedBy(table, change);
  const found = pairs.filter(([from, to]) =>
    [castWithoutUsing, columnTurnedIntoList].some(
      ({ name }) => findingsOf(name, enums + table(from), change(to)).length > 0,
    ),
  );
  expect(refused.length).toBeGreaterThan(100);
  expect(found.map(String)).toEqual(refused.map(String));
});

test("a foreign key", { timeout: 60_000 }, async () => {
  const tables = (from: string, to: string) =>
    `CREATE TABLE "P" ("c" ${to} UNIQUE); CREATE TABLE "T" ("c" ${from});`;
  const add = () => `ALTER TABLE "T" ADD FOREIGN KEY ("c") REFERENCES "P"("c");`;
  const comparable = pairs.filter(([, to]) => to !== "json");
  const refused = (await refusedBy(tables, add)).filter(([, to]) => to !== "json");
  const found = comparable.filter(
    ([from, to]) =>
      findingsOf(foreignKeyTypesDiffer.name, enums + tables(from, to), add()).length > 0,
  );
  expect(refused.length).toBeGreaterThan(100);
  expect(found.map(String)).toEqual(refused.map(String));
});

async function refusedBy(
  before: (from: string, to: string) => string,
  statement: (to: string) => string,
): Promise<(readonly [string, string])[]> {
  const database = new PGlite();
  await database.exec(enums);
  const refused: (readonly [string, string])[] = [];
  for (const [from, to] of pairs) {
    try {
      await database.exec(`BEGIN; ${before(from, to)} ${statement(to)}`);
    } catch {
      refused.push([from, to]);
    }
    await database.exec("ROLLBACK;");
  }
  await database.close();
  return refused;
}
