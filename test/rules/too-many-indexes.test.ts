/** Edges of too-many-indexes that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import { tooManyIndexes } from "../../src/core/rules/schema/too-many-indexes.ts";
import { read } from "../support/examples.ts";

/** So many columns, the first of which are indexed, beside a primary key over two of them. */
function messages(indexes: number, columns: number, kind = "model"): string[] {
  const names = Array.from({ length: columns }, (_, at) => `c${at}`);
  const [model] = read(`
    ${kind} Lead {
      ${names.map((name) => `${name} Int`).join("\n")}
      parents Lead[] @relation("tree")
      ${names
        .slice(0, indexes)
        .map((name) => `@@index([${name}])`)
        .join("\n")}
      @@id([c0, c1])
    }
  `).models;
  return model ? [...tooManyIndexes.check(model)].map(({ message }) => message) : [];
}

test("eight are not told", () => {
  expect(messages(8, 8)).toEqual([]);
});

test("nine are, without the primary key and the relation", () => {
  expect(messages(9, 10)).toEqual(["Lead keeps 9 indexes besides its primary key, on 10 columns"]);
});

test("half as many as the columns are not told, more are", () => {
  expect(messages(9, 18)).toEqual([]);
  expect(messages(9, 17)).toHaveLength(1);
});

test("a view keeps none", () => {
  expect(messages(9, 10, "view")).toEqual([]);
});
