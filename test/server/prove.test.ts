/** Proofs that an editor asks for: of scripts and of previews, with progress, until cancelled. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import type { EmbeddedPostgres } from "../../src/engines/postgres.ts";
import { startSchemaEngine } from "../../src/engines/schema-engine.ts";
import {
  migrationPage,
  openPreview,
  type Preview,
  type Proof,
  prove,
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
  id    Int    @id @default(autoincrement())
  email String
  age   Int
}
`;

const tree: Tree = {
  "prisma/schema.prisma": schema,
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  "prisma/migrations/20240101000000_init/migration.sql":
    'CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\n',
  "prisma/migrations/20240102000000_age/migration.sql":
    'ALTER TABLE "User" ADD COLUMN "age" INTEGER NOT NULL DEFAULT 0;\nALTER TABLE "User" ALTER COLUMN "age" DROP DEFAULT;\n',
  "prisma/migrations/20240102000000_age/down.sql": 'ALTER TABLE "User" DROP COLUMN "age";\n',
};

async function open() {
  const root = folder(tree);
  const editor = new Editor({
    ...noEngines,
    startSchemaEngine: (log) => startSchemaEngine(engine, log),
    startPostgres: () => ({ ...postgres, stop: async () => {} }),
  });
  editors.push(editor);
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
  return { editor, uri: (path: string) => uriOf(join(root, path)) };
}

const script = "prisma/migrations/20240102000000_age/migration.sql";

test("a script is proven with the down script beside it, and its page says so", {
  timeout: 120_000,
}, async () => {
  const { editor, uri } = await open();
  const proof = await editor.ask<Proof>(prove, { uri: uri(script), token: "one" });
  expect(proof.headline).toMatch(/^Proven on PostgreSQL 18\.\d+: 7 of 7 checks passed$/);
  expect(proof.statements[0]?.locks).toEqual([{ table: "User", mode: "ACCESS EXCLUSIVE" }]);
  expect(editor.proving.map(({ token }) => token)).toContain("one");
  expect(editor.proving.map(({ message }) => message)).toContain("Replaying 20240101000000_init");
  const page = await editor.ask<Preview>(migrationPage, { uri: uri(script) });
  expect(page.proof).toEqual(proof);
});

test("a preview is proven on top of all migrations, and shows it until its text changes", {
  timeout: 120_000,
}, async () => {
  const { editor, uri } = await open();
  const main = uri("prisma/schema.prisma");
  await editor.open(main, schema);
  const { document } = await editor.ask<Preview>(openPreview, { uri: main });
  await editor.type(main, "email String", "email String @unique");
  await editor.until(() => editor.previews.at(-1)?.text.includes("UNIQUE INDEX") === true);
  const proof = await editor.ask<Proof>(prove, { uri: document, token: "two" });
  expect(proof.verdict).toBe("refuted");
  expect(proof.headline).toContain("“Applies to tables with rows” fails: CREATE UNIQUE INDEX");
  expect(proof.headline).toContain("SQLSTATE 23505");
  await editor.until(() => editor.previews.at(-1)?.proof !== undefined);
  const marks = editor.previews
    .at(-1)
    ?.findings.flatMap(({ message, also }) => [message, ...also.map((one) => one.message)])
    .filter((message) => message.endsWith("(verified on PostgreSQL 18)"));
  expect(marks).not.toEqual([]);
  await editor.until(() => /verified on/.test(JSON.stringify(editor.diagnostics(document))));
  await editor.type(main, "email String @unique", "email String @db.VarChar(9)");
  await editor.until(() => editor.previews.at(-1)?.text.includes("VARCHAR") === true);
  expect(editor.previews.at(-1)?.proof).toBeUndefined();
});

test("a proof ends when it is cancelled", { timeout: 120_000 }, async () => {
  const { editor, uri } = await open();
  const source = new CancellationTokenSource();
  const asked = editor.ask<Proof | null>(prove, { uri: uri(script), token: "three" }, source.token);
  await editor.until(() => editor.proving.length > 0);
  source.cancel();
  expect(await asked).toBeNull();
});
