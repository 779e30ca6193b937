/**
 * Edits keep the user's hand: alignment, comments, blank lines, line endings and indentation. What
 * Prisma's formatter has formatted stays so, for every fix of every rule over real schemas.
 */
import { format } from "@prisma/prisma-schema-wasm";
import { describe, expect, test } from "vitest";
import { applyChanges, type Edit } from "../../src/core/base/text.ts";
import type { Fix } from "../../src/core/lint/rule.ts";
import { modelRules } from "../../src/core/rules/index.ts";
import * as edit from "../../src/core/schema/edit.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import type { AttributeNode, Block, FieldNode } from "../../src/core/schema/syntax.ts";
import { realSchemas } from "../support/corpus.ts";
import { dedent, defaultOptions, read } from "../support/examples.ts";

type Case = {
  readonly before: string;
  readonly edits: (block: Block) => Edit[];
  readonly after: string;
};

const cases: Record<string, Case> = {
  "an attribute is added in line with those of other fields": {
    before: `
      model A {
        id  Int    @id
        b   String // a comment
        cde Int?   @map("c")
      }
    `,
    edits: (block) => edit.addFieldAttribute(block, field(block, "b"), "@unique"),
    after: `
      model A {
        id  Int    @id
        b   String @unique // a comment
        cde Int?   @map("c")
      }
    `,
  },
  "an attribute is added in line with the longest type, though that has no attribute": {
    before: `
      model A {
        id Int
        b  String[]
      }
    `,
    edits: (block) => edit.addFieldAttribute(block, field(block, "id"), "@id"),
    after: `
      model A {
        id Int      @id
        b  String[]
      }
    `,
  },
  "an attribute is added with one blank where nothing is in line": {
    before: `
      model A {
        id Int @id
        b String[]
        cde Int
      }
    `,
    edits: (block) => edit.addFieldAttribute(block, field(block, "cde"), "@unique"),
    after: `
      model A {
        id Int @id
        b String[]
        cde Int @unique
      }
    `,
  },
  "an attribute goes where the formatter has it": {
    before: `
      model A {
        id Int    @map("i") @db.Integer
        b  String @db.Text
      }
    `,
    edits: (block) => [
      ...edit.addFieldAttribute(block, field(block, "id"), "@id"),
      ...edit.addFieldAttribute(block, field(block, "b"), '@map("c")'),
    ],
    after: `
      model A {
        id Int    @id @map("i") @db.Integer
        b  String @map("c") @db.Text
      }
    `,
  },
  "an attribute that the formatter does not know goes last": {
    before: `
      model A {
        id Int @id @db.Integer
      }
    `,
    edits: (block) => edit.addFieldAttribute(block, field(block, "id"), "@new"),
    after: `
      model A {
        id Int @id @db.Integer @new
      }
    `,
  },
  "a removed attribute leaves the next one in line": {
    before: `
      model A {
        id Int      @unique @id
        b  String[] @map("c")
      }
    `,
    edits: (block) => edit.removeFieldAttribute(attributeOf(block, "id", "unique")),
    after: `
      model A {
        id Int      @id
        b  String[] @map("c")
      }
    `,
  },
  "the last attribute goes with the blanks before it": {
    before: `
      model A {
        id Int      @id @unique // why
        b  String[] @unique
      }
    `,
    edits: (block) => [
      ...edit.removeFieldAttribute(attributeOf(block, "id", "unique")),
      ...edit.removeFieldAttribute(attributeOf(block, "b", "unique")),
    ],
    after: `
      model A {
        id Int      @id // why
        b  String[]
      }
    `,
  },
  "the first block attribute is set off by a blank line": {
    before: `
      model A {
        id Int @id // why
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, "@@index([id])"),
    after: `
      model A {
        id Int @id // why

        @@index([id])
      }
    `,
  },
  "a block attribute follows a comment at the end without a blank line": {
    before: `
      model A {
        id Int @id

        // @@index([old])
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, "@@index([id])"),
    after: `
      model A {
        id Int @id

        // @@index([old])
        @@index([id])
      }
    `,
  },
  "a block attribute follows those of its kind, comments and all": {
    before: `
      model A {
        id Int

        @@id([id])
        @@index([id]) // why
        /// In the database.
        @@map("a")
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, "@@unique([id])"),
    after: `
      model A {
        id Int

        @@id([id])
        @@unique([id])
        @@index([id]) // why
        /// In the database.
        @@map("a")
      }
    `,
  },
  "a block attribute comes before what is said about the next": {
    before: `
      model A {
        id Int

        // Not about the name.

        /// In the
        /// database.
        @@map("a")
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, "@@index([id])"),
    after: `
      model A {
        id Int

        // Not about the name.

        @@index([id])
        /// In the
        /// database.
        @@map("a")
      }
    `,
  },
  "a comment behind the last field is not about the first attribute": {
    before: `
      model A {
        id Int // the key
        @@map("a")
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, "@@id([id])"),
    after: `
      model A {
        id Int // the key
        @@id([id])
        @@map("a")
      }
    `,
  },
  "an empty model takes an attribute": {
    before: `
      model A {
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, "@@ignore"),
    after: `
      model A {
        @@ignore
      }
    `,
  },
  "indentation of four stays": {
    before: `
      model A {
          id Int @id

          @@index([id])
      }
    `,
    edits: (block) => edit.addBlockAttribute(block, '@@map("a")'),
    after: `
      model A {
          id Int @id

          @@index([id])
          @@map("a")
      }
    `,
  },
  "tabs stay where they are": {
    before: "\n\tmodel A {\n\t\tid\tInt\t@id\n\t}\n",
    edits: (block) => [
      ...edit.addFieldAttribute(block, field(block, "id"), "@unique"),
      ...edit.addFields(block, field(block, "id"), [{ name: "b", type: "Int", attributes: "@x" }]),
    ],
    after: "\n\tmodel A {\n\t\tid\tInt\t@id @unique\n\t\tb  Int @x\n\t}\n",
  },
  "new fields widen the group that they come to, and no other": {
    before: `
      model A {
        id Int @id

        b Int   @map("b") // x
        // between
        c Int[]

        d Int @map("d")
      }
    `,
    edits: (block) =>
      edit.addFields(block, field(block, "b"), [
        { name: "added", type: "DateTime", attributes: "@default(now())" },
        { name: "plain", type: "Int", attributes: "" },
      ]),
    after: `
      model A {
        id Int @id

        b     Int      @map("b") // x
        added DateTime @default(now())
        plain Int
        // between
        c     Int[]

        d Int @map("d")
      }
    `,
  },
  "new fields come as they are where nothing is in line": {
    before: `
      model A {
        identifier Int @id
        b BigInt    @unique
      }
    `,
    edits: (block) =>
      edit.addFields(block, field(block, "b"), [{ name: "c", type: "Int", attributes: "@d" }]),
    after: `
      model A {
        identifier Int @id
        b BigInt    @unique
        c Int @d
      }
    `,
  },
  "shorter new fields are padded": {
    before: `
      model A {
        identifier BigInt @id
        untyped
      }
    `,
    edits: (block) =>
      edit.addFields(block, field(block, "identifier"), [
        { name: "b", type: "Int", attributes: "@c" },
      ]),
    after: `
      model A {
        identifier BigInt @id
        b          Int    @c
        untyped
      }
    `,
  },
  "a longer type moves the attributes of its group": {
    before: `
      model A {
        id Int @id
        b  Int
        c  Int @map("c")
      }
    `,
    edits: (block) => edit.replaceType(block, field(block, "id"), "BigInt"),
    after: `
      model A {
        id BigInt @id
        b  Int
        c  Int    @map("c")
      }
    `,
  },
  "a shorter type moves them back, and its question mark stays": {
    before: `
      model A {
        id Int      @id
        b  Decimal? @map("b")
      }
    `,
    edits: (block) => edit.replaceType(block, field(block, "b"), "Int"),
    after: `
      model A {
        id Int  @id
        b  Int? @map("b")
      }
    `,
  },
  "a type comes with an attribute, in line": {
    before: `
      model A {
        id  Int    @id
        b   Float?
        cde String @map("c")
      }
    `,
    edits: (block) => edit.replaceType(block, field(block, "b"), "Decimal", "@db.Money"),
    after: `
      model A {
        id  Int      @id
        b   Decimal? @db.Money
        cde String   @map("c")
      }
    `,
  },
  "a type comes with an attribute among others": {
    before: `
      model A {
        id Int   @id
        b  Float @map("b") // why
      }
    `,
    edits: (block) => edit.replaceType(block, field(block, "b"), "Decimal", "@unique"),
    after: `
      model A {
        id Int     @id
        b  Decimal @unique @map("b") // why
      }
    `,
  },
  "a field without a type gets none": {
    before: `
      model A {
        id
      }
    `,
    edits: (block) => edit.replaceType(block, field(block, "id"), "Int"),
    after: `
      model A {
        id
      }
    `,
  },
  "an argument is added to none, to others, and replaces its own": {
    before: `
      model A {
        id Int @id
        b  Int @unique()
        c  Int @unique(sort: Desc)
        d  Int @unique(map: "old", sort: Desc)
      }
    `,
    edits: (block) => [
      ...edit.setArgument(attributeOf(block, "id", "id"), "map", '"i"'),
      ...edit.setArgument(attributeOf(block, "b", "unique"), "map", '"i"'),
      ...edit.setArgument(attributeOf(block, "c", "unique"), "map", '"i"'),
      ...edit.setArgument(attributeOf(block, "d", "unique"), "map", '"i"'),
    ],
    after: `
      model A {
        id Int @id(map: "i")
        b  Int @unique(map: "i")
        c  Int @unique(sort: Desc, map: "i")
        d  Int @unique(map: "i", sort: Desc)
      }
    `,
  },
  "an argument goes with its comma": {
    before: `
      model A {
        a Int @unique(map: "x")
        b Int @unique(map: "x", sort: Desc)
        c Int @unique(sort: Desc, map: "x")
        d Int @unique(sort: Desc)
        e Int @unique(sort: Desc, map: "x", length: 3)
      }
    `,
    edits: (block) =>
      ["a", "b", "c", "d", "e"].flatMap((name) =>
        edit.removeArgument(attributeOf(block, name, "unique"), "map"),
      ),
    after: `
      model A {
        a Int @unique()
        b Int @unique(sort: Desc)
        c Int @unique(sort: Desc)
        d Int @unique(sort: Desc)
        e Int @unique(sort: Desc, length: 3)
      }
    `,
  },
  "the only attribute of a block goes with the blank line that set it off": {
    before: `
      model A {
        id Int @id // why

        @@index([id])
      }
    `,
    edits: (block) => edit.removeBlockAttribute(block, attributeOfBlock(block, "index")),
    after: `
      model A {
        id Int @id // why
      }
    `,
  },
  "a block attribute goes with its line": {
    before: `
      model A {
        id Int @id

        // About the index.
        @@index([id])
        @@map("a")
      }
    `,
    edits: (block) => edit.removeBlockAttribute(block, attributeOfBlock(block, "index")),
    after: `
      model A {
        id Int @id

        // About the index.
        @@map("a")
      }
    `,
  },
  "the last of several goes with its line": {
    before: `
      model A {
        id Int @id

        @@map("a") // in the old system
        @@index([id])
      }
    `,
    edits: (block) => edit.removeBlockAttribute(block, attributeOfBlock(block, "index")),
    after: `
      model A {
        id Int @id

        @@map("a") // in the old system
      }
    `,
  },
  "a comment behind a block attribute stays": {
    before: `
      model A {
        id Int @id

        @@index([id]) // by hand
      }
    `,
    edits: (block) => edit.removeBlockAttribute(block, attributeOfBlock(block, "index")),
    after: `
      model A {
        id Int @id

        // by hand
      }
    `,
  },
  "a comment before a block attribute stays": {
    before: `
      model A {
        id Int @id

        /* by hand */ @@index([id])
        @@map("a")
      }
    `,
    edits: (block) => edit.removeBlockAttribute(block, attributeOfBlock(block, "index")),
    after: `
      model A {
        id Int @id

        /* by hand */${" "}
        @@map("a")
      }
    `,
  },
  "an attribute that is alone in its model goes": {
    before: `
      model A {
        @@index([id])
      }
    `,
    edits: (block) => edit.removeBlockAttribute(block, attributeOfBlock(block, "index")),
    after: `
      model A {
      }
    `,
  },
  "a line comes above another, as far in": {
    before: `
      model A {
          id Int @id
          b  Int
      }
    `,
    edits: (block) => [edit.insertLineAbove(block, field(block, "b").start, "// said")],
    after: `
      model A {
          id Int @id
          // said
          b  Int
      }
    `,
  },
  "a line comes above a model": {
    before: `
      // why
      model A {
        id Int @id
      }
    `,
    edits: (block) => [edit.insertLineAbove(block, block.keyword.start, "// said")],
    after: `
      // why
      // said
      model A {
        id Int @id
      }
    `,
  },
};

