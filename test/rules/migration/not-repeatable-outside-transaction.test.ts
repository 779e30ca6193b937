/** Edges of not-repeatable-outside-transaction. */
import { expect, test } from "vitest";
import { notRepeatableOutsideTransaction } from "../../../src/core/rules/migration/not-repeatable-outside-transaction.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const tables = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "a" INT, "b" INT);`;
const two = `
  CREATE INDEX CONCURRENTLY "a_idx" ON "User"("a");
  CREATE INDEX CONCURRENTLY "b_idx" ON "User"("b");
`;
const messages = (text: string, prisma: readonly [number, number] | undefined) =>
  messagesOf(notRepeatableOutsideTransaction, text, tables, { world: { prisma } });

test("from Prisma 7.4 on each build is permanent by itself", () => {
  expect(messages(two, [7, 4])).toEqual([
    "If this build fails, a_idx is there already and the file cannot be run again",
  ]);
});

test("before, and where the version is not known, the file is one transaction", () => {
  expect(messages(two, [7, 3])).toEqual([]);
  expect(messages(two, undefined)).toEqual([]);
});

test("one build can be repeated", () => {
  expect(messages(`CREATE INDEX CONCURRENTLY "a_idx" ON "User"("a");`, [7, 4])).toEqual([]);
});
