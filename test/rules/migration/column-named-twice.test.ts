/** Edges of column-named-twice. */
import { expect, test } from "vitest";
import { columnNamedTwice } from "../../../src/core/rules/migration/column-named-twice.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(columnNamedTwice, text, user);

test("in UPDATE and in CREATE TABLE", () => {
  expect(messages(`UPDATE "User" SET "name" = '', "id" = 1, "name" = NULL;`)).toEqual([
    "name is set twice, which PostgreSQL refuses",
  ]);
  expect(messages(`CREATE TABLE "Post" ("id" INT, "title" TEXT, "id" INT);`)).toEqual([
    "id is defined twice, which PostgreSQL refuses",
  ]);
});

test("names differ in case when they are quoted", () => {
  expect(messages(`CREATE TABLE "Post" ("id" INT, "ID" INT);`)).toEqual([]);
});

test("elements and fields may be set one by one", () => {
  expect(messages(`UPDATE "User" SET tags[1] = 'a', tags[2] = 'b';`)).toEqual([]);
  expect(messages(`UPDATE "User" SET home.street = 'a', home.city = 'b';`)).toEqual([]);
});

test("columns that are only read may come as often as they like", () => {
  expect(messages(`UPDATE "User" SET "name" = "name" || "name" WHERE "name" <> '';`)).toEqual([]);
});
