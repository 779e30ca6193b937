/**
 * After an edit only what it touched is read, resolved and asked about again; all the rest are the
 * very same objects. And what comes out is what reading everything anew would give.
 */
import { describe, expect, test } from "vitest";
import { defaults } from "../../src/core/lint/config.ts";
import type { Rule } from "../../src/core/lint/rule.ts";
import { rememberingRunner } from "../../src/core/lint/run.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { type Model, resolve } from "../../src/core/schema/resolve.ts";
import { realSchemas } from "../support/corpus.ts";

const text = `// A shop.

datasource db {
  provider = "postgresql"
}

/// Who buys.
model User {
  id    Int     @id
  email String  @unique
  posts Post[]
}

model Post {
  id       Int   @id
  author   User  @relation(fields: [authorId], references: [id])
  authorId Int
  state    State
}

// Nobody uses this any more.

model Log {
  id Int @id
}

enum State {
  DRAFT
  DONE
}

model Tag {
  id   Int    @id
  name String
}
`;

const before = parseFile("schema.prisma", text);

/** `a` becomes `b`; the names of the pieces that are new objects, in order. */
function newPieces(a: string, b: string, from: SchemaFile = before): string[] {
  const after = change(a, b, from);
  return after.pieces.filter((piece) => !from.pieces.includes(piece)).map(nameOf);
}

function change(a: string, b: string, from: SchemaFile = before): SchemaFile {
  expect(from.text.split(a), "the case must change one place").toHaveLength(2);
  const changed = from.text.replace(a, () => b);
  const after = parseFile("schema.prisma", changed, from);
  expectSameAsAnew(after);
  return after;
}

function expectSameAsAnew(after: SchemaFile): void {
  expect(after.pieces.map((piece) => piece.text).join("")).toBe(after.text);
  const anew = parseFile(after.path, after.text);
  expect(after.starts).toEqual(anew.starts);
  expect(after.pieces).toEqual(anew.pieces);
  expect(new Set(after.pieces).size, "no piece stands in two places").toBe(after.pieces.length);
}

function nameOf(piece: SchemaFile["pieces"][number]): string {
  return piece.kind === "gap" ? "gap" : piece.name.text;
}

describe("the pieces of a file", () => {
  test("an edit inside a block makes one new piece", () => {
    expect(newPieces("email String ", "email String?")).toEqual(["User"]);
    expect(newPieces("DRAFT", "DRAFT\n  SENT")).toEqual(["State"]);
    expect(newPieces('"postgresql"', '"sqlite"')).toEqual(["db"]);
    expect(newPieces("name String", "name Int")).toEqual(["Tag"]);
  });

  test("all others are the identical objects, in their order", () => {
    const after = change("email String ", "email String?");
    expect(after.pieces).toHaveLength(before.pieces.length);
    for (const [at, piece] of after.pieces.entries()) {
      if (nameOf(piece) !== "User") expect(piece).toBe(before.pieces[at]);
    }
  });

  test("a comment above a block belongs to it", () => {
    expect(newPieces("/// Who buys.", "/// Who pays.")).toEqual(["User"]);
  });

  test("a comment between blocks belongs to none", () => {
    expect(newPieces("any more", "today")).toEqual(["gap"]);
  });

  test("a block is inserted", () => {
    const model = "model New {\n  id Int @id\n}\n\n";
    expect(newPieces("model Log", `${model}model Log`)).toEqual(["New", "gap"]);
    expect(newPieces("// A shop.", `${model}// A shop.`)).toEqual(["New", "gap"]);
  });

  test("a block is removed, and put back", () => {
    const log = "model Log {\n  id Int @id\n}\n";
    const without = change(log, "");
    const kept = without.pieces.filter((piece) => before.pieces.includes(piece)).map(nameOf);
    expect(kept.filter((name) => name !== "gap")).toEqual(["db", "User", "Post", "State", "Tag"]);
    const back = parseFile("schema.prisma", text, without);
    expectSameAsAnew(back);
    const again = back.pieces.filter((piece) => !without.pieces.includes(piece)).map(nameOf);
    expect(again.filter((name) => name !== "gap")).toEqual(["Log"]);
  });

  test("a brace is removed and put back: what stood below is the same again", () => {
    const open = change("  posts Post[]\n}", "  posts Post[]\n");
    const changed = open.pieces.filter((piece) => !before.pieces.includes(piece)).map(nameOf);
    expect(changed).toEqual(["User"]);
    const closed = parseFile("schema.prisma", text, open);
    expectSameAsAnew(closed);
    const again = closed.pieces.filter((piece) => !before.pieces.includes(piece)).map(nameOf);
    expect(again.filter((name) => name !== "gap")).toEqual(["User"]);
  });

  test("an opening brace is removed: the lines stand in no block", () => {
    expect(newPieces("model Log {", "model Log ")).toEqual(["gap"]);
  });

  test("a block comment is opened and swallows what follows", () => {
    const after = change("model Log {", "/* model Log {");
    for (const name of ["db", "User", "Post"]) {
      expect(after.pieces.find((piece) => nameOf(piece) === name)).toBe(
        before.pieces.find((piece) => nameOf(piece) === name),
      );
    }
  });

  test("two blocks change places and stay the same objects", () => {
    const moved = text.replace(/(model Log \{[^}]*\})([\s\S]*?)(model Tag \{[^}]*\})/, "$3$2$1");
    const after = parseFile("schema.prisma", moved, before);
    expectSameAsAnew(after);
    const models = after.pieces.filter(({ kind }) => kind === "model").map(nameOf);
    expect(models).toEqual(["User", "Post", "Tag", "Log"]);
    const blocks = (file: SchemaFile) => new Set(file.pieces.filter(({ kind }) => kind !== "gap"));
    expect(blocks(after)).toEqual(blocks(before));
    for (const block of blocks(after)) expect(before.pieces).toContain(block);
  });

  test("the same text is the same file, and another path is not", () => {
    expect(parseFile("schema.prisma", text, before)).toBe(before);
    const renamed = parseFile("other.prisma", text, before);
    expect(renamed.path).toBe("other.prisma");
    expectSameAsAnew(renamed);
  });

  test("a text that becomes empty, and an empty one that is filled", () => {
    const empty = parseFile("schema.prisma", "", before);
    expect(empty.pieces).toEqual([]);
    expectSameAsAnew(parseFile("schema.prisma", text, empty));
  });

  test("equal blocks stay two objects", () => {
    const twice = parseFile("schema.prisma", "model A {\n}\n\nmodel A {\n}\n");
    expectSameAsAnew(
      parseFile("schema.prisma", "model A {\n}\n\nmodel A {\n}\n\nmodel A {\n}\n", twice),
    );
    expectSameAsAnew(parseFile("schema.prisma", "model A {\n}\n", twice));
  });

  test.each(realSchemas())("$name: a letter typed into each tenth block", ({ files }) => {
    for (const [path, real] of files) {
      const whole = parseFile(path, real);
      for (const [at, piece] of whole.pieces.entries()) {
        if (piece.kind === "gap" || at % 10 !== 0) continue;
        const typed = (whole.starts[at] ?? 0) + piece.name.end;
        const after = parseFile(path, `${real.slice(0, typed)}x${real.slice(typed)}`, whole);
        const changed = after.pieces.filter((each) => !whole.pieces.includes(each));
        expect(changed.map(nameOf)).toEqual([`${piece.name.text}x`]);
      }
    }
  });
});

