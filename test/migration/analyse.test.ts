/** A migration, walked through statement by statement; and a history, where each stands on the last. */
import { expect, test } from "vitest";
import { analyseHistory, analyseMigration } from "../../src/core/migration/analyse.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

const analyse = (...texts: readonly string[]) => {
  const migrations = texts.map((text, at) => migrationOf(`2024010100000${at}_m`, text));
  const last = analyseHistory(migrations, emptyCatalog, usualWorld).at(-1);
  if (last === undefined) throw new Error("there is a file");
  return last;
};

test("each statement knows the database before and after it", () => {
  const { statements, before, after } = analyse(
    `CREATE TABLE "User" ("id" INT);`,
    `ALTER TABLE "User" ADD COLUMN "a" INT; ALTER TABLE "User" DROP COLUMN "id";`,
  );
  const columns = ({ tables }: typeof before) => [
    ...(tables.get("public.User")?.columns.keys() ?? []),
  ];
  expect(statements.map((one) => [columns(one.before), columns(one.after)])).toEqual([
    [["id"], ["id", "a"]],
    [["id", "a"], ["a"]],
  ]);
  expect([columns(before), columns(after)]).toEqual([["id"], ["a"]]);
  expect(statements.map(({ index }) => index)).toEqual([0, 1]);
});

test("tables of the file are its own, also when they are gone or renamed at the end", () => {
  const created = (text: string) =>
    [...analyse(`CREATE TABLE "Old" ("id" INT);`, text).created].sort();
  expect(created(`CREATE TABLE "A" ("id" INT);`)).toEqual(["public.A"]);
  expect(created(`CREATE TABLE "A" ("id" INT); DROP TABLE "A";`)).toEqual(["public.A"]);
  expect(created(`CREATE TABLE "A" ("id" INT); ALTER TABLE "A" RENAME TO "B";`)).toEqual([
    "public.A",
    "public.B",
  ]);
  expect(created(`ALTER TABLE "Old" RENAME TO "New";`)).toEqual([]);
  expect(created(`CREATE TABLE IF NOT EXISTS "Old" ("id" INT);`)).toEqual([]);
  expect(created(`ALTER TABLE "Elsewhere" ADD COLUMN "a" INT;`)).toEqual([]);
});

test("the strongest lock per table that was there, strongest first", () => {
  const { locks } = analyse(
    `CREATE TABLE "A" ("id" INT PRIMARY KEY); CREATE TABLE "B" ("id" INT);`,
    `
      UPDATE "B" SET "id" = 1;
      CREATE TABLE "C" ("id" INT REFERENCES "A"("id"));
      ALTER TABLE "C" ADD COLUMN "a" INT;
      ALTER TABLE "B" ADD COLUMN "a" INT;
    `,
  );
  expect(locks.map(({ table, mode, by }) => [table, mode, by])).toEqual([
    ["public.B", "ACCESS EXCLUSIVE", [0, 3]],
    ["public.A", "SHARE ROW EXCLUSIVE", [1]],
  ]);
});

test("a file without statements leaves the database as it is", () => {
  const migration = migrationOf("20240101000000_m", "-- nothing\n");
  const report = analyseMigration(migration, emptyCatalog, usualWorld);
  expect(report).toMatchObject({ statements: [], locks: [] });
  expect(report.after).toBe(emptyCatalog);
});

test("the same text gives the same report", () => {
  const text = `CREATE TABLE "A" ("id" INT); CREATE INDEX ON "A" ("id");`;
  expect(analyse(text)).toEqual(analyse(text));
});

test("a time zone that the file sets decides whether timestamps are rewritten", () => {
  const rewrites = (text: string) =>
    analyse(`CREATE TABLE "A" ("at" TIMESTAMP(3));`, text).statements.at(-1)?.effects.rewrites
      .length;
  const change = `ALTER TABLE "A" ALTER COLUMN "at" TYPE TIMESTAMPTZ(6);`;
  expect(rewrites(change)).toBe(1);
  expect(rewrites(`SET LOCAL timezone = 'UTC'; ${change}`)).toBe(0);
  expect(rewrites(`SET timezone = 'America/New_York'; ${change}`)).toBe(1);
  expect(rewrites(`SET LOCAL timezone = 'UTC'; COMMIT; ${change}`)).toBe(1);
  expect(rewrites(`SET timezone = 'UTC'; RESET timezone; ${change}`)).toBe(1);
});
