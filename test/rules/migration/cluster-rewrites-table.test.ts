/** Edges of cluster-rewrites-table. */
import { expect, test } from "vitest";
import { clusterRewritesTable } from "../../../src/core/rules/migration/cluster-rewrites-table.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(clusterRewritesTable, text, user);

test("a table in use is blocked", () => {
  expect(messages(`CLUSTER "User" USING "User_pkey";`)).toEqual([
    "Blocks reads and writes of User while it copies all rows in the order of the index",
  ]);
});

test("without a table it is all that were clustered before", () => {
  expect(messages("CLUSTER;")).toEqual([
    "Blocks reads and writes of every table that was clustered before while it copies all rows in the order of the index",
  ]);
});

test("nobody waits for a table of this file", () => {
  const text = `
    CREATE TABLE "Log" ("id" INT PRIMARY KEY);
    CLUSTER "Log" USING "Log_pkey";
  `;
  expect(messages(text)).toEqual([]);
});
