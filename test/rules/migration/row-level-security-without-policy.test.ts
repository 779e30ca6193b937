/** Edges of row-level-security-without-policy. */
import { expect, test } from "vitest";
import { rowLevelSecurityWithoutPolicy } from "../../../src/core/rules/migration/row-level-security-without-policy.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string, before = user) =>
  messagesOf(rowLevelSecurityWithoutPolicy, text, before);
const enable = `ALTER TABLE "User" ENABLE ROW LEVEL SECURITY;`;
const policy = `CREATE POLICY "own" ON "User" USING (true);`;

test("the owner still sees the rows, unless it is forced", () => {
  expect(messages(enable)).toEqual([
    "User has no policy: its rows are gone for everybody but its owner",
  ]);
  expect(messages(`${enable} ALTER TABLE "User" FORCE ROW LEVEL SECURITY;`)).toEqual([
    "User has no policy: its rows are gone for everybody",
  ]);
});

test("a policy of this file or of an earlier one lets somebody through", () => {
  expect(messages(`${policy} ${enable}`)).toEqual([]);
  expect(messages(enable, `${user} ${policy}`)).toEqual([]);
  expect(messages(`${enable} DROP POLICY "own" ON "User";`, `${user} ${policy}`)).toHaveLength(1);
});

test("also of a table of this file: who reads it later finds nothing", () => {
  expect(
    messages(`CREATE TABLE "Note" ("id" INT); ${enable.replace("User", "Note")}`),
  ).toHaveLength(1);
});

test("what is switched off again is off", () => {
  expect(messages(`${enable} ALTER TABLE "User" DISABLE ROW LEVEL SECURITY;`)).toEqual([]);
});

test("of a table that no migration made, the file alone tells", () => {
  expect(messages(enable, "")).toHaveLength(1);
  expect(messages(`${enable} ${policy}`, "")).toEqual([]);
});
