/** What the diagram panel asks of the server: pictures of unsaved text, places, findings, exports. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { startLayout } from "../../src/engines/layout.ts";
import {
  type DiagramExportRequest,
  type DiagramFinding,
  type DiagramRequest,
  type DiagramSnapshot,
  type DiagramView,
  diagram,
  diagramChanged,
  diagramExport,
  diagramFindings,
  diagramPlace,
  diagramSource,
  type SourceRange,
  usualView,
} from "../../src/protocol/diagram.ts";
import { bundle } from "../support/bundle.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const folder = temporaryFolders();
let script = "";
beforeAll(async () => {
  script = await bundle("layout-worker", folder());
}, 30_000);

const editors: Editor[] = [];

async function open(tree: Tree, root = folder(tree)) {
  const editor = new Editor({
    ...noEngines,
    startLayout: (log) => startLayout(script, log),
  });
  editors.push(editor);
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  const see = (view: Partial<DiagramView> = {}, more: Partial<DiagramRequest> = {}) => {
    const request: DiagramRequest = { view: { ...usualView, ...view }, pins: {}, ...more };
    return editor.ask<DiagramSnapshot | null>(diagram, request);
  };
  return { root, editor, see, uri: (path: string) => uriOf(join(root, path)) };
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

const shop = `model User {
  id    Int    @id
  posts Post[]
}

model Post {
  id       Int  @id
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int
}
`;

const idsOf = (snapshot: DiagramSnapshot | null) =>
  snapshot?.diagram.entities.map(({ id }) => id) ?? [];

describe("a picture", () => {
  test("of a small schema comes with the text for Mermaid", async () => {
    const { see, uri } = await open({ "schema.prisma": shop });
    const snapshot = await see();
    expect(snapshot).toMatchObject({
      schema: { uri: uri("schema.prisma"), title: "schema.prisma" },
      renderer: "mermaid",
      view: { mode: "all" },
    });
    expect(snapshot?.mermaid?.text).toContain('"Post"');
    expect(snapshot?.layout).toBeUndefined();
    expect(snapshot?.diagram.entities[1]?.counts.warning, "findings are counted").toBe(1);
    expect(snapshot?.names.map(({ id }) => id)).toEqual(["User", "Post"]);
  });

  test("of the map comes with places, and keeps what was dragged", async () => {
    const { see } = await open({ "schema.prisma": shop });
    const first = await see({ renderer: "map" });
    expect(first?.layout?.boxes.map(({ id }) => id).sort()).toEqual(["Post", "User"]);
    const pins = { User: { x: 900, y: 700 } };
    const dragged = await see({ renderer: "map" }, { pins });
    expect(dragged?.layout?.boxes.find(({ id }) => id === "User")).toMatchObject(pins.User);
  });

  test("follows what is typed, and is told of it", async () => {
    const { see, editor, uri } = await open({ "schema.prisma": shop });
    await editor.open(uri("schema.prisma"), shop);
    await see();
    const before = editor.told(diagramChanged);
    await editor.type(uri("schema.prisma"), "  authorId Int", "  authorId Int\n  title String");
    await editor.until(() => editor.told(diagramChanged) > before);
    const post = (await see())?.diagram.entities.find(({ id }) => id === "Post");
    expect(post?.rows.map(({ name }) => name)).toContain("title");
  });

  test("keeps a model whose block is broken, as stale", async () => {
    const { see, editor, uri } = await open({ "schema.prisma": shop });
    await editor.open(uri("schema.prisma"), shop);
    await see();
    await editor.type(uri("schema.prisma"), "model Post {", "model Post");
    const broken = await see();
    expect(idsOf(broken)).toEqual(["User", "Post"]);
    expect(broken?.diagram.entities[1]?.isStale).toBe(true);
  });

  test("of nothing is nothing", async () => {
    const { see } = await open({ "readme.md": "" });
    expect(await see()).toBeNull();
  });

  test("names all schemas, and shows the one that is asked for", async () => {
    const { see, uri } = await open({
      "a/schema.prisma": shop,
      "b/schema.prisma": "model Other {\n  id Int @id\n}\n",
    });
    const other = await see({}, { uri: uri("b/schema.prisma") });
    expect(idsOf(other)).toEqual(["Other"]);
    expect(other?.schemas.map(({ title }) => title).sort()).toEqual([
      join("a", "schema.prisma"),
      join("b", "schema.prisma"),
    ]);
  });
});

describe("a comparison", () => {
  test("with what is saved", async () => {
    const { see, editor, uri } = await open({ "schema.prisma": shop });
    await editor.open(uri("schema.prisma"), shop);
    expect((await see({ mode: "diff", base: "saved" }))?.note).toMatch(/^Nothing differs/);
    await editor.type(uri("schema.prisma"), "  authorId Int", "  authorId Int\n  title String");
    const [changed] = (await see({ mode: "diff", base: "saved" }))?.diagram.entities ?? [];
    expect([changed?.id, changed?.change]).toEqual(["Post", "changed"]);
    expect(changed?.rows.find(({ name }) => name === "title")?.change).toBe("added");
  });

  test("with what was committed", async () => {
    const root = folder({ "prisma/schema.prisma": shop });
    const git = (...words: string[]) => execFileSync("git", words, { cwd: root, stdio: "pipe" });
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "first");
    const { see, editor, uri } = await open({}, root);
    await editor.open(uri("prisma/schema.prisma"), shop.replace(/model User[^}]*\}\n/, ""));
    const seen = await see({ mode: "diff", base: "git" });
    const user = seen?.diagram.entities.find(({ id }) => id === "User");
    expect(user?.change).toBe("removed");
  });

  test("says what is missing where there is no commit", async () => {
    const { see } = await open({ "schema.prisma": shop });
    const seen = await see({ mode: "diff", base: "git" });
    expect(seen?.note).toMatch(/^There is no commit to compare with/);
    expect(idsOf(seen)).toHaveLength(2);
  });
});

describe("between the picture and the text", () => {
  test("a click leads to the source", async () => {
    const { see, editor, uri } = await open({ "schema.prisma": shop });
    await editor.open(uri("schema.prisma"), shop);
    const [, post] = (await see())?.diagram.entities ?? [];
    const author = post?.rows.find(({ name }) => name === "authorId");
    if (!author) throw new Error("no row");
    const source = await editor.ask<SourceRange>(diagramSource, author.at);
    expect(source.uri).toBe(uri("schema.prisma"));
    expect(editor.document(source.uri).getText(source.range)).toBe("authorId");
    expect(await editor.ask(diagramSource, { ...author.at, file: "/gone.prisma" })).toBeNull();
  });

  test("a cursor is at an entity and a row", async () => {
    const { editor, uri } = await open({ "schema.prisma": shop });
    const at = (text: string) =>
      editor.ask(diagramPlace, { uri: uri("schema.prisma"), offset: shop.indexOf(text) });
    expect(await at("authorId Int")).toEqual({
      entity: "Post",
      field: "authorId",
      schema: uri("schema.prisma"),
    });
    expect(await at("model Post")).toMatchObject({ entity: "Post" });
  });

  test("a badge lists findings with their fixes", async () => {
    const { editor, uri } = await open({ "schema.prisma": shop });
    const ask = (entity: string, row?: string) =>
      editor.ask<DiagramFinding[]>(diagramFindings, { uri: uri("schema.prisma"), entity, row });
    expect((await ask("Post")).map(({ rule, fix }) => [rule, fix])).toEqual([
      ["unindexed-foreign-key", "Add @@index([authorId])"],
    ]);
    expect(await ask("Post", "id")).toEqual([]);
    expect(await ask("User")).toEqual([]);
  });
});

test.each([
  ["mmd", /^erDiagram\n/],
  ["md", /^# schema\.prisma\n[\s\S]*```mermaid\n/],
  ["dbml", /Table "?Post"?/],
  ["svg", /^<svg [\s\S]*<\/svg>\s*$/],
] as const)("an export as %s", async (format, looks) => {
  const { editor } = await open({ "schema.prisma": shop });
  const request: DiagramExportRequest = { view: usualView, pins: {}, format, isDark: false };
  expect(await editor.ask<string>(diagramExport, request)).toMatch(looks);
});