describe.each([
  ["\n", "Unix"],
  ["\r\n", "Windows"],
  ["\r", "old Macintosh"],
])("with the line endings %j of %s", (newline) => {
  test.each(Object.entries(cases))("%s", (_, { before, edits, after }) => {
    const text = dedent(before).replaceAll("\n", newline);
    expect(edited(text, edits)).toBe(dedent(after).replaceAll("\n", newline));
  });
});

const fieldAttributes =
  '@id @unique @default(1) @updatedAt @map("x") @relation("y") @ignore @db.Uuid';

test.each(fieldAttributes.split(" "))("%s goes where Prisma's formatter has it", (added) => {
  const others = fieldAttributes.replace(added, "").trim().replace("  ", " ");
  const text = formatted(`model A {\n  id Int ${others}\n}\n`);
  const result = edited(text, (block) => edit.addFieldAttribute(block, field(block, "id"), added));
  expect(result).toBe(`model A {\n  id Int ${fieldAttributes}\n}\n`);
  expect(formatted(result)).toBe(result);
});

const blockAttributes =
  '@@id([id]) @@unique([id]) @@index([id]) @@fulltext([id]) @@map("x") @@ignore @@schema("y")';

test.each(blockAttributes.split(" "))("%s goes where Prisma's formatter has it", (added) => {
  const all = blockAttributes.split(" ");
  const model = (lines: string[]) => `model A {\n  id Int\n\n  ${lines.join("\n  ")}\n}\n`;
  const result = edited(model(all.filter((line) => line !== added)), (block) =>
    edit.addBlockAttribute(block, added),
  );
  expect(result).toBe(model(all));
  expect(formatted(result)).toBe(result);
});

