/** Edges of migration-out-of-order. */
import { expect, test } from "vitest";
import { migrationOutOfOrder } from "../../../src/core/rules/migration/migration-out-of-order.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (beforeName: string, name: string, applied?: readonly string[]) =>
  messagesOf(migrationOutOfOrder, "SELECT 2;", "SELECT 1;", {
    name,
    beforeName,
    disk: {
      applied: applied?.map((one) => ({ name: one, checksum: "aa", state: "applied" as const })),
    },
  });

test("not applied yet, behind one that is", () => {
  expect(
    messages("20240101000000_a", "20240202000000_b", ["20240101000000_a", "20240303000000_c"]),
  ).toEqual([
    "20240202000000_b is not applied yet, but 20240303000000_c, which comes after it, is",
  ]);
});

test("pending at the end, or nothing connected", () => {
  expect(messages("20240101000000_a", "20240202000000_b", ["20240101000000_a"])).toEqual([]);
  expect(messages("20240101000000_a", "20240202000000_b", [])).toEqual([]);
  expect(messages("20240101000000_a", "20240202000000_b")).toEqual([]);
});

test("numbers and dates as Prisma does not read them", () => {
  const said = (later: string, earlier: string) =>
    `${later} is applied after ${earlier}: Prisma sorts names as text, not as numbers`;
  expect(messages("10_users", "9_init")).toEqual([said("9_init", "10_users")]);
  expect(messages("20240131120000_b", "20240131_a")).toEqual([
    said("20240131_a", "20240131120000_b"),
  ]);
  expect(messages("0_init", "20240131120000_b")).toEqual([]);
  expect(messages("09_a", "10_b")).toEqual([]);
  expect(messages("init", "users")).toEqual([]);
});
