/** Edges of unqualified-table-name. */
import { expect, test } from "vitest";
import { unqualifiedTableName } from "../../../src/core/rules/migration/unqualified-table-name.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const two = `
  CREATE SCHEMA "billing";
  CREATE TABLE "billing"."Invoice" ("id" INT PRIMARY KEY);
  CREATE TABLE "public"."User" ("id" INT PRIMARY KEY);
`;
const messages = (text: string, before = two) => messagesOf(unqualifiedTableName, text, before);

test("with tables in two schemas a bare name is a guess", () => {
  expect(messages(`ALTER TABLE "User" ADD COLUMN "a" INT;`)).toEqual([
    "Which User this is depends on search_path: there are tables in billing and public",
  ]);
  expect(messages(`UPDATE "Invoice" SET "id" = 1;`)).toHaveLength(1);
});

test("it is said once of a statement", () => {
  expect(messages(`ALTER TABLE "User" ADD COLUMN "a" INT, ADD COLUMN "b" INT;`)).toHaveLength(1);
});

test("with the schema, or where one schema is in use, all is clear", () => {
  expect(messages(`ALTER TABLE "public"."User" ADD COLUMN "a" INT;`)).toEqual([]);
  const one = `CREATE SCHEMA "empty"; CREATE TABLE "User" ("id" INT PRIMARY KEY);`;
  expect(messages(`ALTER TABLE "User" ADD COLUMN "a" INT;`, one)).toEqual([]);
});

test("a temporary table has a schema that nobody names", () => {
  const text = `CREATE TEMPORARY TABLE batch ("id" INT); DELETE FROM batch;`;
  expect(messages(text).filter((message) => !message.startsWith("Which batch"))).toEqual([]);
  expect(messages(`${text}`).length).toBeLessThan(2);
});
