/** Edges of name-over-63-bytes-in-migration. */
import { expect, test } from "vitest";
import { nameOver63BytesInMigration } from "../../../src/core/rules/migration/name-over-63-bytes-in-migration.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(nameOver63BytesInMigration, text);
const name = (length: number) => "x".repeat(length);

test("63 bytes are kept, 64 are cut", () => {
  expect(messages(`CREATE TABLE "${name(63)}" ("id" INT);`)).toEqual([]);
  expect(messages(`CREATE TABLE "${name(64)}" ("id" INT);`)).toEqual([
    `This name has 64 bytes; the database keeps ${name(63)}`,
  ]);
});

test("bytes count, not letters; a doubled quote is one", () => {
  expect(messages(`CREATE TABLE "${"ä".repeat(32)}" ("id" INT);`)).toEqual([
    `This name has 64 bytes; the database keeps ${"ä".repeat(31)}`,
  ]);
  expect(messages(`CREATE TABLE "${name(62)}""" ("id" INT);`)).toEqual([]);
});

test("also without quotes, and once for each name", () => {
  const long = name(70);
  expect(messages(`CREATE TABLE ${long} ("id" INT); DROP TABLE ${long};`)).toHaveLength(1);
});

test("text in quotes is no name", () => {
  expect(messages(`COMMENT ON TABLE "User" IS '${name(100)}'; -- ${name(100)}`)).toEqual([]);
});

test("a value of an enum is refused, not cut", () => {
  const refused = `The value '${name(64)}' has 64 bytes, more than PostgreSQL takes for a value of an enum`;
  expect(messages(`CREATE TYPE "Role" AS ENUM ('${name(63)}', '${name(64)}');`)).toEqual([refused]);
  expect(messages(`ALTER TYPE "Role" ADD VALUE '${name(64)}';`)).toEqual([refused]);
  expect(messages(`ALTER TYPE "Role" RENAME VALUE 'a' TO '${name(64)}';`)).toEqual([refused]);
});
