/** The documents that are made of a diagram: Markdown, DBML, and a tree of sentences. */
import { describe, expect, test } from "vitest";
import { dbmlOf } from "../../src/core/diagram/dbml.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { markdownOf } from "../../src/core/diagram/markdown.ts";
import { type TreeNode, textTreeOf } from "../../src/core/diagram/text-tree.ts";
import { hostileSchema, renamed } from "../fuzz/hostile.ts";
import { randomFrom } from "../fuzz/random.ts";
import { realSchemas } from "../support/corpus.ts";
import { readDbml } from "./read-dbml.ts";
import { readMermaid } from "./read-mermaid.ts";
import { diagramFrom, schemaOf } from "./schemas.ts";

const text = `
/// Who *buys*.
model User {
  id    Int     @id
  first String /// It's first
  last  String?
  role  Role
  post  Post?
  tags  Tag[]
  @@unique([first, last])
  @@map("users")
}
model Post {
  a Int
  b Int
  authorId Int @unique
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
  where Unsupported("geometry(Point)")?
  @@id([a, b])
}
model Tag {
  id    Int    @id
  users User[]
}
enum Role {
  ADMIN
}
`;

function blocksIn(markdown: string): string[] {
  return [...markdown.matchAll(/```mermaid\n([^`]*)```/g)].map(([, block = ""]) => block);
}

describe("Markdown", () => {
  test("one diagram", () => {
    const markdown = markdownOf(diagramFrom(text), { title: "Shop <1>" });
    expect(markdown.split("\n").slice(0, 5)).toEqual([
      "# Shop \\<1\\>",
      "",
      "```mermaid",
      "erDiagram",
      "  direction LR",
    ]);
    expect(markdown).toContain("- **User**: Who \\*buys\\*.");
    expect(blocksIn(markdown)).toHaveLength(1);
  });

  test("one per group, with the names of what it points at", () => {
    const tagged = text
      .replace("/// Who", "/// @namespace People\n/// Who")
      .replace("model Post", "/// @erd Content\nmodel Post");
    const markdown = markdownOf(diagramFrom(tagged));
    expect([...markdown.matchAll(/^## .*/gm)].map(([heading]) => heading)).toEqual([
      "## People",
      "## Content",
      "## Other",
    ]);
    const [, content = ""] = blocksIn(markdown);
    expect(readMermaid(content).entities.map(({ name, rows }) => `${name} ${rows.length}`)).toEqual(
      ["User 0", "Post 4"],
    );
  });

  test("in parts, each below the limit", () => {
    const parts = blocksIn(markdownOf(diagramFrom(text), { most: 200 }));
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(200);
  });

  test.each(realSchemas())(
    "$name: all entities and relations are there, GitHub can draw each block",
    ({ files }) => {
      const diagram = diagramFrom(files);
      for (const most of [45_000, 3000]) {
        const read = blocksIn(markdownOf(diagram, { most })).map((block) => {
          expect(block.length).toBeLessThan(most === 3000 ? 45_000 : most);
          return readMermaid(block);
        });
        const names = new Set(read.flatMap(({ entities }) => entities.map(({ name }) => name)));
        expect([...names].sort()).toEqual(diagram.entities.map(({ id }) => id).sort());
        if (most !== 45_000) continue;
        expect(read.flatMap(({ relations }) => relations)).toHaveLength(diagram.relations.length);
      }
    },
  );
});

describe("DBML", () => {
  test("tables, keys, notes, references", () => {
    expect(dbmlOf(diagramFrom(text))).toBe(`Enum "Role" {
  "ADMIN"
}

Table "User" {
  "id" Int [pk]
  "first" String [not null, note: 'It\\'s first']
  "last" String
  "role" Role [not null]

  Note: 'Who *buys*. In the database: users.'

  indexes {
    ("first", "last") [unique]
  }
}

Table "Post" {
  "a" Int [not null]
  "b" Int [not null]
  "authorId" Int [unique, not null]
  "where" "Unsupported('geometry(Point)')"

  indexes {
    ("a", "b") [pk]
  }
}

Table "Tag" {
  "id" Int [pk]
}

Ref: "Post"."authorId" - "User"."id" [delete: cascade, update: cascade]

Ref: "Tag"."id" <> "User"."id"
`);
  });

  test.each(realSchemas())("$name", ({ files }) => {
    const { entities, relations, enums } = diagramFrom(files);
    const read = readDbml(dbmlOf({ entities, relations, enums }));
    expect(read.tables).toHaveLength(entities.length);
    expect(read.enums).toHaveLength(enums.length);
    expect(read.columns).toHaveLength(entities.flatMap(({ rows }) => rows).length);
    const kept = relations.filter(
      ({ kind, from }) => kind === "implicit" || (kind === "foreign-key" && from.rows.length > 0),
    );
    expect(read.references).toHaveLength(kept.length);
  });
});

describe("the tree", () => {
  test("says what the picture shows", () => {
    const lines = (nodes: readonly TreeNode[], indent = ""): string[] =>
      nodes.flatMap(({ label, children }) => [indent + label, ...lines(children, `${indent}  `)]);
    expect(lines(textTreeOf(diagramFrom(text)))).toEqual([
      "User, 4 fields, 2 relations",
      "  Who *buys*.",
      "  id: Int, primary key",
      "  first: String",
      "  last: String, optional",
      "  role: Role",
      "  User has at most one Post as post",
      "  User has any number of Tag as tags",
      "Post, 4 fields, 1 relation",
      "  a: Int, primary key",
      "  b: Int, primary key",
      "  authorId: Int, foreign key, unique",
      '  where: Unsupported("geometry(Point)"), optional',
      "  Post has one User as author, by authorId, on delete Cascade, on update Cascade",
      "Tag, 1 field, 1 relation",
      "  id: Int, primary key",
      "  Tag has any number of User as users",
      "Role, an enum, 1 value",
      "  ADMIN",
    ]);
  });

  test.each(realSchemas())("$name: no node has the name of another", ({ files }) => {
    const ids = (nodes: readonly TreeNode[]): string[] =>
      nodes.flatMap(({ id, children }) => [id, ...ids(children)]);
    const all = ids(textTreeOf(diagramFrom(files)));
    expect(new Set(all).size).toBe(all.length);
  });
});

test("hostile schemas stay inside their quotes", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = randomFrom(seed);
    const diagram = diagramOf(schemaOf(hostileSchema(random)));
    for (const one of [diagram, renamed(diagram, random)]) {
      expect(() => readDbml(dbmlOf(one)), `seed ${seed}`).not.toThrow();
      for (const block of blocksIn(markdownOf(one, { comments: true }))) readMermaid(block);
      const outside = markdownOf(one).replace(/```mermaid\n[^`]*```/g, "");
      expect(outside.replace(/\\./g, ""), `seed ${seed}`).not.toMatch(/[<`$]|\[/);
    }
  }
});
