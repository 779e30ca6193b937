/** What the checklist view asks of the server: the list, fixes of one and of all, the configuration. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { CodeAction, WorkspaceEdit } from "vscode-languageserver";
import {
  type Checklist,
  type ChecklistItem,
  type ChecklistRequest,
  type ConfigEditRequest,
  checklist,
  configEdit,
  type FindingFixRequest,
  findingFix,
  type ListedRefactoring,
  type Presets,
  presets,
  type RefactoringEdit,
  type RefactoringRequest,
  refactoring,
  refactorings,
  type SchemaFixRequest,
  schemaFix,
} from "../../src/protocol/messages.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const folder = temporaryFolders();
const editors: Editor[] = [];

async function open(tree: Tree) {
  const root = folder(tree);
  const editor = new Editor(noEngines);
  editors.push(editor);
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  const list = async (request: Partial<ChecklistRequest> = {}) => {
    const whole: ChecklistRequest = { groupBy: "rule", filter: "", ...request };
    return editor.ask<Checklist>(checklist, whole);
  };
  return { root, editor, list, uri: (path: string) => uriOf(join(root, path)) };
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

const config = `{
  "preset": "off",
  "rules": { "unindexed-foreign-key": "warning", "plural-model-name": "hint" }
}
`;

const base = `datasource db {
  provider = "postgresql"
}

model Users {
  id    Int    @id
  posts Post[]
  tags  Tag[]
}
`;

const post = `model Post {
  id       Int   @id
  author   Users @relation(fields: [authorId], references: [id], onDelete: Cascade)
  authorId Int
}
`;

const tag = post.replaceAll("Post", "Tag").replaceAll("author", "owner");
const shop: Tree = {
  "prisma-architect.json": config,
  "prisma.config.ts": 'export default { schema: "./prisma" };\n',
  "prisma/a.prisma": base,
  "prisma/b.prisma": `${post}\n${tag}`,
};

/** The list in few words. */
function told({ sections }: Checklist) {
  return sections.map(({ title, groups }) => ({
    title,
    groups: groups.map(({ name, severity, fixable, items }) => ({
      name: `${severity} ${name} ${fixable}`,
      items: items.map(({ subject, fix }) => `${subject}${fix ? `: ${fix}` : ""}`),
    })),
  }));
}

describe("the list", () => {
  test("by rule, the worst first", async () => {
    const { list } = await open(shop);
    const answer = await list();
    expect(answer).toMatchObject({ schemas: 1, models: 3, total: 3, loud: 2 });
    expect(told(answer)).toEqual([
      {
        title: "prisma",
        groups: [
          {
            name: "warning unindexed-foreign-key 2",
            items: ["Post.author: Add @@index([authorId])", "Tag.owner: Add @@index([ownerId])"],
          },
          { name: "hint plural-model-name 0", items: ["Users"] },
        ],
      },
    ]);
  });

  test("by model", async () => {
    const { list } = await open(shop);
    const [section] = told(await list({ groupBy: "model" }));
    expect(section?.groups.map(({ name }) => name)).toEqual([
      "warning Post 1",
      "warning Tag 1",
      "hint Users 0",
    ]);
  });

  test.each([
    ["index", ["Post.author", "Tag.owner"]],
    ["WARNING tag", ["Tag.owner"]],
    ["  plural  ", ["Users"]],
    ["Users.id", []],
  ])("with the words %j only", async (filter, subjects) => {
    const { list } = await open(shop);
    const answer = await list({ filter });
    expect(answer.total, "counts all").toBe(3);
    expect(itemsOf(answer).map(({ subject }) => subject)).toEqual(subjects);
  });

  test("says where each finding is, also after typing", async () => {
    const { list, editor, uri } = await open(shop);
    const text = `${post}\n${tag}`;
    await editor.open(uri("prisma/b.prisma"), text);
    await editor.type(uri("prisma/b.prisma"), "model Post", "\n\nmodel Post");
    const found = itemsOf(await list()).find(({ subject }) => subject === "Post.author");
    expect(found).toMatchObject({ uri: uri("prisma/b.prisma"), known: false });
    expect(editor.document(uri("prisma/b.prisma")).getText(found?.range)).toBe("[authorId]");
  });

  test("has one section for each schema, called by its file", async () => {
    const { list } = await open({
      ...shop,
      "other/schema.prisma": base.replace(/ {2}(posts|tags).*\n/g, ""),
    });
    const titles = (await list()).sections.map(({ title }) => title);
    expect(titles.sort()).toEqual([join("other", "schema.prisma"), "prisma"]);
  });

  test("tells what the baseline has last, as known", async () => {
    const { list } = await open({
      ...shop,
      "prisma-architect-baseline.json": JSON.stringify({
        version: 1,
        findings: ["unindexed-foreign-key Post.author"],
      }),
    });
    const known = itemsOf(await list()).map(({ subject, known }) => [subject, known]);
    expect(known).toEqual([
      ["Tag.owner", false],
      ["Post.author", true],
      ["Users", false],
    ]);
  });

  test("is empty without schemas", async () => {
    const { list } = await open({ "readme.md": "" });
    expect(await list()).toEqual({ schemas: 0, models: 0, total: 0, loud: 0, sections: [] });
  });
});

