/** Edges of partition-attached-with-scan. */
import { expect, test } from "vitest";
import { partitionAttachedWithScan } from "../../../src/core/rules/migration/partition-attached-with-scan.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const parent = `
  CREATE TABLE "Event" ("at" DATE NOT NULL) PARTITION BY RANGE ("at");
  CREATE TABLE "Old" ("at" DATE NOT NULL);
`;
const attach = `ALTER TABLE "Event" ATTACH PARTITION "Old" FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`;
const check = `"at" >= '2020-01-01' AND "at" < '2021-01-01'`;

test("all rows of the partition are read", () => {
  expect(messagesOf(partitionAttachedWithScan, attach, parent)).toEqual([
    "Blocks reads and writes of Old while it reads all its rows to see whether they belong into Event",
  ]);
});

test("a constraint that is valid is trusted, one that is not valid is not", () => {
  const valid = `${parent} ALTER TABLE "Old" ADD CONSTRAINT "in_2020" CHECK (${check});`;
  const notValid = valid.replace(");", ") NOT VALID;");
  expect(messagesOf(partitionAttachedWithScan, attach, valid)).toEqual([]);
  expect(
    messagesOf(partitionAttachedWithScan, attach, `${valid.slice(0, -1)} NOT VALID;`),
  ).toHaveLength(1);
  expect(notValid).toContain("NOT VALID");
});

test("a table of this file has no rows to speak of", () => {
  const own = `CREATE TABLE "New" ("at" DATE NOT NULL); ${attach.replace("Old", "New")}`;
  expect(messagesOf(partitionAttachedWithScan, own, parent)).toEqual([]);
});
