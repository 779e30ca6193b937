/** Edges of timeout-without-effect. */
import { expect, test } from "vitest";
import { timeoutWithoutEffect } from "../../../src/core/rules/migration/timeout-without-effect.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(timeoutWithoutEffect, text, user);
const alter = `ALTER TABLE "User" ADD COLUMN "a" INT;`;

test.each([
  ["0", "lock_timeout = 0 means to wait for locks for ever"],
  ["'0s'", "lock_timeout = 0 means to wait for locks for ever"],
  ["'10min'", "With a lock_timeout of 10 min queries queue up behind this migration for as long"],
  ["90000", "With a lock_timeout of 1.5 min queries queue up behind this migration for as long"],
  ["5", "This lock_timeout is 5 ms: a number without a unit counts milliseconds"],
])("lock_timeout = %s", (value, message) => {
  expect(messages(`SET LOCAL lock_timeout = ${value}; ${alter}`)).toEqual([message]);
});

test.each(["'5s'", "5000", "'1min'", "'500ms'"])("lock_timeout = %s is fine", (value) => {
  expect(messages(`SET lock_timeout = ${value}; ${alter}`)).toEqual([]);
});

test("below the statement that takes the lock it is too late", () => {
  expect(messages(`${alter} SET LOCAL lock_timeout = '5s'; SELECT 1;`)).toEqual([
    "This lock_timeout comes too late: User is locked by a statement above it",
  ]);
  expect(
    messages(`${alter} SET LOCAL lock_timeout = '5s'; ${alter.replace('"a"', '"b"')}`),
  ).toEqual([]);
});

test("statement_timeout strikes first when it is not longer", () => {
  expect(messages(`SET statement_timeout = '2s'; SET lock_timeout = '5s'; ${alter}`)).toEqual([
    "statement_timeout (2 s) always strikes before this lock_timeout (5 s)",
  ]);
  expect(messages(`SET statement_timeout = '60s'; SET lock_timeout = '5s'; ${alter}`)).toEqual([]);
  expect(messages(`SET statement_timeout = 0; SET lock_timeout = '5s'; ${alter}`)).toEqual([]);
});

test("other settings and RESET are not meant", () => {
  expect(messages(`SET statement_timeout = 0; RESET lock_timeout; ${alter}`)).toEqual([]);
});
