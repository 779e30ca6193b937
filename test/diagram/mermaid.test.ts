/** The text that Mermaid is given, and what its nodes and edges stand for. */
import { describe, expect, test } from "vitest";
import { diffDiagrams } from "../../src/core/diagram/diff.ts";
import { mermaidOf } from "../../src/core/diagram/mermaid.ts";
import { mermaidName, mermaidText, mermaidWord } from "../../src/core/diagram/mermaid-words.ts";
import { diagramFrom } from "./schemas.ts";

const text = `
model User {
  id    Int     @id
  email String  @unique /// Where "news" goes.
  name  String?
  role  Role
  posts Post[]
  tags  Tag[]
}
model Post {
  id       Int   @id
  authorId Int?
  author   User? @relation(fields: [authorId], references: [id])
}
model Tag {
  id    Int    @id
  users User[]
}
enum Role {
  ADMIN
  pk
}
`;
const diagram = diagramFrom(text);

test("rows, keys, enums, relations", () => {
  expect(mermaidOf(diagram).text).toBe(`erDiagram
  direction LR
  "User" {
    Int id PK
    String email UK
    String? name
    Role role
  }
  "Post" {
    Int id PK
    Int? authorId FK
  }
  "Tag" {
    Int id PK
  }
  "Role" {
    value ADMIN
    value pk_
  }
  "User" |o--o{ "Post" : "author"
  "User" }o--o{ "Tag" : "users"
  "User" }o..|| "Role" : "role"
`);
});

test("for older versions, with comments, another way round", () => {
  const lines = mermaidOf(diagram, { direction: "TB", comments: true, portable: true }).text;
  expect(lines).toContain("direction TB");
  expect(lines).toContain('String email UK "Where #34;news#34; goes."');
  expect(lines).toContain('String name "optional"');
});

test("what nodes and edges stand for", () => {
  const { nodes, edges } = mermaidOf(diagram);
  expect(nodes[0]).toEqual({
    svgId: "entity-User-0",
    kind: "entity",
    id: "User",
    rows: ["id", "email", "name", "role"],
  });
  expect(nodes[3]).toEqual({
    svgId: "entity-Role-3",
    kind: "enum",
    id: "Role",
    rows: ["ADMIN", "pk"],
  });
  expect(edges).toEqual([
    { svgId: "id_entity-User-0_entity-Post-1_0", kind: "relation", id: "Post.author User.posts" },
    { svgId: "id_entity-User-0_entity-Tag-2_1", kind: "relation", id: "Tag.users User.tags" },
    { svgId: "id_entity-User-0_entity-Role-3_2", kind: "enum", entity: "User", row: "role" },
  ]);
});

test("a comparison says in words what differs", () => {
  const later = diagramFrom(
    text
      .replace("name  String?", "nick String?")
      .replace("model Tag", "model Label")
      .replace("Tag[]", "Label[]"),
  );
  const lines = mermaidOf(diffDiagrams(diagram, later)).text;
  expect(lines).toContain('"User"["User (changed)"] {');
  expect(lines).toContain('    String? name "removed"');
  expect(lines).toContain('    String? nick "added"');
  expect(lines).toContain('"Tag"["Tag (removed)"] {');
  expect(lines).toContain('"Label"["Label (added)"] {');
  expect(lines).toContain(': "users (removed)"');
});

test("a relation to what is not shown makes no node", () => {
  const { text: lines, edges } = mermaidOf({ ...diagram, entities: diagram.entities.slice(1) });
  expect(lines).not.toContain("User");
  expect(edges).toEqual([]);
});

describe("words", () => {
  test.each([
    ['say "hi"', "say #34;hi#34;"],
    ["*bold* _it_ `x`", "#42;bold#42; #95;it#95; #96;x#96;"],
    ["%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"],
    ["<b>&amp;#35;", "#60;b#62;#38;amp#59;#35;35#59;"],
    ["one\n  direction\tLR", "one #100;irection LR"],
    ["1. - x", "#49;. - x"],
    ["12) x", "#49;2) x"],
    ["- x", "#45; x"],
    ["größe ﬂ 日本 😀", "grö#223;e #64258; 日本 😀"],
    ["a\u202eb\u0000c", "a b c"],
    ["\ud83d", "#65533;"],
    ["x".repeat(100), `${"x".repeat(80)}…`],
    ["", ""],
  ])("text %j", (given, expected) => {
    expect(mermaidText(given)).toBe(expected);
  });

  test.each([
    ["Class", "Class"],
    ["a_b-c", "a_b-c"],
    ["_a", "#95;a"],
    ["a__b", "a#95;#95;b"],
    ["", "_"],
  ])("name %j", (given, expected) => {
    expect(mermaidName(given)).toBe(expected);
  });

  test.each([
    ["Int[]", "Int[]", "Int[]"],
    ["pk", "pk_", "pk_"],
    ["FK-x", "FK_-x", "FK_-x"],
    ["pkey", "pkey", "pkey"],
    ["1st", "_1st", "_1st"],
    ["$x", "_x", "_x"],
    ['Unsupported("tsvector")', "Unsupported(tsvector)", "Unsupported(tsvector)"],
    [
      'Unsupported("geometry(Point, 4326)")',
      "Unsupported(geometry(Point,4326))",
      "Unsupported(geometry(Point_4326))",
    ],
    [
      'Unsupported("double precision")',
      "Unsupported(double_precision)",
      "Unsupported(double_precision)",
    ],
    ["名前", "名前", "__"],
    ["~a~ ß", "_a___", "_a___"],
    ["", "_", "_"],
  ])("word %j", (given, expected, forOlder) => {
    expect(mermaidWord(given)).toBe(expected);
    expect(mermaidWord(given, true)).toBe(forOlder);
  });
});
