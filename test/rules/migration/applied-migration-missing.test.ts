/** Edges of applied-migration-missing. */
import { expect, test } from "vitest";
import { appliedMigrationMissing } from "../../../src/core/rules/migration/applied-migration-missing.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (name: string, state: "applied" | "failed" | "rolled back" = "applied") =>
  messagesOf(appliedMigrationMissing, "SELECT 1;", "", {
    disk: { applied: [{ name, checksum: "aa", state }] },
  });

test("applied or failed there, and no directory here", () => {
  const said = "20240303000000_gone was applied to the database, and there is no such directory";
  expect(messages("20240303000000_gone")).toEqual([said]);
  expect(messages("20240303000000_gone", "failed")).toEqual([said]);
});

test("one that comes before all others is said at the first", () => {
  expect(messages("20200101000000_gone")).toHaveLength(1);
});

test("rolled back, or there", () => {
  expect(messages("20240303000000_gone", "rolled back")).toEqual([]);
  expect(messages("20240202000000_now")).toEqual([]);
});
