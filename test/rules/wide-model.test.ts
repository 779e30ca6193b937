/** Edges of wide-model that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import { wideModel } from "../../src/core/rules/schema/wide-model.ts";
import { read } from "../support/examples.ts";

/** A block with so many columns, and whatever else is in it. */
function block(kind: string, columns: number, more = ""): string {
  const fields = Array.from({ length: columns }, (_, at) => `  c${at} Int\n`).join("");
  return `${kind} Shop {\n${fields}${more}}\n`;
}

function messages(text: string): string[] {
  return read(text).models.flatMap((model) =>
    [...wideModel.check(model)].map(({ message }) => message),
  );
}

test("the message counts the columns", () => {
  expect(messages(block("model", 41))).toEqual(["Shop has 41 columns"]);
});

test("forty columns are the most", () => {
  expect(messages(block("model", 40))).toEqual([]);
});

test("relations are no columns", () => {
  const relations = "  a A[]\n  b A?\n";
  expect(messages(`${block("model", 40, relations)}model A {\n  id Int @id\n}`)).toEqual([]);
});

test("enums and what Prisma does not support are columns", () => {
  const more = '  kind Kind\n  place Unsupported("point")\n';
  expect(messages(`${block("model", 39, more)}enum Kind {\n  A\n}`)).toEqual([
    "Shop has 41 columns",
  ]);
});

test("statistics, and what says it is a view, are wide by nature", () => {
  expect(messages(block("model", 41).replace("Shop", "ShopStats"))).toEqual([]);
  expect(messages(`/// A view over all shops\n${block("model", 41)}`)).toEqual([]);
});

test("a view or composite type may be as wide as it likes", () => {
  expect(messages(block("view", 50))).toEqual([]);
  expect(messages(block("type", 50))).toEqual([]);
});
