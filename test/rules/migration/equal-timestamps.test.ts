/** Edges of equal-timestamps. */
import { expect, test } from "vitest";
import { equalTimestamps } from "../../../src/core/rules/migration/equal-timestamps.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (before: string, text: string, name = "20240101000000_b") =>
  messagesOf(equalTimestamps, text, before, { beforeName: "20240101000000_a", name });

test("both change one table", () => {
  const said =
    "Has the timestamp of 20240101000000_a, and both change User: only the words behind it say which comes first";
  expect(
    messages(`CREATE TABLE "User" ("id" INT);`, `ALTER TABLE "User" ADD COLUMN "a" INT;`),
  ).toEqual([said]);
  expect(messages(`DROP TABLE "User";`, `CREATE TABLE "User" ("id" INT);`)).toEqual([said]);
});

test("two tables may come in any order, and other timestamps say one", () => {
  expect(messages(`CREATE TABLE "User" ("id" INT);`, `CREATE TABLE "Post" ("id" INT);`)).toEqual(
    [],
  );
  const later = "20240101000001_b";
  expect(messages(`CREATE TABLE "User" ("id" INT);`, `DROP TABLE "User";`, later)).toEqual([]);
});
