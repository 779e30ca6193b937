/** Edges of partition-detached-with-lock. */
import { expect, test } from "vitest";
import { partitionDetachedWithLock } from "../../../src/core/rules/migration/partition-detached-with-lock.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const parent = `
  CREATE TABLE "Event" ("at" DATE NOT NULL) PARTITION BY RANGE ("at");
  CREATE TABLE "Old" PARTITION OF "Event" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
`;
const detach = `ALTER TABLE "Event" DETACH PARTITION "Old";`;

test("all partitions are blocked to let one go", () => {
  expect(messagesOf(partitionDetachedWithLock, detach, parent)).toEqual([
    "ACCESS EXCLUSIVE blocks reads and writes of all of Event, only to let Old go",
  ]);
});

test("before PostgreSQL 14 there is no other way", () => {
  const around = { world: { postgres: 13 } };
  expect(messagesOf(partitionDetachedWithLock, detach, parent, around)).toEqual([]);
});

test("CONCURRENTLY, and a table of this file, are fine", () => {
  const concurrently = `ALTER TABLE "Event" DETACH PARTITION "Old" CONCURRENTLY;`;
  expect(messagesOf(partitionDetachedWithLock, concurrently, parent)).toEqual([]);
  expect(messagesOf(partitionDetachedWithLock, `${parent} ${detach}`)).toEqual([]);
});
