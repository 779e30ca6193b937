/** Edges of trigger-created. */
import { expect, test } from "vitest";
import { triggerCreated } from "../../../src/core/rules/migration/trigger-created.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const user = `CREATE TABLE "User" ("id" INT PRIMARY KEY, "name" TEXT);`;

test("each write of the table runs it from then on", () => {
  const text = `CREATE TRIGGER "log" AFTER INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION log_it();`;
  expect(messagesOf(triggerCreated, text, user)).toEqual([
    "SHARE ROW EXCLUSIVE blocks writes of User for a moment; from then on log runs in every one of them",
  ]);
});

test("on a table of this file it is part of it", () => {
  const text = `
    CREATE TABLE "Post" ("id" INT PRIMARY KEY);
    CREATE TRIGGER "log" AFTER INSERT ON "Post" FOR EACH ROW EXECUTE FUNCTION log_it();
  `;
  expect(messagesOf(triggerCreated, text, user)).toEqual([]);
});
