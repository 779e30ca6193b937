/** What an editor asks about a schema: data in, data out. */
import { describe, expect, test } from "vitest";
import { applyChanges } from "../../src/core/base/text.ts";
import { changesBetween, fixAll } from "../../src/core/editor/fix-all.ts";
import { ignoreEdit } from "../../src/core/editor/ignore.ts";
import { lensesOf } from "../../src/core/editor/lenses.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { setPreset, turnRuleOff } from "../../src/core/lint/config-edit.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import { resolve } from "../../src/core/schema/resolve.ts";

const check = schemaChecker({
  ...defaults,
  rules: { "missing-timestamps": "off", "implicit-referential-action": "off" },
});

const schemaOf = (...texts: string[]) =>
  resolve(texts.map((text, at) => parseFile(`${at}.prisma`, text)));

/** Without the indentation of this file. */
function plain(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const indent = Math.min(...lines.filter((l) => l.trim()).map((l) => l.search(/\S/)));
  return `${lines.map((line) => line.slice(indent)).join("\n")}\n`;
}

const user = plain(`
  model User {
    id    Int    @id
    posts Post[]
  }
`);

const post = plain(`
  model Post {
    id       Int  @id
    author   User @relation(fields: [authorId], references: [id])
    authorId Int
  }
`);

const postFixed = plain(`
  model Post {
    id       Int  @id
    author   User @relation(fields: [authorId], references: [id])
    authorId Int

    @@index([authorId])
  }
`);

const indexesTwice = plain(`
  model Tag {
    id   Int    @id
    name String @unique
    kind String

    @@index([name])
    @@index([kind])
    @@index([kind])
    @@index([kind, name])
  }
`);

describe("fix all", () => {
  const fixed = (texts: string[], rule?: string, file?: string) => {
    const wanted = (verdict: { rule: string }, { path }: { path: string }) =>
      (rule === undefined || verdict.rule === rule) && (file === undefined || path === file);
    const { schema, count } = fixAll(schemaOf(...texts), check, wanted);
    return [count, ...schema.files.map(({ text }) => text)];
  };

  test("several fixes of one block are made one after another", () => {
    const tag = plain(`
      model Tag {
        id   Int    @id
        name String @unique
        kind String

        @@index([kind, name])
      }
    `);
    expect(fixed([indexesTwice])).toEqual([3, tag]);
  });

  test("one rule only", () => {
    expect(fixed([indexesTwice], "index-duplicates-unique")).toEqual([
      1,
      indexesTwice.replace("  @@index([name])\n", ""),
    ]);
  });

  test("one file only, with what other files say", () => {
    expect(fixed([post, user, indexesTwice], undefined, "0.prisma")).toEqual([
      1,
      postFixed,
      user,
      indexesTwice,
    ]);
  });

  test("a thousand blocks", () => {
    const many = Array.from({ length: 1000 }, (_, at) => post.replace("Post", `Post${at}`));
    const [count, text] = fixed([many.join("\n"), "model User {\n  id Int @id\n}\n"]);
    expect(count).toBe(1000);
    expect(String(text).match(/@@index/g)).toHaveLength(1000);
  });

  test("fifty fixes of one block", () => {
    const fields = Array.from(
      { length: 50 },
      (_, at) =>
        `  u${at} User @relation("${at}", fields: [k${at}], references: [id])\n  k${at} Int\n`,
    ).join("");
    const backs = Array.from({ length: 50 }, (_, at) => `  p${at} P[] @relation("${at}")\n`).join(
      "",
    );
    const [count] = fixed([
      `model P {\n  id Int @id\n${fields}}\nmodel User {\n  id Int @id\n${backs}}\n`,
    ]);
    expect(count).toBe(50);
  });

  test("nothing to fix leaves the schema as it is", () => {
    const schema = schemaOf(postFixed, user);
    expect(fixAll(schema, check, () => true)).toEqual({ schema, count: 0 });
    expect(fixAll(schema, check, () => true).schema).toBe(schema);
  });

  test("line endings stay", () => {
    const windows = (text: string) => text.replaceAll("\n", "\r\n");
    expect(fixed([windows(post), user])).toEqual([1, windows(postFixed), user]);
  });
});

