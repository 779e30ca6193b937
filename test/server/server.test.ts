/** Conversations with the language server over real LSP streams, without an editor or a process. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { CodeAction, Diagnostic, Hover, TextDocumentEdit } from "vscode-languageserver";
import type { PrismaLinter, PrismaProblem } from "../../src/engines/prisma.ts";
import { startPrismaLinter } from "../../src/engines/prisma.ts";
import { optionsChanged, rulePage } from "../../src/protocol/messages.ts";
import { bundle, copyWasm } from "../support/bundle.ts";
import { plant, type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, type Start, uriOf } from "./editor.ts";

const folder = temporaryFolders();
const editors: Editor[] = [];

async function start(startWith: Start): Promise<Editor> {
  const editor = new Editor({ ...noEngines, ...startWith.engines });
  editors.push(editor);
  await editor.initialize(startWith);
  return editor;
}

/** A workspace on disk and an editor that has heard what is found in it. */
async function open(tree: Tree, more: Partial<Start> = {}) {
  const root = folder({ "prisma-architect.json": calm, ...tree });
  const editor = await start({ roots: [root], ...more });
  await editor.until(() => editor.counts !== undefined);
  return { root, editor, uri: (path: string) => uriOf(join(root, path)) };
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(repeated(editor), "nothing is published twice in a row").toEqual([]);
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

function repeated({ published }: Editor): string[] {
  const last = new Map<string, string>();
  return published.flatMap(({ uri, diagnostics }) => {
    const text = JSON.stringify(diagnostics);
    const same = (last.get(uri) ?? "[]") === text;
    last.set(uri, text);
    return same ? [`${uri}: ${text}`] : [];
  });
}

/** Leaves nothing but what the tests are about. */
const calm = `{
  // Only what the tests are about.
  "rules": {
    "money-as-float": "off"
  }
}
`;

const base = `datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id
  posts Post[]
  tags  Tag[]
}
`;

const post = `model Post {
  id       Int  @id
  author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int
}
`;

/** What is found only while the configuration does not silence it. */
const price = `
model Price {
  id    Int   @id
  price Float
}
`;

const indexed = post.replace("Int\n}", "Int\n\n  @@index([authorId])\n}");
const tag = post.replaceAll("Post", "Tag").replaceAll("author", "owner");
const missing = "unindexed-foreign-key: [authorId]";
const missingTag = "unindexed-foreign-key: [ownerId]";

describe("diagnostics", () => {
  test("come with typing, without saving", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + indexed });
    const schema = uri("schema.prisma");
    expect(editor.shown(schema, "")).toEqual([]);
    await editor.open(schema, base + indexed);
    await editor.type(schema, "\n\n  @@index([authorId])", "");
    await editor.until(() => editor.diagnostics(schema).length > 0);
    expect(editor.diagnostics(schema)).toEqual([
      {
        range: { start: { line: 11, character: 34 }, end: { line: 11, character: 44 } },
        severity: 2,
        code: "unindexed-foreign-key",
        codeDescription: { href: expect.stringMatching(/^https:.*#unindexed-foreign-key$/) },
        source: "architect",
        message: "No index serves Post.authorId: a delete in User reads all of Post",
      },
    ] satisfies Diagnostic[]);
    await editor.type(schema, "authorId Int\n", "authorId Int @unique\n");
    await editor.until(() => editor.diagnostics(schema).length === 0);
  });

  test("that the baseline knows are hints", async () => {
    const known = `{ "version": 1, "findings": ["unindexed-foreign-key Post.author"] }`;
    const tree = { "schema.prisma": base + post + tag, "prisma-architect-baseline.json": known };
    const { root, editor, uri } = await open(tree);
    const severities = () => editor.diagnostics(uri("schema.prisma")).map((one) => one.severity);
    expect(severities()).toEqual([4, 2]);
    rmSync(join(root, "prisma-architect-baseline.json"));
    await editor.changedOnDisk(join(root, "prisma-architect-baseline.json"));
    await editor.until(() => severities().join() === "2,2");
  });

  test("move with the lines above them", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    await editor.open(schema, base + post);
    await editor.type(schema, "datasource", "// 🦊\r\n\r\ndatasource");
    await editor.until(() => editor.diagnostics(schema)[0]?.range.start.line === 13);
    expect(editor.shown(schema)).toEqual([missing]);
  });

  test("are told for files that nobody opened", async () => {
    const { editor, uri, root } = await open({
      "package.json": "{}",
      "a/base.prisma": base,
      "a/post.prisma": post,
      "b/schema.prisma": base + post,
    });
    expect(editor.shown(uri("a/base.prisma"), base)).toEqual([]);
    expect(editor.shown(uri("a/post.prisma"), post)).toEqual([missing]);
    expect(editor.shown(uri("b/schema.prisma"), base + post)).toEqual([missing]);
    expect(editor.counts).toEqual({ error: 0, warning: 2, info: 0, hint: 0, schemas: 2 });
    expect(root).toBeTruthy();
  });

  test("of a file with thousands, the worst are told", async () => {
    const models = Array.from({ length: 1100 }, (_, at) => `model M${at} {\n  id Int @id\n}\n`);
    const text = `${base}\n${models.join("\n")}\n${post}`;
    const { editor, uri } = await open({
      "schema.prisma": text,
      "prisma-architect.json":
        '{ "preset": "off", "rules": { "undocumented-model": "hint", "unindexed-foreign-key": "error" } }',
    });
    const file = uri("schema.prisma");
    await editor.until(() => editor.diagnostics(file).length > 0);
    expect(editor.diagnostics(file)).toHaveLength(1000);
    expect(editor.shown(file, text)).toContain(missing);
    expect(editor.counts, "all are counted").toMatchObject({ error: 1, hint: 1102 });
  });

  test("two schemas stay apart", async () => {
    const mysql = base.replace("postgresql", "mysql");
    const { editor, uri } = await open({
      "a/schema.prisma": base + post,
      "b/schema.prisma": mysql + post,
    });
    expect(editor.published.map(({ uri: told }) => told)).toEqual([uri("a/schema.prisma")]);
    await editor.open(uri("b/schema.prisma"), mysql + post);
    await editor.change(uri("b/schema.prisma"), base + post);
    await editor.until(() => editor.diagnostics(uri("b/schema.prisma")).length > 0);
    expect(editor.published).toHaveLength(2);
  });

  test("unsaved text wins over the disk, also for other files", async () => {
    const { editor, uri, root } = await open({ "base.prisma": base, "post.prisma": post });
    await editor.open(uri("base.prisma"), base);
    await editor.change(uri("base.prisma"), base.replace("postgresql", "mysql"));
    await editor.until(() => editor.diagnostics(uri("post.prisma")).length === 0);
    // Somebody else writes the file: the unsaved text still counts.
    plant(root, { "base.prisma": `${base}\n` });
    await editor.changedOnDisk(join(root, "base.prisma"));
    plant(root, { "post.prisma": tag });
    await editor.changedOnDisk(join(root, "post.prisma"));
    await editor.change(uri("base.prisma"), base);
    const shown = () => editor.shown(uri("post.prisma"), tag).join();
    await editor.until(() => shown() === missingTag);
  });

  test("closing a document goes back to the disk", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    await editor.open(schema, base + post);
    await editor.change(schema, base + indexed);
    await editor.until(() => editor.diagnostics(schema).length === 0);
    await editor.close(schema);
    await editor.until(() => editor.diagnostics(schema).length > 0);
    expect(editor.shown(schema, base + post)).toEqual([missing]);
  });

  test("a half-typed block leaves the findings of the others", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    await editor.open(schema, base + post);
    for (const typed of ["mod", "model", "model Tag", "model Tag {", "model Tag {\n  id Int @"]) {
      await editor.change(schema, `${base}${post}\n${typed}`);
    }
    await editor.change(schema, `model Half {\n  id Int @id @@\n\n${base}${post}${tag}`);
    await editor.until(() => editor.shown(schema).includes(missingTag));
    expect(editor.shown(schema)).toEqual([missing, missingTag]);
  });

  test("files for prisma-next are left alone while they say so", async () => {
    const next = `// use prisma-next\n${base}${post}`;
    const { editor, uri } = await open({ "schema.prisma": next });
    const schema = uri("schema.prisma");
    await editor.open(schema, next);
    expect(editor.published).toEqual([]);
    expect(await editor.actions(schema, "[authorId]")).toEqual([]);
    expect(await editor.lenses(schema)).toEqual([]);
    await editor.type(schema, "// use prisma-next\n", "");
    await editor.until(() => editor.diagnostics(schema).length > 0);
    await editor.change(schema, next);
    await editor.until(() => editor.diagnostics(schema).length === 0);
  });

  test("a document that is opened before the folders were searched", async () => {
    const root = folder({
      "prisma-architect.json": calm,
      "base.prisma": base,
      "post.prisma": post,
    });
    const editor = await start({ roots: [root] });
    const uri = uriOf(join(root, "post.prisma"));
    const early = editor.open(uri, post + tag);
    await editor.until(() => editor.counts?.schemas === 1 && editor.counts.warning === 2);
    await early;
    expect(editor.shown(uri)).toEqual([missing, missingTag]);
  });

  test("a restarted server says the same about the same documents", async () => {
    const { editor, uri, root } = await open({ "base.prisma": base, "post.prisma": post });
    await editor.open(uri("post.prisma"), post + tag);
    await editor.until(() => editor.diagnostics(uri("post.prisma")).length === 2);
    const again = await start({ roots: [root] });
    await again.open(uri("post.prisma"), post + tag);
    await again.until(() => again.counts?.warning === 2);
    await editor.until(() => editor.counts?.warning === 2);
    expect(again.diagnostics(uri("post.prisma"))).toEqual(editor.diagnostics(uri("post.prisma")));
    expect(again.counts).toEqual(editor.counts);
  });

  test("a file that is not saved anywhere", async () => {
    const { editor } = await open({});
    const uri = "untitled:Untitled-1.prisma";
    await editor.open(uri, base + post);
    await editor.until(() => editor.diagnostics(uri).length > 0);
    // Its configuration is nobody's: the defaults apply.
    expect(editor.shown(uri)).toContain(missing);
    await editor.close(uri);
    await editor.until(() => editor.diagnostics(uri).length === 0);
  });

  test("a foreign file counts while it is open", async () => {
    const path = "node_modules/.prisma/client/schema.prisma";
    const { editor, uri } = await open({ [path]: base + post });
    expect(editor.published).toEqual([]);
    await editor.open(uri(path), base + post);
    await editor.until(() => editor.diagnostics(uri(path)).length > 0);
    await editor.close(uri(path));
    await editor.until(() => editor.diagnostics(uri(path)).length === 0);
    await editor.until(() => editor.counts?.schemas === 0);
  });

  test("names with spaces and other scripts, however the editor writes them", async () => {
    const { editor, root } = await open({ "dätä/my 表 (1).prisma": base + indexed });
    // As VS Code encodes it.
    const uri = `file://${root}/d%C3%A4t%C3%A4/my%20%E8%A1%A8%20%281%29.prisma`;
    await editor.open(uri, base + indexed);
    await editor.change(uri, base + post);
    await editor.until(() => editor.diagnostics(uri).length > 0);
    expect(editor.shown(uri)).toEqual([missing]);
    const [fix] = await editor.actions(uri, "[authorId]");
    expect(editor.applied(uri, fix?.edit ?? {})).toBe(base + indexed);
  });
});

