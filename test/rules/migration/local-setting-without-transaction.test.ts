/** Edges of local-setting-without-transaction. */
import { expect, test } from "vitest";
import { localSettingWithoutTransaction } from "../../../src/core/rules/migration/local-setting-without-transaction.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(localSettingWithoutTransaction, text);

test("alone, last, or right before COMMIT", () => {
  const said =
    "No statement runs under this lock_timeout: SET LOCAL ends with its transaction, and nothing follows in it";
  expect(messages("SET LOCAL lock_timeout = '5s';")).toEqual([said]);
  expect(messages("SELECT 1; SET LOCAL lock_timeout = '5s';")).toEqual([said]);
  expect(messages("BEGIN; SET LOCAL lock_timeout = '5s'; COMMIT; SELECT 1;")).toEqual([said]);
});

test("another setting is no statement that runs under it", () => {
  expect(
    messages("SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '60s';"),
  ).toHaveLength(2);
});

test("with a statement behind it, and without LOCAL", () => {
  expect(messages("SET LOCAL lock_timeout = '5s'; SELECT 1;")).toEqual([]);
  expect(messages("SET lock_timeout = '5s';")).toEqual([]);
});