function edited(text: string, edits: (block: Block) => Edit[]): string {
  const schema = read(text);
  const block = schema.models[0]?.shape.block;
  if (block === undefined) throw new Error("the case has no model");
  const [changes = []] = placeEdits(edits(block), placer(schema.files))?.values() ?? [];
  return applyChanges(text, changes);
}

function field(block: Block, name: string): FieldNode {
  const found = block.members.find(
    (member): member is FieldNode => member.kind === "field" && member.name.text === name,
  );
  if (found === undefined) throw new Error(`the case has no field ${name}`);
  return found;
}

function attributeOf(block: Block, fieldName: string, name: string): AttributeNode {
  const found = field(block, fieldName).attributes.find((each) => each.name.text === name);
  if (found === undefined) throw new Error(`${fieldName} has no @${name}`);
  return found;
}

function attributeOfBlock(block: Block, name: string): AttributeNode {
  const found = block.members.find(
    (member): member is AttributeNode => member.kind === "attribute" && member.name.text === name,
  );
  if (found === undefined) throw new Error(`the case has no @@${name}`);
  return found;
}

describe("a formatted file stays formatted and valid text stays whole, whatever is fixed", () => {
  test.each(realSchemas())("$name", ({ files }) => {
    for (const [, raw] of files) {
      const text = formatted(raw);
      const schema = read(text);
      const place = placer(schema.files);
      const perRule = Math.ceil(20 / modelRules.length / files.length);
      for (const rule of modelRules) {
        const fixes = schema.models.flatMap((model) =>
          [...rule.check(model, defaultOptions(rule))].flatMap(({ fix }): Fix[] =>
            fix ? [fix] : [],
          ),
        );
        for (const { title, edits } of spread(fixes, perRule)) {
          const [changes = []] = placeEdits(edits, place)?.values() ?? [];
          const fixed = applyChanges(text, changes);
          expect(fixed, title).not.toBe(text);
          expect(fixed, title).toBe(formatted(fixed));
          expect(parseFile("schema.prisma", fixed).pieces.flatMap((each) => each.problems)).toEqual(
            schema.files.flatMap(({ pieces }) => pieces.flatMap((each) => each.problems)),
          );
        }
      }
    }
  });
});