function itemsOf({ sections }: Checklist): ChecklistItem[] {
  return sections.flatMap(({ groups }) => groups.flatMap(({ items }) => items));
}

describe("fixes", () => {
  const fixOf = async (editor: Editor, item: FindingFixRequest) =>
    editor.ask<WorkspaceEdit | null>(findingFix, item);

  test("one finding, where it is by now", async () => {
    const { list, editor, uri } = await open(shop);
    await editor.open(uri("prisma/b.prisma"), `${post}\n${tag}`);
    const item = itemsOf(await list()).find(({ subject }) => subject === "Tag.owner");
    if (!item) throw new Error("no finding");
    await editor.type(uri("prisma/b.prisma"), "model Post", "\n\nmodel Post");
    const edit = await fixOf(editor, item);
    expect(edit && editor.applied(uri("prisma/b.prisma"), edit)).toContain("@@index([ownerId])");
  });

  test("nothing that is cured already", async () => {
    const { list, editor, uri } = await open(shop);
    await editor.open(uri("prisma/b.prisma"), `${post}\n${tag}`);
    const [item] = itemsOf(await list());
    if (!item) throw new Error("no finding");
    await editor.change(uri("prisma/b.prisma"), tag);
    expect(await fixOf(editor, item)).toBeNull();
  });

  test("all of a rule, once they are confirmed", async () => {
    const { editor, uri } = await open(shop);
    await editor.open(uri("prisma/b.prisma"), `${post}\n${tag}`);
    const request: SchemaFixRequest = {
      uri: uri("prisma/a.prisma"),
      rule: "unindexed-foreign-key",
    };
    const edit = await editor.ask<WorkspaceEdit | null>(schemaFix, request);
    const fixed = edit && editor.applied(uri("prisma/b.prisma"), edit);
    expect(fixed).toContain("@@index([authorId])");
    expect(fixed).toContain("@@index([ownerId])");
    expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([
      { label: "2 fixes of unindexed-foreign-key", needsConfirmation: true },
    ]);
    const edits = (edit?.documentChanges ?? []).flatMap((one) => ("edits" in one ? one.edits : []));
    const ids = Object.keys(edit?.changeAnnotations ?? {});
    expect(edits.map((one) => "annotationId" in one && one.annotationId)).toEqual(
      edits.map(() => ids[0]),
    );
  });

  test("all of the workspace, and nothing where nothing can be fixed", async () => {
    const { editor } = await open(shop);
    const all = await editor.ask<WorkspaceEdit | null>(schemaFix, {});
    expect(all?.documentChanges).toHaveLength(1);
    const none = await editor.ask<WorkspaceEdit | null>(schemaFix, { rule: "plural-model-name" });
    expect(none).toBeNull();
  });
});

