/** Two versions in one diagram: what came, what went, what is different. */
import { expect, test } from "vitest";
import { diffDiagrams } from "../../src/core/diagram/diff.ts";
import { select } from "../../src/core/diagram/select.ts";
import { realSchemas } from "../support/corpus.ts";
import { diagramFrom } from "./schemas.ts";

const before = `
model A {
  id Int @id
  gone String
  kept String
  typed String
  bId Int
  b B @relation(fields: [bId], references: [id])
}
model Old {
  id Int @id
}
model B {
  id Int @id
  as A[]
}
enum E {
  X
  GONE
  Z
}
enum F {
  X
}`;

const now = before
  .replace("  gone String\n", "")
  .replace("typed String", "typed Int\n  fresh String?")
  .replace("references: [id])", "references: [id], onDelete: Cascade)")
  .replace("model Old", "model New")
  .replace("  GONE\n", "  FRESH\n")
  .replace("enum F {\n  X\n}", "");

const marks = { added: "+", removed: "-", changed: "~" } as const;

function told(text: string, later: string): string[] {
  const { entities, enums, relations } = diffDiagrams(diagramFrom(text), diagramFrom(later));
  const mark = ({ change }: { change: keyof typeof marks | undefined }) =>
    change ? marks[change] : "";
  return [
    ...entities.map(
      (entity) =>
        `${mark(entity)}${entity.id}: ${entity.rows.map((row) => mark(row) + row.name).join(" ")}`,
    ),
    ...enums.map(
      (one) => `${mark(one)}${one.id}: ${one.values.join(" ")} ${JSON.stringify(one.valueChanges)}`,
    ),
    ...relations.map((relation) => `${mark(relation)}${relation.id}`),
  ];
}

test("marks", () => {
  expect(told(before, now)).toEqual([
    "~A: id -gone kept ~typed +fresh bId",
    "-Old: -id",
    "+New: +id",
    "B: id",
    '~E: X GONE FRESH Z {"GONE":"removed","FRESH":"added"}',
    "-F: X undefined",
    "~A.b B.as",
  ]);
});

test("an index, a key and a table name are changes of the entity", () => {
  const text = "model A {\n  id Int @id\n  x Int\n}";
  expect(told(text, text.replace("x Int", "x Int\n  @@index([x])"))[0]).toBe("~A: id x");
  expect(told(text, text.replace("x Int", "x Int @unique"))[0]).toBe("~A: id ~x");
  expect(told(text, text.replace("x Int", 'x Int\n  @@map("a")'))[0]).toBe("~A: id x");
  expect(told(text, `// moved\n\n${text}`)[0]).toBe("A: id x");
});

test("a relation that is gone keeps both of its ends in the picture", () => {
  const without = before.replace(/ {2}b B.*\n/, "").replace("  as A[]\n", "");
  const diff = diffDiagrams(diagramFrom(before), diagramFrom(without));
  expect(diff.relations.map(({ id, change }) => `${id} ${change}`)).toEqual(["A.b B.as removed"]);
  const keys = select(diff, { show: { kind: "all" }, detail: "keys", enums: false }).diagram;
  expect(keys.entities[0]?.rows.map(({ name }) => name)).toEqual(["id", "bId"]);
});

test("a schema beside itself has no change, beside nothing it is all new", () => {
  const nothing = { entities: [], enums: [], relations: [] };
  for (const { files } of realSchemas()) {
    const diagram = diagramFrom(files);
    const same = diffDiagrams(diagram, diagramFrom(files));
    const all = [
      ...same.entities,
      ...same.entities.flatMap(({ rows }) => rows),
      ...same.enums,
      ...same.relations,
    ];
    expect(all.filter(({ change }) => change !== undefined)).toEqual([]);
    for (const [one, other, change] of [
      [nothing, diagram, "added"],
      [diagram, nothing, "removed"],
    ] as const) {
      const { entities, enums, relations } = diffDiagrams(one, other);
      const changes = [...entities, ...enums, ...relations].map((item) => item.change);
      expect(new Set(changes)).toEqual(new Set(changes.length > 0 ? [change] : []));
    }
  }
});
