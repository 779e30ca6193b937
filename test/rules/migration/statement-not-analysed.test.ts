/** Edges of statement-not-analysed. */
import { expect, test } from "vitest";
import { statementNotAnalysed } from "../../../src/core/rules/migration/statement-not-analysed.ts";
import { messagesOf } from "../../support/migration-examples.ts";

const messages = (text: string) => messagesOf(statementNotAnalysed, text);
const tail = "is only known when it runs: its locks and changes are not part of this analysis";

test("blocks, calls and prepared statements", () => {
  expect(messages("DO $$ BEGIN NULL; END $$;")).toEqual([`What this block does ${tail}`]);
  expect(messages("CALL tidy();")).toEqual([`What this CALL does ${tail}`]);
  expect(messages("EXECUTE plan;")).toEqual([`What this EXECUTE does ${tail}`]);
});

test("a function of the user's is named, one of PostgreSQL's is known", () => {
  const tidy = "CREATE FUNCTION tidy(x text) RETURNS text LANGUAGE sql AS $$ SELECT x $$;";
  expect(messagesOf(statementNotAnalysed, "SELECT lower(tidy('x'));", tidy)).toEqual([
    `What tidy() does ${tail}`,
  ]);
  expect(messages("SELECT lower('X');")).toEqual([]);
});

test("once per file, at the first", () => {
  expect(messages("SELECT 1; DO 'a'; DO 'b'; CALL c();")).toEqual([
    `What this block does ${tail}, as with 2 more below`,
  ]);
});

test("a change of rows is seen, whatever triggers make of it", () => {
  expect(messages(`UPDATE "User" SET "id" = tidy("id");`)).toEqual([]);
});
