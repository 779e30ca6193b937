/** Edges of trigger-dropped. */
import { expect, test } from "vitest";
import { triggerDropped } from "../../../src/core/rules/migration/trigger-dropped.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

test("nothing does what it did", () => {
  expect(messagesOf(triggerDropped, `DROP TRIGGER "log" ON "User";`, user)).toEqual([
    "ACCESS EXCLUSIVE blocks reads and writes of User for a moment; from then on nothing does what log did",
  ]);
});

test("IF EXISTS of a trigger that is not there does nothing", () => {
  const text = `DROP TRIGGER IF EXISTS "log" ON "User";`;
  expect(messagesOf(triggerDropped, text, user)).toEqual([]);
  expect(messagesOf(triggerDropped, text)).toHaveLength(1);
});

test("a trigger that is made again is only changed", () => {
  const text = `
    DROP TRIGGER IF EXISTS "log" ON "User";
    CREATE TRIGGER "log" AFTER INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION log_it();
  `;
  expect(messagesOf(triggerDropped, text, user)).toEqual([]);
});
