/** Which part of a diagram is shown, from near and from far. */
import { describe, expect, test } from "vitest";
import { bestGrouping } from "../../src/core/diagram/groups.ts";
import { overviewOf } from "../../src/core/diagram/overview.ts";
import { type Scope, select } from "../../src/core/diagram/select.ts";
import { diagramFrom } from "./schemas.ts";

/** A chain A → B → C → D, a hub H that all point at, and one that stands alone. */
const chain = ["A", "B", "C", "D"]
  .map((name, at, all) => {
    const next = all[at + 1];
    return `model ${name} {
  id Int @id
  code String @unique
  text String
  kind Kind
  hId Int
  h H @relation(fields: [hId], references: [id])
${next ? `  nextId Int\n  next ${next} @relation(fields: [nextId], references: [id])` : ""}
  @@schema("${at < 2 ? "left" : "right"}")
}`;
  })
  .join("\n");
const diagram = diagramFrom(`${chain}
model H {
  id Int @id
  other Other
}
model Alone {
  id Int @id
}
enum Kind {
  X
}
enum Other {
  Y
}
`);

function shown(show: Scope) {
  const { diagram: part, more } = select(diagram, { show, detail: "all", enums: true });
  return {
    entities: part.entities.map(({ id }) => id).join(" "),
    enums: part.enums.map(({ id }) => id).join(" "),
    relations: part.relations.length,
    more: more.map(({ entity, count }) => `${entity}+${count}`).join(" "),
  };
}

describe("focus", () => {
  test("one step from an end of the chain", () => {
    expect(shown({ kind: "focus", on: ["A"], depth: 1 })).toEqual({
      entities: "A B H",
      enums: "Kind Other",
      relations: 3,
      more: "H+2 B+1",
    });
  });

  test("two steps reach all but what stands alone", () => {
    expect(shown({ kind: "focus", on: ["A"], depth: 2 }).entities).toBe("A B C D H");
    expect(shown({ kind: "focus", on: ["A"], depth: 2 }).more).toBe("");
  });

  test("no further than asked, no more than the most, what it points at first", () => {
    expect(shown({ kind: "focus", on: ["B"], depth: 0 })).toMatchObject({
      entities: "B",
      more: "B+3",
    });
    expect(shown({ kind: "focus", on: ["B"], depth: 3, most: 3 })).toMatchObject({
      entities: "B C H",
      more: "B+1 H+2 C+1",
    });
  });

  test("several at once, and what does not exist", () => {
    expect(shown({ kind: "focus", on: ["Alone", "D", "Nobody"], depth: 1 }).entities).toBe(
      "C D H Alone",
    );
    expect(shown({ kind: "focus", on: [], depth: 3 }).entities).toBe("");
  });
});

test("a group", () => {
  expect(shown({ kind: "group", by: "schema", group: "left" })).toEqual({
    entities: "A B",
    enums: "Kind",
    relations: 1,
    more: "A+1 B+2",
  });
  expect(shown({ kind: "group", by: "schema", group: undefined }).entities).toBe("H Alone");
});

test("groups from far away", () => {
  const { cards, links } = overviewOf(diagram, "schema");
  expect(
    cards.map(({ group, entities, enums, relations }) => [
      group,
      entities.join(""),
      enums,
      relations,
    ]),
  ).toEqual([
    ["left", "AB", 0, 1],
    ["right", "CD", 0, 1],
    [undefined, "HAlone", 2, 0],
  ]);
  expect(links.map(({ from, to, count }) => `${from} ${count} ${to}`)).toEqual([
    "left 2 undefined",
    "left 1 right",
    "right 2 undefined",
  ]);
  expect(bestGrouping(diagram)).toBe("schema");
});

describe("detail", () => {
  const all = { kind: "all" } as const;

  test("keys", () => {
    const { diagram: part } = select(diagram, { show: all, detail: "keys", enums: false });
    expect(part.entities[0]?.rows.map(({ name }) => name)).toEqual(["id", "code", "hId", "nextId"]);
    expect(part.enums).toEqual([]);
    expect(part.relations).toEqual(diagram.relations);
  });

  test("names", () => {
    const { diagram: part } = select(diagram, { show: all, detail: "names", enums: true });
    expect(part.entities.every(({ rows }) => rows.length === 0)).toBe(true);
    expect(part.enums.map(({ values }) => values)).toEqual([[], []]);
    expect(part.relations.every(({ from, to }) => from.rows.length + to.rows.length === 0)).toBe(
      true,
    );
  });

  test("everything is the very same diagram", () => {
    expect(select(diagram, { show: all, detail: "all", enums: true }).diagram).toBe(diagram);
  });
});
