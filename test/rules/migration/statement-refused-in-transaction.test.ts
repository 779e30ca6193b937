/** Edges of statement-refused-in-transaction. */
import { expect, test } from "vitest";
import { statementRefusedInTransaction } from "../../../src/core/rules/migration/statement-refused-in-transaction.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(statementRefusedInTransaction, text);
const why =
  "cannot run inside a transaction, and a file with more than one statement is one: the migration fails here";

test.each([
  ["VACUUM", "VACUUM;"],
  ["ALTER SYSTEM", "ALTER SYSTEM SET work_mem = '64MB';"],
  ["CREATE DATABASE", "CREATE DATABASE reports;"],
  ["DROP DATABASE", "DROP DATABASE reports;"],
  ["CREATE TABLESPACE", "CREATE TABLESPACE fast LOCATION '/fast';"],
  ["DROP TABLESPACE", "DROP TABLESPACE fast;"],
  ["CLUSTER of all tables", "CLUSTER;"],
  ["REINDEX CONCURRENTLY", `REINDEX INDEX CONCURRENTLY "User_pkey";`],
  ["REINDEX SCHEMA", "REINDEX SCHEMA public;"],
  ["DETACH PARTITION CONCURRENTLY", `ALTER TABLE "Event" DETACH PARTITION "Old" CONCURRENTLY;`],
])("%s", (what, text) => {
  expect(messages(`${text} SELECT 1;`)).toEqual([`${what} ${why}`]);
  expect(messages(text)).toEqual([]);
});

test.each([
  'CLUSTER "User";',
  'REINDEX INDEX "User_pkey";',
  'REINDEX TABLE "User";',
  "ANALYZE;",
  'ALTER TABLE "Event" DETACH PARTITION "Old";',
  'REFRESH MATERIALIZED VIEW CONCURRENTLY "Ranking";',
])("%s runs in a transaction", (text) => {
  expect(messages(`${text} SELECT 1;`)).toEqual([]);
});

test("COMMIT above it does not help, BEGIN is named", () => {
  expect(messages("SELECT 1; COMMIT; VACUUM;")).toEqual([`VACUUM ${why}`]);
  expect(messages("BEGIN; VACUUM; COMMIT;")).toEqual([
    "VACUUM cannot run inside a transaction, and BEGIN stands above it: the migration fails here",
  ]);
});
