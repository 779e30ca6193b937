/** Edges of transaction-hides-failure. */
import { expect, test } from "vitest";
import { transactionHidesFailure } from "../../../src/core/rules/migration/transaction-hides-failure.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(transactionHidesFailure, text);

test("once per file", () => {
  expect(messages("BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;")).toEqual([
    'If a statement fails after this BEGIN, Prisma reports "current transaction is aborted" and not the reason',
  ]);
});

test("COMMIT and savepoints begin nothing", () => {
  expect(messages("SELECT 1; COMMIT; SELECT 2;")).toEqual([]);
  expect(messages("SAVEPOINT a; SELECT 1;")).toEqual([]);
});

test("the block in which Prisma makes an enum anew is not the user's", () => {
  const block = `
    BEGIN;
    CREATE TYPE "Role_new" AS ENUM ('USER');
    ALTER TYPE "Role" RENAME TO "Role_old";
    ALTER TYPE "Role_new" RENAME TO "Role";
    DROP TYPE "Role_old";
    COMMIT;
  `;
  expect(messages(block)).toEqual([]);
  expect(messages(`${block} BEGIN; SELECT 1; COMMIT;`)).toHaveLength(1);
});
