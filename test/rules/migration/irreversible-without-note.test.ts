/** Edges of irreversible-without-note. */
import { expect, test } from "vitest";
import { irreversibleWithoutNote } from "../../../src/core/rules/migration/irreversible-without-note.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(irreversibleWithoutNote, text, user);
const drop = `ALTER TABLE "User" DROP COLUMN "name";`;

test("what Prisma writes above it is no note", () => {
  expect(messages(`/*\n  Warnings:\n\n  - All of it.\n*/\n-- AlterTable\n${drop}`)).toEqual([
    "What this loses does not come back, and no comment says why that is fine",
  ]);
});

test("once per file", () => {
  expect(messages(`${drop} DROP TABLE "User";`)).toHaveLength(1);
});

test("a comment above it or inside it, but not above another statement", () => {
  expect(messages(`-- Nobody reads names any more\n${drop}`)).toEqual([]);
  expect(messages(`ALTER TABLE "User"\n  -- in the archive\n  DROP COLUMN "name";`)).toEqual([]);
  expect(messages(`-- A note about something else\nSELECT 1;\n${drop}`)).toHaveLength(1);
});

test("what loses nothing, or nothing but a text, needs no note", () => {
  expect(messages(`DROP VIEW IF EXISTS "Names"; DROP FUNCTION IF EXISTS tidy;`)).toEqual([]);
  expect(messages(`ALTER TABLE "User" ADD COLUMN "a" INT;`)).toEqual([]);
});
