/** Edges of unclosed-transaction. */
import { expect, test } from "vitest";
import { applyChanges } from "../../../src/core/base/text.ts";
import { unclosedTransaction } from "../../../src/core/rules/migration/unclosed-transaction.ts";
import { findingsOf } from "../../support/migration-examples.ts";

const found = (text: string) => findingsOf(unclosedTransaction.name, "", text);
const fixed = (text: string) =>
  applyChanges(
    text,
    found(text)
      .flatMap(({ fix }) => fix?.edits ?? [])
      .map(({ at, text: by }) => ({ ...at, text: by })),
  );

test("the first BEGIN that nothing ends", () => {
  expect(found("BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2;").map(({ at }) => at.start)).toEqual([
    25,
  ]);
  expect(found("BEGIN; SELECT 1; BEGIN; SELECT 2;").map(({ at }) => at.start)).toEqual([0]);
});

test("ROLLBACK and END close it, savepoints do not", () => {
  expect(found("BEGIN; SELECT 1; ROLLBACK;")).toEqual([]);
  expect(found("START TRANSACTION; SELECT 1; END;")).toEqual([]);
  expect(found("BEGIN; SAVEPOINT a; ROLLBACK TO a; RELEASE a;")).toHaveLength(1);
});

test("the fix brings a semicolon where there is none", () => {
  expect(fixed("BEGIN;\nSELECT 1")).toBe("BEGIN;\nSELECT 1;\nCOMMIT;");
  expect(fixed("BEGIN;\nSELECT 1 ;\n-- end\n")).toBe("BEGIN;\nSELECT 1 ;\nCOMMIT;\n-- end\n");
});
