/** Edges of empty-migration. */
import { expect, test } from "vitest";
import { emptyMigration } from "../../../src/core/rules/migration/empty-migration.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(emptyMigration, text);

test("nothing, blanks, and what Prisma writes into it", () => {
  for (const text of ["", "\n", "-- This is an empty migration.\n"]) {
    expect(messages(text)).toEqual(["20240202000000_now does nothing"]);
  }
});

test("a reason, or a statement", () => {
  expect(messages("-- Kept for databases that applied it in May.")).toEqual([]);
  expect(messages("SELECT 1;")).toEqual([]);
});
