/** The script that takes a migration back, asked of the language server. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver/node";
import { type DownScript, downScript } from "../../src/protocol/migrations.ts";
import { temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const folder = temporaryFolders();
const editors: Editor[] = [];
afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

const schema = `datasource db {
  provider = "postgresql"
}

model User {
  id Int @id
}
`;

async function ask(script: string) {
  const place = "prisma/migrations/20240102000000_next";
  const root = folder({
    "prisma/schema.prisma": schema,
    "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
    "prisma/migrations/20240101000000_init/migration.sql":
      'CREATE TABLE "User" ("id" INT NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n',
    [`${place}/migration.sql`]: script,
  });
  const editor = new Editor(noEngines);
  editors.push(editor);
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  const at = (name: string) => uriOf(join(root, place, name));
  const answer = await editor.ask<DownScript | null>(downScript, { uri: at("migration.sql") });
  return { answer, at, root, place, editor };
}

test("is answered with what is lost, and can be written beside the migration", async () => {
  const { answer, at, root, place } = await ask('ALTER TABLE "User" DROP COLUMN "email";\n');
  expect(answer).toMatchObject({ refused: [], losses: ['the values of "User"."email"'] });
  expect(answer?.text).toContain('ALTER TABLE "User" ADD COLUMN     "email" TEXT;');
  const edit = answer?.edit as WorkspaceEdit | undefined;
  expect(edit?.documentChanges).toMatchObject([
    {
      kind: "create",
      uri: at("down.sql"),
      options: { overwrite: false, ignoreIfExists: false },
    },
    { textDocument: { uri: at("down.sql") }, edits: [{ newText: answer?.text }] },
  ]);
  // It is the editor that writes.
  expect(() => readFileSync(join(root, place, "down.sql"))).toThrow();
});

test("says which statement cannot be undone", async () => {
  const { answer } = await ask('DELETE FROM "User";\n');
  expect(answer?.refused).toEqual(["statement 1: the rows that it removes are not kept anywhere"]);
});

test("there is none where there is no migration", async () => {
  const { editor, at } = await ask("SELECT 1;\n");
  expect(await editor.ask<DownScript | null>(downScript, { uri: at("other.sql") })).toBeNull();
});
