/** Edges of cascade-blast-radius, on models that are nothing but their keys. */
import { expect, test } from "vitest";
import { cascadeBlastRadius } from "../../src/core/rules/schema/cascade-blast-radius.ts";
import { read } from "../support/examples.ts";

/** One model for each name; each pair `child>parent` is a foreign key that cascades. */
function messages(names: string, keys: string, action = "Cascade"): string[] {
  const models = names.split(" ").map((name) => {
    const parents = keys
      .split(" ")
      .map((key) => key.split(">"))
      .filter(([child]) => child === name);
    const fields = parents.map(
      ([, parent], at) => `
        p${at} ${parent} @relation(fields: [k${at}], references: [id], onDelete: ${action})
        k${at} Int`,
    );
    return `model ${name} {\n  id Int @id${fields.join("")}\n}\n`;
  });
  return [...cascadeBlastRadius.check(read(models.join("\n")))].map(({ message }) => message);
}

const ten = "B C D E F G H I J K";

/** B to J hang on A. */
const nine = "B>A C>A D>A E>A F>A G>A H>A I>A J>A";

test("children are no surprise, however many: the model lists them", () => {
  expect(messages(`A ${ten}`, `${nine} K>A`)).toEqual([]);
});

test("ten models are many as soon as one of them is a grandchild", () => {
  expect(messages(`A ${ten}`, `${nine} K>B`)).toEqual([
    "Deleting one A also deletes from 10 other models, up to 2 relations away: A → B → K",
  ]);
  expect(messages("A B C D E F G H I K", `${nine.replace(" J>A", "")} K>B`)).toEqual([]);
});

test("a grandchild is near, its child is far", () => {
  expect(messages("A B C", "B>A C>B")).toEqual([]);
  expect(messages("A B C D", "B>A C>B D>C")).toEqual([
    "Deleting one A also deletes from 3 other models, up to 3 relations away: A → B → C → D",
  ]);
});

test("the shortest way to a model counts", () => {
  expect(messages("A B C D", "B>A C>B D>C D>A")).toEqual([]);
});

test("any other action ends the chain", () => {
  expect(messages("A B C D", "B>A C>B D>C", "Restrict")).toEqual([]);
  expect(messages("A B C D", "B>A C>B D>C", "SetNull")).toEqual([]);
});

test("what begins further up is told there, wherever it is written", () => {
  expect(messages("D C B A Z", "B>A C>B D>C A>Z")).toEqual([
    "Deleting one Z also deletes from 4 other models, up to 4 relations away: Z → A → B → C → D",
  ]);
});

test("two beginnings are two findings", () => {
  expect(messages("A Z B C D", "B>A B>Z C>B D>C")).toHaveLength(2);
});

test("a circle is told where it is written first", () => {
  expect(messages("A B C D", "A>D B>A C>B D>C")).toEqual([
    "Deleting one A also deletes from 3 other models, up to 3 relations away: A → B → C → D",
  ]);
});

test("a model that cascades to itself is no other model", () => {
  expect(messages("A B C", "A>A B>A C>B")).toEqual([]);
});

test("views hold no rows of their own", () => {
  const schema = read(`
    model A {
      id Int @id
    }
    ${["AB", "BC", "CD"]
      .map(
        ([to, name]) => `view ${name} {
          id Int @unique
          a  ${to} @relation(fields: [id], references: [id], onDelete: Cascade)
        }`,
      )
      .join("\n")}
  `);
  expect([...cascadeBlastRadius.check(schema)]).toEqual([]);
});