describe("files that come and go", () => {
  test("created, changed and deleted on disk", async () => {
    const { editor, uri, root } = await open({ "base.prisma": base });
    plant(root, { "post.prisma": post });
    await editor.changedOnDisk(join(root, "post.prisma"));
    await editor.until(() => editor.diagnostics(uri("post.prisma")).length > 0);
    plant(root, { "post.prisma": indexed });
    await editor.changedOnDisk(join(root, "post.prisma"));
    await editor.until(() => editor.diagnostics(uri("post.prisma")).length === 0);
    plant(root, { "post.prisma": post });
    await editor.changedOnDisk(join(root, "post.prisma"));
    await editor.until(() => editor.diagnostics(uri("post.prisma")).length > 0);
    rmSync(join(root, "post.prisma"));
    await editor.changedOnDisk(join(root, "post.prisma"));
    await editor.until(() => editor.diagnostics(uri("post.prisma")).length === 0);
    await editor.until(() => editor.counts?.warning === 0 && editor.counts.schemas === 1);
  });

  test("a deleted folder takes all its findings with it", async () => {
    const { editor, uri, root } = await open({
      "a/schema.prisma": base + post,
      "b/schema.prisma": base,
    });
    rmSync(join(root, "a"), { recursive: true });
    await editor.changedOnDisk(join(root, "a/schema.prisma"));
    await editor.until(() => editor.counts?.schemas === 1);
    expect(editor.diagnostics(uri("a/schema.prisma"))).toEqual([]);
  });

  test("a configuration of Prisma that is written later decides anew", async () => {
    const mysql = base.replace("postgresql", "mysql");
    const { editor, uri, root } = await open({ "db/base.prisma": mysql, "db/post.prisma": post });
    expect(editor.published).toEqual([]);
    plant(root, { "prisma.config.ts": `export default { schema: "db/post.prisma" };` });
    await editor.changedOnDisk(join(root, "prisma.config.ts"));
    await editor.until(() => editor.counts?.schemas === 2);
    expect(editor.diagnostics(uri("db/base.prisma"))).toEqual([]);
  });

  test("a datasource that is typed makes a schema of its own", async () => {
    const { editor, uri } = await open({ "a.prisma": base + post, "in/b.prisma": "" });
    expect(editor.counts?.schemas).toBe(1);
    const mysql = base.replace("postgresql", "mysql");
    await editor.open(uri("in/b.prisma"), "");
    await editor.change(uri("in/b.prisma"), mysql + post);
    await editor.until(() => editor.counts?.schemas === 2);
    expect(editor.diagnostics(uri("in/b.prisma"))).toEqual([]);
    await editor.change(uri("in/b.prisma"), "");
    await editor.until(() => editor.counts?.schemas === 1);
  });

  test("folders of the workspace", async () => {
    const { editor, uri, root } = await open({ "schema.prisma": base });
    const other = folder({ "schema.prisma": base + post, "prisma-architect.json": calm });
    const event = (added: string[], removed: string[]) => ({
      event: {
        added: added.map((one) => ({ uri: uriOf(one), name: one })),
        removed: removed.map((one) => ({ uri: uriOf(one), name: one })),
      },
    });
    await editor.tell("workspace/didChangeWorkspaceFolders", event([other], []));
    await editor.until(() => editor.counts?.schemas === 2 && editor.counts.warning === 1);
    await editor.tell("workspace/didChangeWorkspaceFolders", event([], [other]));
    await editor.until(() => editor.counts?.schemas === 1);
    expect(editor.diagnostics(uriOf(join(other, "schema.prisma")))).toEqual([]);
    expect([root, uri("")]).toHaveLength(2);
  });
});

