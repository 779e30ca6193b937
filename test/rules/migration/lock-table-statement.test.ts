/** Edges of lock-table-statement. */
import { expect, test } from "vitest";
import { lockTableStatement } from "../../../src/core/rules/migration/lock-table-statement.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(lockTableStatement, text, user);

test("the mode decides who waits", () => {
  expect(messages(`LOCK TABLE "User";`)).toEqual([
    "ACCESS EXCLUSIVE blocks reads and writes of User until all that follows in this file is done",
  ]);
  expect(messages(`LOCK "User" IN SHARE MODE;`)).toEqual([
    "SHARE blocks writes of User until all that follows in this file is done",
  ]);
  expect(messages(`LOCK "User" IN ROW EXCLUSIVE MODE;`)).toEqual([]);
});

test("of several tables those in use are named", () => {
  expect(
    messages(`CREATE TABLE "New" ("id" INT); LOCK "New", "User", "Post" IN EXCLUSIVE MODE;`),
  ).toEqual([
    "EXCLUSIVE blocks writes of User and Post until all that follows in this file is done",
  ]);
  expect(messages(`CREATE TABLE "New" ("id" INT); LOCK "New";`)).toEqual([]);
});
