/** Edges of vacuum-full. */
import { expect, test } from "vitest";
import { vacuumFull } from "../../../src/core/rules/migration/vacuum-full.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(vacuumFull, text, user);

test("a table in use is blocked", () => {
  expect(messages(`VACUUM (FULL, ANALYZE) "User";`)).toEqual([
    "Blocks reads and writes of User while it copies every row",
  ]);
});

test("without a name it is every table", () => {
  expect(messages("VACUUM FULL;")).toEqual([
    "Blocks reads and writes of each table of the database while it copies every row",
  ]);
});

test("plain VACUUM, and FULL that is switched off, block nobody", () => {
  expect(messages(`VACUUM ANALYZE "User";`)).toEqual([]);
  expect(messages(`VACUUM (FULL false) "User";`)).toEqual([]);
});
