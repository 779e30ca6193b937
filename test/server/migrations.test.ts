/** Migrations in the language server: previews that follow typing, scripts, the list, new files. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver/node";
import type { EmbeddedPostgres } from "../../src/engines/postgres.ts";
import { startSchemaEngine } from "../../src/engines/schema-engine.ts";
import {
  createMigration,
  type MigrationEdit,
  type MigrationList,
  migrations,
  openPreview,
  type Preview,
} from "../../src/protocol/migrations.ts";
import { bundleSchemaEngine } from "../support/bundle.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const folder = temporaryFolders();
let engine = "";
let postgres: EmbeddedPostgres;
beforeAll(async () => {
  engine = await bundleSchemaEngine(folder());
  postgres = await startEmbeddedPostgres();
}, 60_000);
afterAll(() => postgres.stop());

const editors: Editor[] = [];

async function open(tree: Tree) {
  const root = folder(tree);
  const editor = new Editor({
    ...noEngines,
    startSchemaEngine: (log) => startSchemaEngine(engine, log),
    startPostgres: () => ({ ...postgres, stop: async () => {} }),
  });
  editors.push(editor);
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  return { root, editor, uri: (path: string) => uriOf(join(root, path)) };
}

afterEach(async () => {
  for (const editor of editors.splice(0)) {
    expect(editor.errors).toEqual([]);
    await editor.stop();
  }
});

function rulesOf(preview: Preview | undefined): string[] {
  const findings = preview?.findings ?? [];
  return findings.flatMap(({ rule, also }) => [rule, ...also.map((one) => one.rule)]);
}

const schema = `datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String
}
`;

const init = `-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
`;

const lockFile = 'provider = "postgresql"\n';

const project: Tree = {
  "prisma/schema.prisma": schema,
  "prisma/migrations/migration_lock.toml": lockFile,
  "prisma/migrations/20240101000000_init/migration.sql": init,
};

describe("a preview", () => {
  test("counts from what the migrations make, and follows typing", async () => {
    const { editor, uri } = await open(project);
    const file = uri("prisma/schema.prisma");
    await editor.open(file, schema);
    const first = await editor.ask<Preview>(openPreview, { uri: file });
    expect(first).toMatchObject({
      state: "none",
      base: { kind: "migrations" },
      from: "the migrations up to 20240101000000_init",
      note: "",
    });

    await editor.type(file, "email String\n", "email String @unique\n");
    await editor.until(() => editor.previews.at(-1)?.state === "changes");
    const changed = editor.previews.at(-1);
    expect(changed?.text).toBe(
      '-- CreateIndex\nCREATE UNIQUE INDEX "User_email_key" ON "User"("email");\n',
    );
    expect(changed?.summary?.tables).toEqual([
      {
        table: "User",
        isNew: false,
        lock: "SHARE",
        isRewritten: false,
        isScanned: true,
        rows: undefined,
      },
    ]);
    expect(rulesOf(changed)).toContain("index-not-concurrent");
    await editor.until(() => editor.diagnostics(first.document).length > 0);
    const lenses = await editor.lenses(first.document);
    expect(lenses.map(({ command }) => command?.title)).toContain(
      "SHARE on User: blocks writes · builds an index over User",
    );

    await editor.type(file, "@unique", "@unik");
    await editor.until(() => editor.previews.at(-1)?.state === "invalid");
    expect(editor.previews.at(-1)?.text).toBe(changed?.text);
  }, 30_000);

  test("knows the type that a column had before", async () => {
    const { editor, uri } = await open(project);
    const file = uri("prisma/schema.prisma");
    await editor.open(file, schema);
    await editor.ask<Preview>(openPreview, { uri: file });
    await editor.type(file, "email String\n", "email String @db.VarChar(20)\n");
    await editor.until(() => editor.previews.at(-1)?.state === "changes");
    const rules = editor.previews
      .at(-1)
      ?.findings.flatMap(({ rule, also }) => [rule, ...also.map((one) => one.rule)]);
    expect(rules).toContain("type-change-rewrites-table");
  }, 30_000);

  test("is written as a migration behind those that are there", async () => {
    const { root, editor, uri } = await open({
      ...project,
      "prisma/migrations/29990101000000_later/migration.sql": "-- nothing\n",
    });
    const file = uri("prisma/schema.prisma");
    await editor.open(file, schema.replace("email String", "email String?"));
    const { document, text } = await editor.ask<Preview>(openPreview, { uri: file });
    const answer = await editor.ask<MigrationEdit>(createMigration, {
      document,
      name: "Email may be missing!",
    });
    expect(answer.ok).toBe(true);
    if (!answer.ok) return;
    const place = "prisma/migrations/29990101000001_email_may_be_missing/migration.sql";
    expect(answer.opens).toBe(uriOf(join(root, place)));
    const { documentChanges } = answer.edit as WorkspaceEdit;
    expect(documentChanges).toMatchObject([
      { kind: "create", uri: uriOf(join(root, place)), options: { overwrite: false } },
      { edits: [{ newText: text }] },
    ]);
  }, 30_000);

  test("is not written into a folder of another database", async () => {
    const { editor, uri } = await open({
      ...project,
      "prisma/migrations/migration_lock.toml": 'provider = "mysql"\n',
    });
    const file = uri("prisma/schema.prisma");
    await editor.open(file, schema.replace("email String", "email String?"));
    const { document } = await editor.ask<Preview>(openPreview, { uri: file });
    expect(await editor.ask<MigrationEdit>(createMigration, { document, name: "x" })).toEqual({
      ok: false,
      reason: "migration_lock.toml says that these migrations are for mysql",
    });
  }, 30_000);
});

describe("a script", () => {
  const script = "prisma/migrations/20240202000000_index/migration.sql";
  const index = 'CREATE INDEX "User_email_idx" ON "User"("email");\n';

  test("is judged when it is open, on top of those before it", async () => {
    const { editor, uri } = await open({ ...project, [script]: index });
    const file = uri(script);
    await editor.open(file, index);
    await editor.until(() => editor.diagnostics(file).length > 0);
    expect(editor.shown(file)).toEqual([`index-not-concurrent: ${index.trim().replace(";", "")}`]);
    await editor.change(file, index.replace("INDEX", "INDEX CONCURRENTLY"));
    await editor.until(() => editor.diagnostics(file).length === 0);
    await editor.close(file);
  });

  test("is listed with its verdict", async () => {
    const { editor } = await open({ ...project, [script]: index });
    const { folders } = await editor.ask<MigrationList>(migrations, null);
    expect(folders).toMatchObject([
      {
        exists: true,
        notes: [],
        migrations: [
          { name: "20240101000000_init", statements: 1, findings: [] },
          {
            name: "20240202000000_index",
            state: "unknown",
            lock: "SHARE on User",
            findings: [{ rule: "index-not-concurrent", severity: "warning" }],
          },
        ],
      },
    ]);
  });
});
