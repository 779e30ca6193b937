/** Edges of applied-migration-edited. */
import { expect, test } from "vitest";
import { appliedMigrationEdited } from "../../../src/core/rules/migration/applied-migration-edited.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const name = "20240202000000_now";
const messages = (
  before: string,
  now: string | undefined,
  state: "applied" | "failed" = "applied",
) =>
  messagesOf(appliedMigrationEdited, "SELECT 1;", "", {
    disk: {
      applied: [{ name, checksum: before, state }],
      checksums: new Map(now === undefined ? [] : [[name, now]]),
    },
  });

test("another checksum than the database noted", () => {
  expect(messages("aa", "bb")).toEqual([
    `${name} is not what was applied: the file has changed since`,
  ]);
});

test("the same, an unknown one, and a migration that failed and is to be changed", () => {
  expect(messages("aa", "aa")).toEqual([]);
  expect(messages("aa", undefined)).toEqual([]);
  expect(messages("aa", "bb", "failed")).toEqual([]);
});

test("without a database nothing is known", () => {
  expect(messagesOf(appliedMigrationEdited, "SELECT 1;")).toEqual([]);
});