test.each(modelRules)("the fix of $name keeps Windows line endings", (rule) => {
  for (const example of rule.examples) {
    if (!("bad" in example) || example.fixed === undefined) continue;
    const bad = dedent(example.bad).replace(/^ *\/\/ *\^.*\n/gm, "");
    const text = bad.replaceAll("\n", "\r\n");
    const schema = read(text);
    const edits = schema.models.flatMap((model) =>
      [
        ...rule.check(
          model,
          example.options ? rule.options?.parse(example.options) : defaultOptions(rule),
        ),
      ].flatMap(({ fix }) => fix?.edits ?? []),
    );
    const [changes = []] = placeEdits(edits, placer(schema.files))?.values() ?? [];
    expect(applyChanges(text, changes)).toBe(dedent(example.fixed).replaceAll("\n", "\r\n"));
  }
});

const parameters = JSON.stringify({
  textDocument: { uri: "file:///schema.prisma" },
  options: { tabSize: 2, insertSpaces: true },
});

function formatted(text: string): string {
  const files: [string, string][] = [["file:///schema.prisma", text]];
  const [file] = JSON.parse(format(JSON.stringify(files), parameters));
  return file[1];
}

/** At most `most` of `all`, from the first to the last. */
function spread<Item>(all: readonly Item[], most: number): Item[] {
  const step = Math.max(1, all.length / most);
  return Array.from(
    { length: Math.min(most, all.length) },
    (_, at) => all[Math.floor(at * step)],
  ).filter((item) => item !== undefined);
}
