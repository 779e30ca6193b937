/** Edges of wide-lock-window. */
import { expect, test } from "vitest";
import { wideLockWindow } from "../../../src/core/rules/migration/wide-lock-window.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const tables = ["A", "B", "C", "D"]
  .map((name) => `CREATE TABLE "${name}" ("id" INT PRIMARY KEY);`)
  .join(" ");
const messages = (text: string) => messagesOf(wideLockWindow, text, tables);
const alter = (name: string) => `ALTER TABLE "${name}" ADD COLUMN "a" INT;`;

test("where the third table is locked, and not again", () => {
  expect(messages(["A", "B", "C", "D"].map(alter).join(" "))).toEqual([
    "From here on writes of A, B and C are blocked by one transaction, which can deadlock with the application",
  ]);
});

test("both tables of a foreign key count", () => {
  const key = `ALTER TABLE "B" ADD CONSTRAINT "k" FOREIGN KEY ("id") REFERENCES "C"("id");`;
  expect(messages(`${alter("A")} ${key}`)).toHaveLength(1);
  expect(messages(`${alter("B")} ${key}`)).toEqual([]);
});

test("COMMIT lets go, weak locks and tables of this file do not count", () => {
  expect(messages(`${alter("A")} ${alter("B")} COMMIT; ${alter("C")}`)).toEqual([]);
  expect(messages(`${alter("A")} ${alter("B")} UPDATE "C" SET "id" = 1;`)).toEqual([]);
  expect(messages(`${alter("A")} ${alter("B")} CREATE TABLE "E" (); ${alter("E")}`)).toEqual([]);
});