describe("actions", () => {
  const titles = (actions: readonly CodeAction[]) => actions.map(({ title }) => title);

  test("fix, ignore, turn off, explain", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    await editor.open(schema, base + post);
    const actions = await editor.actions(schema, "[authorId]");
    expect(titles(actions)).toEqual([
      "Add @@index([authorId])",
      "Ignore unindexed-foreign-key here, with a reason",
      "Turn unindexed-foreign-key off in prisma-architect.json",
      "Why unindexed-foreign-key matters",
    ]);
    expect(actions.every(({ kind }) => kind === "quickfix")).toBe(true);
    for (const { diagnostics } of actions) expect(diagnostics).toEqual(editor.diagnostics(schema));
    expect(titles(await editor.actions(schema, "datasource"))).toEqual([]);
    expect(titles(await editor.actions(schema, "[authorId]", ["refactor"]))).toEqual([]);
  });

  test("the fix is exact, of this version, and cures", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    await editor.open(schema, base + post);
    await editor.type(schema, "datasource", "\ndatasource");
    const [fix] = await editor.actions(schema, "[authorId]");
    expect(fix).toMatchObject({ title: "Add @@index([authorId])", isPreferred: true });
    const at = { line: 13, character: 14 };
    expect(fix?.edit).toEqual({
      documentChanges: [
        {
          textDocument: { uri: schema, version: 2 },
          edits: [{ range: { start: at, end: at }, newText: "\n\n  @@index([authorId])" }],
        },
      ],
    });
    await editor.change(schema, editor.applied(schema, fix?.edit ?? {}));
    await editor.until(() => editor.diagnostics(schema).length === 0);
    expect(editor.document(schema).getText()).toBe(`\n${base}${indexed}`);
  });

  test("all of one rule in this file, and no other", async () => {
    const { editor, uri } = await open({ "base.prisma": base, "both.prisma": post + tag });
    const both = uri("both.prisma");
    const text = `${post}${tag}model Log {\n  at Int\n}\n`;
    await editor.open(both, text);
    const actions = await editor.actions(both, "[authorId]");
    const all = actions.find(({ title }) => title.startsWith("Fix all"));
    expect(all?.title).toBe("Fix all 2 unindexed-foreign-key in this file");
    expect(all?.edit).toBeUndefined();
    const { edit } = await editor.resolve(all ?? { title: "" });
    const tagIndexed = tag.replace("Int\n}", "Int\n\n  @@index([ownerId])\n}");
    expect(editor.applied(both, edit ?? {})).toBe(
      `${indexed}${tagIndexed}model Log {\n  at Int\n}\n`,
    );
    expect(edit?.documentChanges).toHaveLength(1);
  });

  test("everything of this file when it is saved", async () => {
    const { editor, uri } = await open({
      "base.prisma": base,
      "post.prisma": post,
      "tag.prisma": tag,
    });
    const uriOfPost = uri("post.prisma");
    await editor.open(uriOfPost, post);
    for (const only of ["source", "source.fixAll", "source.fixAll.architect"]) {
      const [action, ...more] = await editor.actions(uriOfPost, "model", [only]);
      expect(more).toEqual([]);
      expect(action?.kind).toBe("source.fixAll.architect");
      const { edit } = await editor.resolve(action ?? { title: "" });
      expect(editor.applied(uriOfPost, edit ?? {})).toBe(indexed);
      expect(edit?.documentChanges).toHaveLength(1);
    }
    await editor.change(uriOfPost, indexed);
    const [idle] = await editor.actions(uriOfPost, "model", ["source.fixAll"]);
    if (idle) expect((await editor.resolve(idle)).edit).toEqual({ documentChanges: [] });
  });

  test("an ignore comment waits for its reason", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    await editor.open(schema, base + post);
    const ignore = (await editor.actions(schema, "[authorId]"))[1];
    const comment = "  // architect-ignore unindexed-foreign-key: \n";
    const text = base + post.replace("  author ", `${comment}  author `);
    expect(editor.applied(schema, ignore?.edit ?? {})).toBe(text);
    expect(ignore?.command).toEqual({
      title: "Write the reason",
      command: "prismaArchitect.writeReason",
      arguments: [schema, 11],
    });
    await editor.change(schema, text);
    const waiting = `ignore-without-reason: ${comment.trim()} `;
    await editor.until(() => editor.shown(schema).join().trim() === waiting.trim());
    await editor.type(schema, "foreign-key: ", "foreign-key: few rows");
    await editor.until(() => editor.diagnostics(schema).length === 0);
  });

  const turnOff = (actions: readonly CodeAction[]) =>
    actions.find(({ title }) => title.startsWith("Turn unindexed-foreign-key off"));

  test("turning a rule off keeps what the configuration says", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const schema = uri("schema.prisma");
    const config = uri("prisma-architect.json");
    await editor.open(schema, base + post);
    // The unsaved configuration is the one that is edited.
    await editor.open(config, calm.replace("// Only", "// Unsaved, only"));
    const action = turnOff(await editor.actions(schema, "[authorId]"));
    expect(action?.edit?.documentChanges).toHaveLength(1);
    const text = editor.applied(config, action?.edit ?? {});
    expect(text).toBe(
      calm
        .replace("// Only", "// Unsaved, only")
        .replace(`"off"\n`, `"off",\n    "unindexed-foreign-key": "off"\n`),
    );
    await editor.change(config, text);
    await editor.until(() => editor.diagnostics(schema).length === 0);
    await editor.until(() => editor.counts?.warning === 0);
  });

  test("turning a rule off makes a configuration where there is none", async () => {
    const root = folder({ "db/schema.prisma": base + post });
    const editor = await start({ roots: [root] });
    const schema = uriOf(join(root, "db/schema.prisma"));
    await editor.open(schema, base + post);
    await editor.until(() => editor.diagnostics(schema).length > 0);
    const config = uriOf(join(root, "prisma-architect.json"));
    const [create, write] =
      turnOff(await editor.actions(schema, "[authorId]"))?.edit?.documentChanges ?? [];
    expect(create).toEqual({ kind: "create", uri: config, options: { ignoreIfExists: true } });
    expect((write as TextDocumentEdit).textDocument).toEqual({ uri: config, version: null });
    const [edit] = (write as TextDocumentEdit).edits;
    expect(edit).toMatchObject({
      newText: `{\n  "rules": {\n    "unindexed-foreign-key": "off"\n  }\n}\n`,
    });
  });

  test.each(["{", "[]", "3", `{ "rules": [] }`, `{ "rules": null }`])(
    "a broken configuration (%s) takes away only its own action",
    async (text) => {
      const { editor, uri } = await open({
        "schema.prisma": base + post,
        "prisma-architect.json": text,
      });
      const schema = uri("schema.prisma");
      await editor.open(schema, base + post);
      const actions = titles(await editor.actions(schema, "[authorId]"));
      expect(actions).toContain("Add @@index([authorId])");
      expect(actions.some((title) => title.startsWith("Turn"))).toBe(false);
    },
  );

  test("why a rule matters", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    await editor.open(uri("schema.prisma"), base + post);
    const why = (await editor.actions(uri("schema.prisma"), "[authorId]")).at(-1);
    expect(why?.command).toMatchObject({
      command: "prismaArchitect.explainRule",
      arguments: ["unindexed-foreign-key"],
    });
    const page = await editor.ask<string>(rulePage, { name: "unindexed-foreign-key" });
    expect(page).toMatch(/^# unindexed-foreign-key\n/);
    expect(await editor.ask(rulePage, { name: "nonsense" })).toBeNull();
  });

  test("a document that nobody knows has none", async () => {
    const { editor } = await open({});
    await editor.open("file:///nowhere/notes.txt", "model");
    expect(await editor.actions("file:///nowhere/notes.txt", "model")).toEqual([]);
  });
});

