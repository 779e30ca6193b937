/** Edges of odd-directory-name. */
import { expect, test } from "vitest";
import { oddDirectoryName } from "../../../src/core/rules/migration/odd-directory-name.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (...names: readonly string[]) =>
  messagesOf(oddDirectoryName, "SELECT 1;", "", {
    disk: { directories: names.map((name) => ({ name, hasScript: true, otherFiles: [] })) },
  });
const usual = "20240202000000_now";

test("blanks and other characters, with or without a timestamp", () => {
  expect(messages("20240101000000_add users", usual)).toEqual([
    'The name "20240101000000_add users" has characters that a command line trips over',
  ]);
  expect(messages("20240101000000_größe")).toHaveLength(1);
});

test("no timestamp among those that have one", () => {
  expect(messages(usual, "add_users", "20240101_posts")).toEqual([
    "add_users has no timestamp, and sorts among the others by chance",
    "20240101_posts has no timestamp, and sorts among the others by chance",
  ]);
});

test("a baseline, and a project with an order of its own", () => {
  expect(messages("0_init", "000_baseline", usual)).toEqual([]);
  expect(messages("01_init", "02_users")).toEqual([]);
});

test("a directory without a script has its own rule", () => {
  const directories = [
    { name: usual, hasScript: true, otherFiles: [] },
    { name: "notes and such", hasScript: false, otherFiles: [] },
  ];
  expect(messagesOf(oddDirectoryName, "SELECT 1;", "", { disk: { directories } })).toEqual([]);
});
