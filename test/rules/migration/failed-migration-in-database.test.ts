/** Edges of failed-migration-in-database. */
import { expect, test } from "vitest";
import { failedMigrationInDatabase } from "../../../src/core/rules/migration/failed-migration-in-database.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (state: "applied" | "failed" | "rolled back") =>
  messagesOf(failedMigrationInDatabase, "SELECT 1;", "", {
    disk: { applied: [{ name: "20240202000000_now", checksum: "aa", state }] },
  });

test("one that has failed blocks the others", () => {
  expect(messages("failed")).toEqual([
    "20240202000000_now has failed on the database, and nothing is applied after it",
  ]);
});

test("others block nothing", () => {
  expect(messages("applied")).toEqual([]);
  expect(messages("rolled back")).toEqual([]);
  expect(messagesOf(failedMigrationInDatabase, "SELECT 1;")).toEqual([]);
});