describe("changes between two versions", () => {
  const between = (before: string, after: string) =>
    changesBetween(parseFile("a.prisma", before), parseFile("a.prisma", after));

  test.each<[what: string, before: string, after: string, changes: object[]]>([
    ["the same", "model A {}", "model A {}", []],
    ["more inside a block", "model A {}", "model A { }", [{ start: 9, end: 9, text: " " }]],
    ["less", "model A {  }", "model A { }", [{ start: 10, end: 11, text: "" }]],
    ["repeated letters", "model AA {}", "model AAA {}", [{ start: 8, end: 8, text: "A" }]],
    [
      "two blocks, each on its own",
      "model A {}\nmodel B {}\n",
      "model X {}\nmodel Y {}\n",
      [
        { start: 6, end: 7, text: "X" },
        { start: 17, end: 18, text: "Y" },
      ],
    ],
    [
      "a block that came",
      "model A {}\n",
      "model A {}\nmodel B {}\n",
      [{ start: 11, end: 11, text: "model B {}\n" }],
    ],
    ["from nothing", "", "model A {}", [{ start: 0, end: 0, text: "model A {}" }]],
    ["to nothing", "model A {}", "", [{ start: 0, end: 10, text: "" }]],
  ])("%s", (_, before, after, changes) => {
    expect(between(before, after)).toEqual(changes);
    expect(applyChanges(before, between(before, after))).toBe(after);
  });

  test("a pair of surrogates is never cut in two", () => {
    // 😀 and 😁 share their first code unit.
    const [change] = between("// 😀\nmodel A {}", "// 😁\nmodel A {}");
    expect(change).toEqual({ start: 3, end: 5, text: "😁" });
    // 😀 and 🈀 share their last one.
    const [other] = between("// 😀\nmodel A {}", "// 🈀\nmodel A {}");
    expect(other).toEqual({ start: 3, end: 5, text: "🈀" });
  });
});

describe("lenses", () => {
  const titles = (...texts: string[]) => {
    const schema = schemaOf(...texts);
    const verdicts = check(schema).files.flatMap((file) => file.verdicts);
    return lensesOf(schema, verdicts).map(({ at, title, verdicts: found }) => [
      at.source.text.slice(at.start, at.end),
      title,
      ...found.map(({ rule }) => rule),
    ]);
  };

  test("count relations, indexes and findings", () => {
    expect(titles(post, user, indexesTwice)).toEqual([
      ["Post", "1 relation · 1 index · 1 finding", "unindexed-foreign-key"],
      ["User", "1 relation · 1 index · no findings"],
      [
        "Tag",
        "no relations · 6 indexes · 3 findings",
        expect.any(String),
        expect.any(String),
        expect.any(String),
      ],
    ]);
  });

  test("views have one, enums and composite types have none", () => {
    expect(titles("view V {\n  n Int\n}\nenum E {\n  A\n}\ntype T {\n  n Int\n}\n")).toEqual([
      ["V", "no relations · no indexes · no findings"],
    ]);
  });

  test("comments that silence count as they are", () => {
    const silenced = post.replace(
      "  author ",
      "  // architect-ignore unindexed-foreign-key: few\n  author ",
    );
    expect(titles(silenced, user)[0]).toEqual(["Post", "1 relation · 1 index · no findings"]);
  });

  test("nothing gives none", () => {
    expect(titles("")).toEqual([]);
  });
});

describe("ignore with a comment", () => {
  /** The whole text with the first finding of `rule` silenced. */
  const ignored = (text: string, rule: string, ...others: string[]) => {
    const schema = schemaOf(text, ...others);
    const verdict = check(schema).files[0]?.verdicts.find((one) => one.rule === rule);
    const piece = schema.files[0]?.pieces.find((one) => one === verdict?.at.source);
    const edit = piece && verdict && ignoreEdit(piece, verdict);
    if (!edit) return undefined;
    const [changes = []] = placeEdits([edit], placer(schema.files))?.values() ?? [];
    return applyChanges(text, changes);
  };

  test.each<[what: string, text: string]>([
    ["as far in as the field", post],
    ["with tabs", post.replaceAll("  author", "\tauthor")],
    ["with Windows line ends", post.replaceAll("\n", "\r\n")],
  ])("%s", (_, text) => {
    const indent = /([ \t]*)author /.exec(text)?.[1] ?? "";
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    const comment = `${indent}// architect-ignore unindexed-foreign-key: ${newline}`;
    const now = ignored(text, "unindexed-foreign-key", user);
    expect(now).toBe(text.replace(/[ \t]*author /, (line) => comment + line));
    // The comment silences the finding, and only its missing reason is left.
    const rules = check(schemaOf(now ?? "", user)).files[0]?.verdicts.map(({ rule }) => rule);
    expect(rules).toEqual(["ignore-without-reason"]);
  });

  test("above the model when the finding is the model's own", () => {
    const text = "/// About it\nmodel Log {\n  at Int\n}\n";
    const now = ignored(text, "missing-primary-key");
    expect(now).toBe(
      "/// About it\n// architect-ignore missing-primary-key: \nmodel Log {\n  at Int\n}\n",
    );
    const rules = check(schemaOf(now ?? "")).files[0]?.verdicts.map(({ rule }) => rule);
    expect(rules).toEqual(["ignore-without-reason"]);
  });
});

