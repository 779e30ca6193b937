/**
 * Whatever is typed, pasted or torn, reading a schema neither throws nor hangs nor loses a
 * character, and an edit leads to the same tree as a fresh start. `npm run fuzz` runs more of it.
 */
import { describe, expect, test } from "vitest";
import { textOf } from "../../src/core/base/text.ts";
import { type Case, chain, monsterCases, mutationCases, prefixCases } from "../fuzz/cases.ts";
import { checkText } from "../fuzz/invariants.ts";
import { realSchemas } from "../support/corpus.ts";

const schemas = realSchemas();

describe("every prefix of a small schema and some of a large one", () => {
  test.each([...prefixCases(schemas, 1000, 15)])(
    "$name",
    ({ run }) => {
      run();
    },
    60_000,
  );
});

describe("texts that would take a careless parser quadratic time", () => {
  test.each([...monsterCases(60_000)])(
    "$name",
    ({ run }) => {
      run();
    },
    60_000,
  );
});

test("random changes", () => {
  runAll(mutationCases(schemas, 1_000_000, 3000 / chain));
}, 60_000);

describe("an edit leads to the same tree as a fresh start", () => {
  test.each([
    [
      "a comment that was open for long is closed far below",
      "/* open\nmodel A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}\nmodel C {\n}\n",
      "/* open\nmodel A {\n  id Int @id\n}\nmodel B {\n  id Int @id\n}\nmodel C {\n}\n*/",
    ],
    [
      "a comment of a block is closed far below",
      "model A {\n  id Int /* open\n}\nmodel B {\n}\n\nmodel C {\n}\n",
      "model A {\n  id Int /* open\n}\nmodel B {\n}\n\nmodel C {\n  id Int // */\n}\n",
    ],
    [
      "what followed a brace begins the file",
      "model A {\n} /// doc\nmodel B {\n}\n",
      " /// doc\nmodel B {\n}\n",
    ],
    ["a byte order mark begins the file", "model A {\n}\ufeff// c\n", "\ufeff// c\n"],
    ["equal models become one more", "model A {\n}\nmodel A {\n}\n", "model A {\n}\n".repeat(3)],
  ])("%s", (_, before, after) => {
    checkText(after, checkText(before, undefined, true), true);
    checkText(before, checkText(after, undefined, true), true);
  });
});

describe("no character is lost", () => {
  test.each([
    ["comments behind a byte order mark", "\ufeff/// doc\nmodel A {\n}\n", ["docs doc"]],
    ["text behind a comment on the header line", "model A { /* c */ x Int\n}\n", ["c ", "x Int"]],
    [
      "a comment that opens on the header line, which Prisma ends there",
      "model A { /* c\n  x Int */ y Int\n}\n",
      ["/* c", "field x"],
    ],
    ["a name that begins with a hyphen makes no block", "model -a {\n}\n", ["model -a {", "}"]],
    ["a byte order mark further down", "model A {\n\ufeff  x Int\n}\n", ["\ufeff  x Int"]],
  ])("%s", (_, text, expected) => {
    const [piece] = checkText(text, undefined, true).pieces;
    const docs = piece && piece.kind !== "gap" ? piece.docs.map((doc) => `docs ${doc.text}`) : [];
    const members = piece?.members.map((member) => {
      if (member.kind === "comment") return member.text;
      return "name" in member ? `${member.kind} ${member.name.text}` : textOf(member);
    });
    expect([...docs, ...(members ?? [])]).toEqual(expected);
  });
});

function runAll(cases: Iterable<Case>): void {
  for (const { name, run } of cases) {
    try {
      run();
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
}