describe("hovers", () => {
  test("say why a finding matters, where it is, and nothing elsewhere", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    await editor.open(uri("schema.prisma"), base + post);
    const hover = (text: string) => {
      const before = (base + post).slice(0, (base + post).indexOf(text) + 1).split("\n");
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      return editor.ask<Hover | null>("textDocument/hover", {
        textDocument: { uri: uri("schema.prisma") },
        position,
      });
    };
    const found = await hover("[authorId]");
    expect(found?.contents).toMatchObject({
      kind: "markdown",
      value: expect.stringMatching(/^\*\*unindexed-foreign-key\*\*: .*\n\n[\s\S]*```prisma/),
    });
    expect(found?.range?.start.line).toBe(base.split("\n").length + 1);
    expect(await hover("model User")).toBeNull();
  });
});

describe("code lenses", () => {
  test("say what hangs on each model, and count what is found", async () => {
    const { editor, uri } = await open({ "base.prisma": base, "both.prisma": post + tag });
    const both = uri("both.prisma");
    await editor.open(both, `${post}enum E {\n  A\n}\n${tag}`);
    const lenses = await editor.lenses(both);
    expect(lenses.map(({ range, command }) => [range.start.line, command?.title])).toEqual([
      [0, "1 relation · 1 index · 1 finding"],
      [8, "1 relation · 1 index · 1 finding"],
    ]);
    expect(lenses[0]?.command).toMatchObject({ command: "prismaArchitect.showFindings" });
    await editor.change(both, indexed);
    const [quiet] = await editor.lenses(both);
    expect(quiet?.command).toMatchObject({
      title: "1 relation · 2 indexes · no findings",
      command: "",
    });
  });

  test("go and come with the setting", async () => {
    const { editor, uri } = await open({ "schema.prisma": base }, { options: { codeLens: false } });
    const schema = uri("schema.prisma");
    await editor.open(schema, base);
    expect(await editor.lenses(schema)).toEqual([]);
    await editor.until(() => editor.lensRefreshes > 0);
    const { lensRefreshes } = editor;
    await editor.tell(optionsChanged, { showPrismaErrors: false, codeLens: true });
    // The editor only asks again when it is told to.
    await editor.until(() => editor.lensRefreshes > lensRefreshes);
    expect(await editor.lenses(schema)).toHaveLength(1);
  });

  test("are asked for again when a configuration changes what they count", async () => {
    const { editor, uri, root } = await open({ "schema.prisma": base + post });
    await editor.until(() => editor.lensRefreshes > 0);
    const { lensRefreshes } = editor;
    plant(root, { "prisma-architect.json": `{ "rules": { "unindexed-foreign-key": "off" } }` });
    await editor.changedOnDisk(join(root, "prisma-architect.json"));
    await editor.until(() => editor.lensRefreshes > lensRefreshes);
    const lenses = await editor.lenses(uri("schema.prisma"));
    expect(lenses.map(({ command }) => command?.title).join()).not.toContain("foreign");
  });
});

describe("configuration", () => {
  const loud = calm.replace(`"off"\n`, `"off",\n    "unindexed-foreign-key": "error"\n`);

  test("changes count as they are typed, and go when it is closed", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const config = uri("prisma-architect.json");
    const severity = () => editor.diagnostics(uri("schema.prisma"))[0]?.severity;
    expect(severity()).toBe(2);
    await editor.open(config, calm);
    await editor.change(config, loud);
    await editor.until(() => severity() === 1);
    await editor.close(config);
    await editor.until(() => severity() === 2);
  });

  test("changes on disk count, and so does its end", async () => {
    const { editor, uri, root } = await open({ "schema.prisma": base + post + price });
    const schema = uri("schema.prisma");
    plant(root, { "prisma-architect.json": loud });
    await editor.changedOnDisk(join(root, "prisma-architect.json"));
    await editor.until(() => editor.diagnostics(schema)[0]?.severity === 1);
    rmSync(join(root, "prisma-architect.json"));
    await editor.changedOnDisk(join(root, "prisma-architect.json"));
    await editor.until(() => editor.diagnostics(schema).length > 1);
  });

  test("a bad one is a diagnostic until it is good again", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post + price });
    const config = uri("prisma-architect.json");
    await editor.open(config, calm);
    await editor.type(config, "money-as-float", "money-as-floa");
    await editor.until(() => editor.diagnostics(config).length > 0);
    expect(editor.diagnostics(config)).toMatchObject([
      { severity: 1, source: "architect", message: expect.stringContaining("money-as-float") },
    ]);
    expect(editor.shown(config)).toEqual([`architect: "money-as-floa"`]);
    // The defaults apply meanwhile.
    await editor.until(() => editor.diagnostics(uri("schema.prisma")).length > 1);
    // Asked again, the same is not said again.
    await editor.open(uri("schema.prisma"), base + post + price);
    await editor.close(uri("schema.prisma"));
    await editor.type(config, "money-as-floa", "money-as-float");
    await editor.until(() => editor.diagnostics(config).length === 0);
    await editor.until(() => editor.diagnostics(uri("schema.prisma")).length === 1);
  });

  test("a bad one on disk is told at once, and its end takes it back", async () => {
    const { editor, uri, root } = await open({
      "schema.prisma": base,
      "prisma-architect.json": "[",
    });
    const config = uri("prisma-architect.json");
    await editor.until(() => editor.diagnostics(config).length > 0);
    rmSync(join(root, "prisma-architect.json"));
    await editor.changedOnDisk(join(root, "prisma-architect.json"));
    await editor.until(() => editor.diagnostics(config).length === 0);
  });

  test("one that is written later counts, and one nearer still more", async () => {
    const { editor, uri, root } = await open({ "db/schema.prisma": base + post });
    plant(root, {
      "db/prisma-architect.json": `{ "rules": { "money-as-float": "off", "unindexed-foreign-key": "off" } }`,
    });
    await editor.changedOnDisk(join(root, "db/prisma-architect.json"));
    await editor.until(() => editor.diagnostics(uri("db/schema.prisma")).length === 0);
  });

  test("opening it says nothing anew", async () => {
    const { editor, uri } = await open({ "schema.prisma": base + post });
    const before = editor.published.length;
    await editor.open(uri("prisma-architect.json"), calm);
    await editor.change(uri("prisma-architect.json"), `${calm}\n`);
    await editor.change(uri("prisma-architect.json"), loud);
    await editor.until(() => editor.diagnostics(uri("schema.prisma"))[0]?.severity === 1);
    expect(editor.published).toHaveLength(before + 1);
  });
});

describe("Prisma's own errors", () => {
  type Asked = { schemas: readonly (readonly [string, string])[]; isPrisma6: boolean };

  /** A linter that finds `problem` wherever `what` stands. */
  function fakeLinter(what: string) {
    const asked: Asked[] = [];
    const linter: PrismaLinter = {
      lint: async (schemas, isPrisma6) => {
        asked.push({ schemas, isPrisma6 });
        return schemas.flatMap(([path, text]): PrismaProblem[] => {
          const start = text.indexOf(what);
          if (start < 0) return [];
          return [{ path, start, end: start + what.length, message: "Wrong", isWarning: false }];
        });
      },
      stop: async () => {},
    };
    return { asked, engines: { startPrismaLinter: () => linter } };
  }

  test("are shown beside ours while the option says so", async () => {
    const { asked, engines } = fakeLinter("Nonsense");
    const text = base + post.replace("}\n", "  x Nonsense\n}\n");
    const { editor, uri } = await open({ "schema.prisma": text }, { engines });
    const schema = uri("schema.prisma");
    expect([editor.shown(schema, text), asked]).toEqual([[missing], []]);
    await editor.tell(optionsChanged, { showPrismaErrors: true, codeLens: true });
    await editor.until(() => editor.diagnostics(schema).length === 2);
    expect(editor.shown(schema, text)).toEqual([missing, "Prisma: Nonsense"]);
    await editor.tell(optionsChanged, { showPrismaErrors: false, codeLens: true });
    await editor.until(() => editor.diagnostics(schema).length === 1);
  });

  test("are asked for once typing pauses", async () => {
    const { asked, engines } = fakeLinter("Nonsense");
    const { editor, uri } = await open(
      { "schema.prisma": base },
      { engines, options: { showPrismaErrors: true } },
    );
    const schema = uri("schema.prisma");
    await editor.open(schema, base);
    for (const typed of ["N", "No", "Non", "Nons", "Nonse", "Nonsense"]) {
      await editor.change(schema, `${base}model A {\n  id Int @id\n  x ${typed}\n}\n`);
    }
    await editor.until(() => editor.diagnostics(schema).length > 0);
    expect(editor.shown(schema)).toEqual(["Prisma: Nonsense"]);
    expect(asked.length).toBeLessThan(4);
  });

  test("addresses are hidden from Prisma 7, and positions stay", async () => {
    const { asked, engines } = fakeLinter("Nonsense");
    const text = base.replace("}", `  url = env("DATABASE_URL")\n  x = Nonsense\n}`);
    const { editor, uri } = await open(
      { "schema.prisma": text },
      { engines, options: { showPrismaErrors: true } },
    );
    await editor.until(() => editor.diagnostics(uri("schema.prisma")).length > 0);
    expect(editor.shown(uri("schema.prisma"), text)).toEqual(["Prisma: Nonsense"]);
    expect(asked[0]?.isPrisma6).toBe(true);
    expect(asked[0]?.schemas[0]?.[1]).not.toContain("DATABASE_URL");
    expect(asked[0]?.schemas[0]?.[1]).toHaveLength(text.length);
  });

  test("a linter that breaks is logged, and the next change is served", async () => {
    const engines = {
      startPrismaLinter: () => ({
        lint: () => Promise.reject(new Error("out of memory")),
        stop: async () => {},
      }),
    };
    const { editor, uri } = await open(
      { "schema.prisma": base },
      { engines, options: { showPrismaErrors: true } },
    );
    await editor.until(() => editor.errors.length > 0);
    expect(editor.errors.splice(0)[0]).toContain("out of memory");
    await editor.open(uri("schema.prisma"), base + post);
    await editor.until(() => editor.diagnostics(uri("schema.prisma")).length > 0);
    await editor.until(() => editor.errors.length > 0);
    editor.errors.splice(0);
  });

  test("from the real thing: the address of Prisma 6 is no error and hides none", async () => {
    const dist = folder();
    const worker = await bundle("prisma-worker", dist);
    copyWasm(dist);
    const engines = {
      startPrismaLinter: (log: (message: string) => void) => startPrismaLinter(worker, log),
    };
    const address = base.replace("}", `  url      = env("DATABASE_URL")\n}`);
    const text = `// 🦊 é\r\n${address.replace("  tags  Tag[]\n", "")}${post.replace("}\n", "  x Nonsense\n}\n")}`;
    const { editor, uri } = await open(
      { "schema.prisma": text, "in/more.prisma": "model B {\n  id Nothing @id\n}\n" },
      { engines, options: { showPrismaErrors: true } },
    );
    await editor.until(() => editor.diagnostics(uri("schema.prisma")).length > 1);
    expect(editor.shown(uri("schema.prisma"), text)).toEqual([missing, "Prisma: Nonsense"]);
    await editor.until(() => editor.diagnostics(uri("in/more.prisma")).length > 0);
    expect(editor.shown(uri("in/more.prisma"), "model B {\n  id Nothing @id\n}\n")).toEqual([
      "Prisma: Nothing",
    ]);
    // Half-typed text, then good text.
    await editor.open(uri("schema.prisma"), text);
    await editor.type(uri("schema.prisma"), "x Nonsense\n", "x Int\n");
    await editor.open(uri("in/more.prisma"), "");
    await editor.until(
      () =>
        editor.diagnostics(uri("in/more.prisma")).length === 0 &&
        editor.diagnostics(uri("schema.prisma")).length === 1,
    );
  }, 20_000);
});

test("a question that breaks is logged, and the next one is served", async () => {
  const { editor, uri } = await open({ "schema.prisma": base + post });
  await editor.open(uri("schema.prisma"), base + post);
  const broken = { title: "of another time" };
  expect(await editor.resolve(broken)).toEqual(broken);
  await editor.until(() => editor.errors.length > 0);
  expect(editor.errors.splice(0)).toEqual([expect.stringMatching(/^code action: TypeError/)]);
  expect(await editor.actions(uri("schema.prisma"), "[authorId]")).toHaveLength(4);
});

test("a workspace without folders serves what is opened", async () => {
  const editor = await start({ roots: [] });
  const root = folder({ "schema.prisma": base });
  mkdirSync(join(root, "in"));
  const uri = uriOf(join(root, "schema.prisma"));
  await editor.open(uri, base + post);
  await editor.until(() => editor.diagnostics(uri).length > 0);
  expect(editor.shown(uri)).toContain(missing);
});
