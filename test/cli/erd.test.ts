/** `prisma-architect erd` as a shell runs it. */
import { beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { temporaryFolders } from "../support/temp-folder.ts";
import { runProgram } from "./run.ts";

const folder = temporaryFolders();
let script = "";
let root = "";

beforeAll(async () => {
  const dist = folder();
  script = await bundle("cli", dist);
  await bundle("layout-worker", dist);
  root = folder({ "schema.prisma": shop, "other/schema.prisma": "model A {\n  id Int @id\n}\n" });
}, 30_000);

const shop = `enum Role {
  ADMIN
  EDITOR
}

model User {
  id    Int    @id
  role  Role
  posts Post[]
}

model Post {
  id       Int       @id
  title    String
  author   User      @relation(fields: [authorId], references: [id])
  authorId Int
  comments Comment[]
}

model Comment {
  id     Int  @id
  post   Post @relation(fields: [postId], references: [id])
  postId Int
}
`;

const erd = (...words: string[]) => runProgram(script, root, ["erd", "schema.prisma", ...words]);

describe.concurrent("a drawing", () => {
  test.each([
    [[], /^erDiagram\n {2}direction LR\n/],
    [["--direction", "TB"], /direction TB/],
    [["--format", "markdown"], /^# schema\.prisma\n[\s\S]*```mermaid/],
    [["--format", "dbml"], /Enum "?Role"?/],
    [["--format", "svg"], /^<svg [\s\S]*<\/svg>\n$/],
    [["--format", "svg", "--dark"], /^<svg [\s\S]*<\/svg>\n$/],
  ])("%j", async (words, looks) => {
    const { code, out, err } = await erd(...words);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(looks);
    for (const name of ["User", "Post", "Comment"]) expect(out).toContain(name);
  });

  test("dark is not light", async () => {
    const [light, dark] = await Promise.all([
      erd("--format", "svg"),
      erd("--format", "svg", "--dark"),
    ]);
    expect(light.out).not.toBe(dark.out);
  });

  test("as data", async () => {
    const { entities, relations, enums } = JSON.parse((await erd("--format", "json")).out);
    expect([entities.length, relations.length, enums.length]).toEqual([3, 2, 1]);
  });

  test("of some models and what is near", async () => {
    const near = await erd("--models", "User", "--format", "json");
    const ids = JSON.parse(near.out).entities.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(["User", "Post"]);
    const alone = await erd("--models", "User,Comment", "--depth", "0", "--format", "json");
    const both = JSON.parse(alone.out).entities.map(({ id }: { id: string }) => id);
    expect(both).toEqual(["User", "Comment"]);
  });

  test("with keys only, without enums", async () => {
    const { out } = await erd("--detail", "keys", "--no-enums");
    expect(out).not.toContain("title");
    expect(out).not.toContain("ADMIN");
    expect(out).toContain("authorId");
  });
});

describe.concurrent("what it does not understand", () => {
  test.each([
    [["--models", "Usr"], "There is no model called Usr; did you mean User?"],
    [["--depth", "x"], "--depth is a whole number, not x"],
    [["--depth", "-1"], "--depth"],
    [["--format", "pdf"], "--format is one of mermaid, markdown, svg, dbml, json, not pdf"],
    [["--detial", "keys"], "--detail"],
    [["more"], "erd draws one schema, not also more"],
  ])("%j", async (words, says) => {
    const { code, out, err } = await erd(...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(says);
  });

  test("which of several schemas", async () => {
    const { code, err } = await runProgram(script, root, ["erd"]);
    expect(code).toBe(2);
    expect(err).toContain("There are several schemas");
  });
});
