/** A history analysed as far as somebody asks, and kept as far as nothing changed. */
import { expect, test } from "vitest";
import { historyOf } from "../../src/core/migration/history.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

const a = migrationOf("1_a", `CREATE TABLE "A" ("id" INT);`);
const b = migrationOf("2_b", `ALTER TABLE "A" ADD COLUMN "x" INT;`);
const c = migrationOf("3_c", `ALTER TABLE "A" DROP COLUMN "x";`);

test("only what was asked for is analysed", () => {
  const history = historyOf([a, b, c], usualWorld);
  expect(history.known).toEqual([]);
  expect(history.at(1)?.migration).toBe(b);
  expect(history.known.map(({ migration }) => migration)).toEqual([a, b]);
  expect(history.at(3)).toBeUndefined();
  expect(history.all()).toHaveLength(3);
});

test("what stands before the first change is the same report", () => {
  const before = historyOf([a, b, c], usualWorld);
  const [first, second, third] = before.all();
  const changed = migrationOf("2_b", `ALTER TABLE "A" ADD COLUMN "x" TEXT;`);
  const after = historyOf([a, changed, c], usualWorld, before);
  expect(after.at(0)).toBe(first);
  expect(after.at(1)).not.toBe(second);
  expect(after.at(2)).not.toBe(third);
  expect(after.at(1)?.after.tables.get("public.A")?.columns.get("x")?.type.name).toBe("text");
  const longer = historyOf([a, b, c, a], usualWorld, before);
  expect(longer.known).toEqual([first, second, third]);
});

test("another world, and another order, make everything anew", () => {
  const before = historyOf([a, b], usualWorld);
  const [first] = before.all();
  expect(historyOf([a, b], { ...usualWorld, postgres: 12 }, before).at(0)).not.toBe(first);
  expect(historyOf([b, a], usualWorld, before).known).toEqual([]);
});