describe("the configuration", () => {
  const changed = async (editor: Editor, request: ConfigEditRequest, uri: string, text: string) => {
    await editor.open(uri, text);
    const edit = await editor.ask<WorkspaceEdit | null>(configEdit, request);
    return edit && editor.applied(uri, edit);
  };

  test("gets another preset, and keeps the rest", async () => {
    const { editor, uri } = await open(shop);
    const file = uri("prisma-architect.json");
    const text = await changed(editor, { change: { preset: "strict" } }, file, config);
    expect(text).toBe(config.replace('"off"', '"strict"'));
  });

  test("turns a rule off", async () => {
    const { editor, uri, root } = await open(shop);
    const file = uri("prisma-architect.json");
    const text = await changed(editor, { change: { turnOff: "plural-model-name" } }, file, config);
    expect(text).toBe(config.replace('"hint"', '"off"'));
    expect(readFileSync(join(root, "prisma-architect.json"), "utf8")).toBe(config);
  });

  test("is made where there is none", async () => {
    const { editor, uri } = await open({ "schema.prisma": base });
    const request: ConfigEditRequest = { change: { preset: "all" } };
    const edit = await editor.ask<WorkspaceEdit | null>(configEdit, request);
    expect(edit?.documentChanges).toMatchObject([
      { kind: "create", uri: uri("prisma-architect.json") },
      { edits: [{ newText: '{\n  "preset": "all"\n}\n' }] },
    ]);
  });

  test("stays as it is while it is broken, and where there is no schema", async () => {
    const request: ConfigEditRequest = { change: { preset: "all" } };
    const broken = await open({ "schema.prisma": base, "prisma-architect.json": "{" });
    expect(await broken.editor.ask(configEdit, request)).toBeNull();
    const none = await open({ "readme.md": "" });
    expect(await none.editor.ask(configEdit, request)).toBeNull();
  });

  test("says which preset applies, and how many rules each has", async () => {
    const { editor } = await open(shop);
    const { current, rules } = await editor.ask<Presets>(presets, null);
    expect(current).toBe("off");
    expect(rules.off).toBe(0);
    expect(rules.recommended).toBeGreaterThan(30);
    expect(rules.strict).toBeGreaterThan(rules.recommended);
    expect(rules.all).toBeGreaterThan(rules.strict);
  });
});

describe("refactorings", () => {
  const title = "Map all tables, columns and enums to snake_case";

  test("of the whole schema are listed, and made once they are confirmed", async () => {
    const { editor, uri } = await open(shop);
    const listed = await editor.ask<ListedRefactoring[]>(refactorings, {});
    expect(listed).toEqual([
      { title, summary: expect.any(String), uri: uri("prisma/a.prisma"), where: "prisma" },
    ]);
    await editor.open(uri("prisma/b.prisma"), `${post}\n${tag}`);
    const request: RefactoringRequest = { uri: uri("prisma/a.prisma"), title };
    const answer = await editor.ask<RefactoringEdit>(refactoring, request);
    const edit: WorkspaceEdit = answer.edit;
    expect(editor.applied(uri("prisma/b.prisma"), edit)).toContain('@map("author_id")');
    expect(Object.values(edit.changeAnnotations ?? {})).toEqual([
      { label: title, needsConfirmation: true },
    ]);
    expect(answer.migration).toContain('ALTER TABLE "Post" RENAME TO "post"');
    expect(answer.page).toContain(`# ${title}`);
    expect(answer.page).toContain(answer.migration?.trimEnd());
  });

  test("at a place are offered as actions that a command carries out", async () => {
    const { editor, uri } = await open({
      "schema.prisma": `${base.replace(/ {2}tags.*\n/, "")}\nmodel Post {\n  id    Int     @id\n  users Users[]\n}\n`,
    });
    const file = uri("schema.prisma");
    await editor.open(file, readFileSync(new URL(file), "utf8"));
    const actions: CodeAction[] = await editor.actions(file, "users Users", ["refactor"]);
    expect(actions.map(({ kind }) => kind)).toEqual(["refactor.rewrite"]);
    const [request] = (actions[0]?.command?.arguments ?? []) as RefactoringRequest[];
    if (!request) throw new Error("no request");
    const answer = await editor.ask<RefactoringEdit>(refactoring, request);
    expect(editor.applied(file, answer.edit)).toContain('@@map("_PostToUsers")');
    expect(answer.migration).toBeUndefined();
    expect(await editor.ask(refactoring, { ...request, title: "Something else" })).toBeNull();
  });
});
