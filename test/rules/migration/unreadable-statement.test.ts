/** Edges of unreadable-statement. */
import { expect, test } from "vitest";
import { unreadableStatement } from "../../../src/core/rules/migration/unreadable-statement.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(unreadableStatement, text);

test("the others are read all the same", () => {
  expect(messages(`CREATE TABLE "A" ("id" INT); CREAT TABLE "B"; DROP TABLE "A";`)).toEqual([
    'PostgreSQL cannot read this: syntax error at or near "CREAT"',
  ]);
});

test("what is not closed", () => {
  expect(messages("SELECT 'it")).toEqual([
    'PostgreSQL cannot read this: unterminated quoted string at or near "\'it "',
  ]);
  const [long = ""] = messages(`SELECT 'it${" goes on".repeat(50)}`);
  expect([long.length, long.at(-1)]).toEqual([149, "…"]);
  expect(messages(`CREATE TABLE "A" ("id" INT`)).toEqual([
    "PostgreSQL cannot read this: syntax error at end of input",
  ]);
});

test("commands of psql are no SQL", () => {
  expect(messages("\\\\connect shop")).toHaveLength(1);
});
