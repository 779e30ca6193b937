/** Edges of trigger-left-disabled. */
import { expect, test } from "vitest";
import { triggerLeftDisabled } from "../../../src/core/rules/migration/trigger-left-disabled.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

const messages = (text: string) => messagesOf(triggerLeftDisabled, text, user);

test("one trigger, or all of them", () => {
  expect(messages(`ALTER TABLE "User" DISABLE TRIGGER "audit";`)).toEqual([
    "audit of User stays disabled after this migration",
  ]);
  expect(messages(`ALTER TABLE "User" DISABLE TRIGGER USER;`)).toEqual([
    "Triggers of User stay disabled after this migration",
  ]);
});

test("enabling all takes back one, enabling one does not take back all", () => {
  const one = `ALTER TABLE "User" DISABLE TRIGGER "audit";`;
  const all = `ALTER TABLE "User" DISABLE TRIGGER ALL;`;
  expect(messages(`${one} ALTER TABLE "User" ENABLE TRIGGER ALL;`)).toEqual([]);
  expect(messages(`${one} ALTER TABLE "User" ENABLE TRIGGER "audit";`)).toEqual([]);
  expect(messages(`${one} DROP TRIGGER "audit" ON "User";`)).toEqual([]);
  expect(messages(`${all} ALTER TABLE "User" ENABLE TRIGGER "audit";`)).toHaveLength(1);
  expect(messages(`${all} ALTER TABLE "Post" ENABLE TRIGGER ALL;`)).toHaveLength(1);
});

test("what was enabled above is disabled all the same", () => {
  const text = `ALTER TABLE "User" ENABLE TRIGGER ALL; ALTER TABLE "User" DISABLE TRIGGER ALL;`;
  expect(messages(text)).toHaveLength(1);
});
