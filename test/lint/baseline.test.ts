/** What a baseline knows, by rule, block and member, and how it is written. */
import { describe, expect, test } from "vitest";
import { readBaseline, writeBaseline } from "../../src/core/lint/baseline.ts";
import { defaults } from "../../src/core/lint/config.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { identityOf } from "../../src/core/rules/identity.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";

const before = `model Post {
  id       Int   @id
  author   User  @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int
  price    Float
  at       DateTime @default(now()) @db.Timestamptz(6)

  @@index([price])
  @@index([price])
}

model User {
  id    Int    @id
  posts Post[]
  at    DateTime @default(now()) @db.Timestamptz(6)
}
`;

function said(text: string, baseline: string | undefined) {
  const known = baseline === undefined ? undefined : readBaseline(baseline);
  const check = schemaChecker(defaults, undefined, known);
  const { files } = check(resolve([parseFile("schema.prisma", text)]));
  return files.flatMap(({ verdicts }) => verdicts);
}

const about = ["unindexed-foreign-key", "money-as-float", "duplicate-index"];
const fresh = (text: string, baseline?: string) =>
  said(text, baseline)
    .filter(({ rule, known }) => about.includes(rule) && !known)
    .map(identityOf)
    .sort();

const baseline = writeBaseline(said(before, undefined).map(identityOf));

test("a finding is known by rule, block and member", () => {
  expect(fresh(before)).toEqual([
    "duplicate-index Post @@index([price])",
    "money-as-float Post.price",
    "unindexed-foreign-key Post.author",
  ]);
});

describe("under a baseline", () => {
  test("nothing of it is new, and all of it is a hint", () => {
    expect(fresh(before, baseline)).toEqual([]);
    const verdicts = said(before, baseline);
    expect(new Set(verdicts.map(({ severity }) => severity))).toEqual(new Set(["hint"]));
  });

  test("moving things about makes nothing new", () => {
    const [post = "", user = ""] = before.split(/\n\n(?=model)/);
    const moved = `// Users first.\n${user}\n\n${post.replace("  price    Float\n", "")}`;
    const back = moved.replace("  id       Int   @id\n", "  price Float\n  id       Int   @id\n");
    expect(fresh(back, baseline)).toEqual([]);
  });

  test("what comes is new, also beside what is known", () => {
    const more = before.replace("  price    Float", "  price    Float\n  fee Float");
    expect(fresh(more, baseline)).toEqual(["money-as-float Post.fee"]);
  });

  test("of several that are alike, as many are known as there were", () => {
    const more = before.replace("  @@index([price])\n", "  @@index([price])\n  @@index([price])\n");
    expect(fresh(more, baseline)).toEqual(["duplicate-index Post @@index([price])"]);
  });

  test("another rule at the same place is new", () => {
    const known = writeBaseline(["duplicate-index Post.price"]);
    expect(fresh(before, known)).toContain("money-as-float Post.price");
  });
});

test("it is written one finding a line, in order", () => {
  expect(writeBaseline(["b", "a"])).toBe(`{
  "version": 1,
  "findings": [
    "a",
    "b"
  ]
}
`);
});

test.each(["", "{", "[]", `{ "version": 2, "findings": [] }`, `{ "version": 1 }`])(
  "%s is no baseline",
  (text) => {
    expect(readBaseline(text)).toBeUndefined();
  },
);