describe("the models of a schema", () => {
  const models = (file: SchemaFile) =>
    new Map(resolve([file]).models.map((model) => [model.shape.name, model]));

  /** The models that are new objects after the change. */
  function newModels(a: string, b: string): string[] {
    const old = models(before);
    const now = models(change(a, b));
    return [...now].filter(([name, model]) => old.get(name) !== model).map(([name]) => name);
  }

  test("a model that changes is new, with the neighbours that see it", () => {
    expect(newModels("email String ", "email String?")).toEqual(["User", "Post"]);
    expect(newModels("name String", "name Int")).toEqual(["Tag"]);
  });

  test("an enum makes the models that use it new", () => {
    expect(newModels("DRAFT", "DRAFT\n  SENT")).toEqual(["Post"]);
  });

  test("a comment between blocks makes none new", () => {
    expect(newModels("any more", "today")).toEqual([]);
  });

  test("a new name that somebody waits for makes that one new", () => {
    expect(newModels("enum State", "enum Stage")).toEqual(["Post"]);
    expect(newModels("model Log", "model Logs")).toEqual(["Logs"]);
  });

  test("the provider makes all new, and what else the datasource says makes none", () => {
    expect(newModels('"postgresql"', '"sqlite"')).toEqual(["User", "Post", "Log", "Tag"]);
    expect(newModels('"postgresql"', '"postgresql" // 18')).toEqual([]);
  });

  test("an edit in another file leaves this one's models alone", () => {
    const other = parseFile("other.prisma", "model Other {\n  id Int @id\n}\n");
    const first = resolve([before, other]).models;
    const edited = parseFile("other.prisma", "model Other {\n  id BigInt @id\n}\n", other);
    const second = resolve([before, edited]).models;
    expect(second.map((model, at) => model === first[at])).toEqual([true, true, true, true, false]);
  });
});

describe("rules are asked again", () => {
  test("about the models that an edit touched, and no others", () => {
    const asked: string[] = [];
    const spy: Rule<Model> = {
      name: "spy",
      severity: "info",
      summary: "",
      why: "",
      examples: [],
      check: ({ shape }) => {
        asked.push(shape.name);
        return [];
      },
    };
    const ask = rememberingRunner([spy]);
    const askAll = (file: SchemaFile) => {
      asked.length = 0;
      for (const model of resolve([file]).models) ask(model);
      return asked;
    };
    expect(askAll(before)).toEqual(["User", "Post", "Log", "Tag"]);
    expect(askAll(before)).toEqual([]);
    expect(askAll(change("name String", "name Int"))).toEqual(["Tag"]);
    expect(askAll(change("email String ", "email String?"))).toEqual(["User", "Post"]);
  });

  test("while what was found about the others are the very same findings", () => {
    const check = schemaChecker({ ...defaults, preset: "strict" });
    const found = (file: SchemaFile) =>
      check(resolve([file])).files.flatMap((each) => each.verdicts);
    const first = found(before);
    const second = found(change("name String", "name Int"));
    const onOthers = first.filter(({ at }) => !at.source.text.includes("model Tag"));
    expect(onOthers.length).toBeGreaterThan(3);
    for (const verdict of onOthers) expect(second).toContain(verdict);
    expect(first.length).toBe(second.length);
  });
});
