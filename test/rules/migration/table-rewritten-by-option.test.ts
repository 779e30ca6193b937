/** Edges of table-rewritten-by-option. */
import { expect, test } from "vitest";
import { tableRewrittenByOption } from "../../../src/core/rules/migration/table-rewritten-by-option.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(tableRewrittenByOption, text, user);

test.each(["SET LOGGED", "SET TABLESPACE fast", "SET ACCESS METHOD heap"])(
  "%s copies rows",
  (option) => {
    expect(messages(`ALTER TABLE "User" ${option};`)).toEqual([
      "Blocks reads and writes of User while it copies every row",
    ]);
  },
);

test("UNLOGGED also loses rows after a crash", () => {
  expect(messages(`ALTER TABLE "User" SET UNLOGGED;`)).toEqual([
    "Blocks reads and writes of User while it copies every row, and a crash of the server empties it",
  ]);
});

test("options that are only noted down, and tables of this file, are fine", () => {
  expect(messages(`ALTER TABLE "User" SET (fillfactor = 70);`)).toEqual([]);
  expect(messages(`ALTER TABLE "User" REPLICA IDENTITY FULL;`)).toEqual([]);
  expect(
    messages(`
      CREATE TABLE "Log" ("id" INT PRIMARY KEY);
      ALTER TABLE "Log" SET UNLOGGED;
    `),
  ).toEqual([]);
});
