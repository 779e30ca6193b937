/** What stays in the diagram while a text is unfinished, and what goes because it was deleted. */
import { describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { keepingLastGood, type LastGood } from "../../src/core/diagram/last-good.ts";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { mutate } from "../fuzz/mutate.ts";
import { randomFrom } from "../fuzz/random.ts";
import { realSchemas } from "../support/corpus.ts";
import { diagramFrom, relationsIn } from "./schemas.ts";

const shop = `enum Role {
  ADMIN
  GUEST
}

/// Somebody who buys.
model User {
  id    Int    @id
  email String @unique
  role  Role
  posts Post[]
}

model Post {
  id       Int    @id
  title    String
  authorId Int
  author   User   @relation(fields: [authorId], references: [id])
}

model Tag {
  id   Int    @id
  name String
}
`;

/** The diagram after each version of the text, as an editor would see them one after the other. */
function shownWhile(...texts: readonly string[]): Diagram[] {
  let file: SchemaFile | undefined;
  let kept: LastGood | undefined;
  return texts.map((text) => {
    file = parseFile("schema.prisma", text, file);
    kept = keepingLastGood(kept, resolve([file]));
    return diagramOf(kept.schema, undefined, kept.standIns);
  });
}

/** Names, and a star behind what is stale. */
function namesIn({ entities, enums }: Diagram): string {
  return [...enums, ...entities].map(({ id, isStale }) => id + (isStale ? "*" : "")).join(" ");
}

function last<Item>(items: readonly Item[]): Item {
  const item = items.at(-1);
  if (item === undefined) throw new Error("There is none");
  return item;
}

/** Each state while `added` is typed at `at`, and while it is taken back again. */
function typed(text: string, at: number, added: string): string[] {
  const forth = [...added].map(
    (_, size) => text.slice(0, at) + added.slice(0, size + 1) + text.slice(at),
  );
  return [text, ...forth, ...[...forth].reverse(), text];
}

/** Each state while what stands from `start` to `end` goes with the backspace key. */
function erased(text: string, start: number, end: number): string[] {
  return Array.from(
    { length: end - start + 1 },
    (_, count) => text.slice(0, end - count) + text.slice(end),
  );
}

const whole = diagramFrom(shop);

describe("a block that is unfinished", () => {
  test.each([
    ["a new model above the others", 0],
    ["a new model between them", shop.indexOf("model Post")],
    ["a new model at the end", shop.length],
  ])("%s flickers nothing", (_, at) => {
    const added =
      "model Order {\n  id Int @id\n  user User @relation(fields: [userId], references: [id])\n  userId Int\n}\n\n";
    for (const diagram of shownWhile(...typed(shop, at, added))) {
      for (const name of ["Role", "User", "Post", "Tag"]) {
        expect(namesIn(diagram).split(/\W+/)).toContain(name);
      }
      expect(relationsIn(diagram)).toEqual(expect.arrayContaining(relationsIn(whole)));
    }
  });

  test("a new field shows when it has a type, and nothing else changes", () => {
    const at = shop.indexOf("\n  authorId");
    const added = "\n  price Decimal @db.Decimal(10, 2)";
    const rows = new Set<string>();
    const versions = typed(shop, at, added);
    for (const [step, { entities }] of shownWhile(...versions).entries()) {
      const post = entities.find(({ id }) => id === "Post");
      if (step <= added.length) expect(post?.isStale).toBe(false);
      rows.add(post?.rows.map(({ name, type }) => `${name} ${type}`).join() ?? "");
    }
    expect([...rows].every((text) => text.startsWith("id Int,title String,"))).toBe(true);
    expect([...rows]).toContain("id Int,title String,price Decimal,authorId Int");
    expect([...rows].some((text) => text.includes("price ,"))).toBe(false);
  });

  test("no closing brace", () => {
    const open = shop.replace("  posts Post[]\n}", "  posts Post[]\n");
    expect(namesIn(last(shownWhile(shop, open)))).toBe("Role User Post Tag");
  });

  test("a closing brace that comes too early", () => {
    const early = shop.replace("  role  Role\n", "  }\n  role  Role\n");
    const shown = last(shownWhile(shop, early));
    expect(namesIn(shown)).toBe("Role User* Post Tag");
    expect(relationsIn(shown)).toEqual(relationsIn(whole));
  });

  test("a field whose type is being written again", () => {
    const start = shop.indexOf("String @unique");
    const shown = shownWhile(...erased(shop, start, start + "String @unique".length));
    const user = last(shown).entities.find(({ id }) => id === "User");
    expect(user?.isStale).toBe(true);
    expect(user?.rows.map(({ name, type }) => `${name} ${type}`)).toContain("email S");
    const done = shownWhile(
      shop,
      shop.replace("String @unique", ""),
      shop.replace("String @unique", "Int"),
    );
    expect(last(done).entities[0]?.rows[1]?.type).toBe("Int");
    expect(last(done).entities[0]?.isStale).toBe(false);
  });

  test("a line that cannot be read", () => {
    const shown = last(shownWhile(shop, shop.replace("email String", "$email String")));
    expect(namesIn(shown)).toBe("Role User* Post Tag");
    expect(relationsIn(shown)).toEqual(relationsIn(whole));
  });

  test("an enum", () => {
    const shown = last(shownWhile(shop, shop.replace("GUEST", "$")));
    expect(namesIn(shown)).toBe("Role* User Post Tag");
    expect(shown.enums[0]?.values).toEqual(["ADMIN", "GUEST"]);
  });
});

describe("a block whose header cannot be read", () => {
  test.each([
    ["model User {", "model  {"],
    ["model User {", "mode User {"],
    ["model User {", "model User "],
    ["model User {", "User"],
    ["model User {", ""],
  ])("%s → %s", (header, broken) => {
    const text = shop.replace(header, broken);
    const shown = last(shownWhile(shop, text));
    expect(namesIn(shown)).toBe("Role User* Post Tag");
    expect(relationsIn(shown)).toEqual(relationsIn(whole));
    const at = shown.entities.find(({ id }) => id === "User")?.at.start ?? 0;
    // What is left of it in the text, not where it once was.
    expect(text.slice(at)).toMatch(broken === "" ? /^id/ : broken.trimEnd());
    expect(text.slice(at).split("\n}")[0]).toContain("email");
  });

  test("a name that is typed again ends as one model of the new name", () => {
    const versions = ["Use", "Us", "", "A", "Account"].map((name) =>
      shop.replace("model User", `model ${name}`),
    );
    const names = shownWhile(shop, ...versions).map(namesIn);
    expect(names[3]).toMatch(/^Role Us\* Post Tag$/);
    expect(last(names)).toBe("Role Account Post Tag");
  });

  test("a comment that begins above others and ends in a later one", () => {
    const text = shop.replace("model Tag", "/* All tags. */\nmodel Tag");
    const open = text.replace("model User", "/* model User");
    const [before, shown] = shownWhile(text, open);
    expect(namesIn(last([shown ?? before]) ?? whole)).toBe("Role User* Post* Tag");
    expect(relationsIn(shown ?? whole)).toEqual(relationsIn(whole));
  });

  test("stays through many keystrokes elsewhere", () => {
    const broken = shop.replace("model User {", "model  {");
    const versions = Array.from({ length: 20 }, (_, at) =>
      broken.replace("title", `title${"x".repeat(at)}`),
    );
    expect(namesIn(last(shownWhile(shop, ...versions)))).toBe("Role User* Post Tag");
    expect(namesIn(last(shownWhile(shop, ...versions, shop)))).toBe("Role User Post Tag");
  });
});

test("many headers at once", () => {
  const text = shop.replaceAll("model ", "modl ");
  expect(namesIn(last(shownWhile(shop, text)))).toBe("Role User* Post* Tag*");
});

test("a model with a mistake in it is renamed", () => {
  const broken = shop.replace("posts Post[]", "posts Post[]\n  $");
  const shown = last(shownWhile(broken, broken.replace("model User", "model Customer")));
  expect(namesIn(shown)).toBe("Role Customer Post Tag");
});

describe("what is deleted goes", () => {
  const user = shop.slice(shop.indexOf("/// Somebody"), shop.indexOf("model Post"));

  test("a model at once", () => {
    const shown = last(shownWhile(shop, shop.replace(user, "")));
    expect(namesIn(shown)).toBe("Role Post Tag");
    expect(shown.relations).toEqual([]);
  });

  test("a model character by character", () => {
    const start = shop.indexOf(user);
    const shown = shownWhile(...erased(shop, start, start + user.length));
    expect(namesIn(last(shown))).toBe("Role Post Tag");
    for (const diagram of shown) expect(namesIn(diagram)).toMatch(/Post.* Tag/);
  });

  test("a model that is commented out", () => {
    expect(
      namesIn(
        last(shownWhile(shop, shop.replace(user, `${user.trim().replace(/^/gm, "// ")}\n\n`))),
      ),
    ).toBe("Role Post Tag");
    expect(namesIn(last(shownWhile(shop, shop.replace(user, `/*\n${user}*/\n\n`))))).toBe(
      "Role Post Tag",
    );
  });

  test("a field", () => {
    const shown = last(shownWhile(shop, shop.replace("  email String @unique\n", "")));
    expect(namesIn(shown)).toBe("Role User Post Tag");
    expect(shown.entities[0]?.rows.map(({ name }) => name)).toEqual(["id", "role"]);
  });

  test("two fields, although another line is broken", () => {
    const broken = shop.replace("  posts Post[]\n", "  posts Post[]\n  $\n");
    const shown = last(shownWhile(shop, broken, broken.replace(/ {2}email.*\n {2}role.*\n/, "")));
    expect(namesIn(shown)).toBe("Role User Post Tag");
  });

  test("a file", () => {
    const files = ["model A {\n  id Int @id\n}\n", "model B {\n  id Int @id\n}\n"].map((text, at) =>
      parseFile(`${at}.prisma`, text),
    );
    const kept = keepingLastGood(undefined, resolve(files));
    const { schema, standIns } = keepingLastGood(kept, resolve(files.slice(1)));
    expect(namesIn(diagramOf(schema, undefined, standIns))).toBe("B");
  });

  test("a model that moves to another file stays, once", () => {
    const text = "model A {\n  id Int @id\n}\n";
    const kept = keepingLastGood(undefined, resolve([parseFile("a", text), parseFile("b", "")]));
    const now = resolve([parseFile("a", ""), parseFile("b", text)]);
    expect(namesIn(diagramOf(keepingLastGood(kept, now).schema))).toBe("A");
  });
});

test("a schema without a mistake is the very same", () => {
  const schema = resolve([parseFile("schema.prisma", shop)]);
  expect(keepingLastGood(undefined, schema).schema).toBe(schema);
});

test("whatever somebody types, places are in the text, and a correct text ends correct", () => {
  const texts = realSchemas().flatMap(({ files }) => files.map(([, text]) => text));
  for (let seed = 1; seed <= 150; seed++) {
    const random = randomFrom(seed);
    const cut = (texts[random(texts.length)] ?? "").slice(0, 8000);
    const text = cut.slice(0, cut.lastIndexOf("\n}") + 2);
    const versions = [text];
    for (let step = 0; step < 4; step++) versions.push(mutate(last(versions), random));
    const shown = shownWhile(...versions, text);
    for (const [at, { entities, enums }] of shown.entries()) {
      const { length } = versions[at] ?? text;
      for (const { at: place } of [
        ...enums,
        ...entities,
        ...entities.flatMap(({ rows }) => rows),
      ]) {
        expect(place.end, `seed ${seed}`).toBeLessThanOrEqual(length);
      }
      expect(new Set(entities.map(({ id }) => id)).size).toBe(entities.length);
    }
    expect(last(shown), `seed ${seed}`).toEqual(diagramFrom(text));
  }
});
