/** The light bulb in a script, and the queries to run before a migration. */
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { CodeAction, TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  migrationPage,
  type PreCheckLine,
  type Preview,
  preChecks,
} from "../../src/protocol/migrations.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const folder = temporaryFolders();
const editors: Editor[] = [];

const script = `-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id");
`;

const project: Tree = {
  "prisma/schema.prisma": `datasource db {\n  provider = "postgresql"\n}\n`,
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  "prisma/migrations/20240101000000_init/migration.sql": `CREATE TABLE "User" ("id" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" TEXT NOT NULL, "authorId" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));
CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");
`,
  "prisma/migrations/20240102000000_relation/migration.sql": script,
  "prisma/migrations/20240103000000_later/migration.sql": `ALTER TABLE "User" ADD COLUMN "city" TEXT;\n`,
};

async function open() {
  const root = folder(project);
  const editor = new Editor(noEngines);
  editors.push(editor);
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  const uri = (path: string) => uriOf(join(root, path));
  const file = uri("prisma/migrations/20240102000000_relation/migration.sql");
  await editor.open(file, script);
  return { editor, uri, file };
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

const safeTitle = "Add Post_authorId_fkey NOT VALID, and validate it in the next migration";

/** What an edit makes of files, and which ones it creates, by the end of their address. */
function made(action: CodeAction | undefined, text: string) {
  return (action?.edit?.documentChanges ?? []).map((change) => {
    if (!("edits" in change)) return `${change.kind} ${"uri" in change ? tail(change.uri) : ""}`;
    const { uri } = change.textDocument;
    const before = uri.includes("20240102000000_relation") ? text : "";
    const document = TextDocument.create(uri, "sql", 0, before);
    return TextDocument.applyEdits(document, change.edits as TextEdit[]);
  });
}

function tail(uri: string): string {
  return uri.split("/").slice(-2).join("/");
}

test("offers the safe way, an ignore, the switch and the reason", async () => {
  const { editor, file } = await open();
  const actions = await editor.actions(file, "ADD CONSTRAINT");
  expect(actions.map(({ title }) => title)).toEqual([
    safeTitle,
    "Show the queries to run before",
    "Ignore foreign-key-validated-at-once here, with a reason",
    "Turn foreign-key-validated-at-once off in prisma-architect.json",
    "Why foreign-key-validated-at-once matters",
  ]);
  expect(actions[1]?.command?.arguments).toEqual([file, 0]);
  expect(await editor.actions(file, "-- AddForeignKey")).toEqual([]);
});

test("the safe way edits the script and adds directories before the next one", async () => {
  const { editor, file } = await open();
  const actions = await editor.actions(file, "ADD CONSTRAINT");
  expect(made(actions[0], script)).toEqual([
    script.replace(";\n", " NOT VALID;\n"),
    "create 20240102000001_validate_Post_authorId_fkey/migration.sql",
    'ALTER TABLE "Post" VALIDATE CONSTRAINT "Post_authorId_fkey";\n',
  ]);
});

test("the comment stands above the statement, below Prisma's own", async () => {
  const { editor, file } = await open();
  const ignore = (await editor.actions(file, "ADD CONSTRAINT"))[2];
  const rule = "foreign-key-validated-at-once";
  const [text = ""] = made(ignore, script);
  expect(text).toBe(script.replace("\nALTER", `\n-- architect-ignore ${rule}: \nALTER`));
  expect(ignore?.command?.arguments).toEqual([file, 1]);
  await editor.type(file, "\nALTER", `\n-- architect-ignore ${rule}: the table is small\nALTER`);
  await editor.until(() => editor.diagnostics(file).every(({ code }) => code !== rule));
});

test("the panel names the safe way, and queries are answered for a script", async () => {
  const { editor, file, uri } = await open();
  const page = await editor.ask<Preview | null>(migrationPage, { uri: file });
  expect(page?.findings.flatMap(({ fixes }) => fixes)).toEqual([safeTitle]);
  const queries = await editor.ask<PreCheckLine[]>(preChecks, { uri: file });
  expect(queries.map(({ title, expects }) => `${title}: ${expects}`)).toEqual([
    "Rows of Post whose authorId names no User: no rows",
    "About how many rows Post has: few, as others wait the longer the more there are",
  ]);
  expect(await editor.ask(preChecks, { uri: uri("prisma/schema.prisma") })).toEqual([]);
});