describe("turn a rule off", () => {
  test.each<[what: string, before: string, after: string | undefined]>([
    ["no file", "", `{\n  "rules": {\n    "x": "off"\n  }\n}\n`],
    ["a blank file", " \n", `{\n  "rules": {\n    "x": "off"\n  }\n}\n`],
    ["an empty object", "{}\n", `{\n  "rules": {\n    "x": "off"\n  }\n}\n`],
    [
      "beside others, with comments",
      `{\n  // Ours.\n  "rules": {\n    "a": "error" // Why.\n  }\n}\n`,
      `{\n  // Ours.\n  "rules": {\n    "a": "error", // Why.\n    "x": "off"\n  }\n}\n`,
    ],
    [
      "behind a trailing comma, with a comment",
      `{\n  "rules": {\n    "a": "error", /* Why. */ \n  },\n}\n`,
      `{\n  "rules": {\n    "a": "error", /* Why. */ \n    "x": "off",\n  },\n}\n`,
    ],
    [
      "on one line",
      `{ "rules": { "a": "off" } }`,
      `{\n  "rules": {\n    "a": "off",\n    "x": "off"\n  }\n}`,
    ],
    [
      "that was on",
      `{\n  "rules": { "x": /* loud */ "error" }\n}\n`,
      `{\n  "rules": { "x": /* loud */ "off" }\n}\n`,
    ],
    [
      "with tabs",
      `{\n\t"rules": {\n\t\t"a": "off"\n\t}\n}\n`,
      `{\n\t"rules": {\n\t\t"a": "off",\n\t\t"x": "off"\n\t}\n}\n`,
    ],
    [
      "with Windows line ends",
      `{\r\n    "rules": {\r\n        "a": "off"\r\n    }\r\n}\r\n`,
      `{\r\n    "rules": {\r\n        "a": "off",\r\n        "x": "off"\r\n    }\r\n}\r\n`,
    ],
    [
      "with a comment on top",
      `/*\n * Ours.\n */\n{\n  "rules": {}\n}\n`,
      `/*\n * Ours.\n */\n{\n  "rules": {\n    "x": "off"\n  }\n}\n`,
    ],
    ["no JSON", `{ "rules": `, undefined],
    ["only a comment", "// nothing yet\n", undefined],
    ["a list", "[]", undefined],
    ["a number", "3", undefined],
    ["rules that are a list", `{ "rules": [] }`, undefined],
    ["rules that are nothing", `{ "rules": null }`, undefined],
  ])("%s", (_, before, after) => {
    expect(turnRuleOff(before, "x")).toBe(after);
  });
});

test.each([
  ["", '{\n  "preset": "strict"\n}\n'],
  ['{\n  // ours\n  "preset": "all"\n}', '{\n  // ours\n  "preset": "strict"\n}'],
  ['{\n  "rules": {}\n}', '{\n  "rules": {},\n  "preset": "strict"\n}'],
  ["[]", undefined],
  ["{", undefined],
])("another preset in %j", (before, after) => {
  expect(setPreset(before, "strict")).toBe(after);
});

test("turning a rule off keeps its options", () => {
  const before = '{\n  "rules": {\n    "x": ["hint", { "allow": [] }]\n  }\n}';
  expect(turnRuleOff(before, "x")).toBe(before.replace("hint", "off"));
});

test("the default configuration leaves every rule as loud as it is", () => {
  const [file] = schemaChecker(defaults)(schemaOf(post, user)).files;
  expect(file?.verdicts.map(({ rule, severity }) => [rule, severity])).toContainEqual([
    "unindexed-foreign-key",
    "warning",
  ]);
});

test("a fix that is made alone is not made together with others", () => {
  const text = `model Post {
  id     Int    @id
  userId Int
  price  Float
}

model User {
  id Int @id
}
`;
  const schema = resolve([parseFile("schema.prisma", text)]);
  const check = schemaChecker({ ...defaults, preset: "all" });
  const wanted = ["foreign-key-shaped-scalar", "money-as-float"];
  const offered = check(schema).files.flatMap(({ verdicts }) =>
    verdicts.filter(({ rule, fix }) => fix && wanted.includes(rule)).map(({ rule }) => rule),
  );
  expect(offered.sort()).toEqual(wanted);
  const fixed = fixAll(schema, check, ({ rule }) => wanted.includes(rule));
  expect(fixed.count).toBe(1);
  expect(fixed.schema.files[0]?.text).toContain("@db.Decimal(19, 4)");
  expect(fixed.schema.files[0]?.text).not.toContain("@relation");
});
