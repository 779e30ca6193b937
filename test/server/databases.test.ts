/** A database connected to a schema in the language server: what it changes, and what it never says. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOnlyConnection, scratchConnection } from "../../src/database/connection.ts";
import { startSchemaEngine } from "../../src/engines/schema-engine.ts";
import { checksumOf } from "../../src/project/migrations.ts";
import {
  type ConnectAnswer,
  connectDatabase,
  type DatabaseCandidateLine,
  databaseCandidates,
  databaseSchemas,
  databaseState,
  databasesChanged,
  disconnectDatabase,
  type PreCheckResult,
  refreshDatabases,
  runPreCheck,
} from "../../src/protocol/databases.ts";
import {
  type MigrationList,
  migrationPage,
  migrations,
  openPreview,
  type PreCheckLine,
  type Preview,
  preChecks,
} from "../../src/protocol/migrations.ts";
import { bundleSchemaEngine } from "../support/bundle.ts";
import { type DatabaseServer, password, startDatabaseServer } from "../support/database-server.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { Editor, noEngines, uriOf } from "./editor.ts";

const schema = `datasource db {
  provider = "postgresql"
  url      = env("APP_DATABASE")
}

model User {
  id    Int     @id @default(autoincrement())
  email String
  name  String?
}
`;

const init = `CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
`;
const names = `ALTER TABLE "User" ADD COLUMN "name" TEXT;\n`;
const unique = `CREATE UNIQUE INDEX "User_email_key" ON "User"("email");\n`;

const folder = temporaryFolders();
let server: DatabaseServer;
let engine = "";
let editor: Editor;
let root = "";
/** Everything that the server has sent to anybody. */
const answers: unknown[] = [];
const uri = (path: string) => uriOf(join(root, path));
const file = () => uri("prisma/schema.prisma");
const script = (name: string) => uri(`prisma/migrations/${name}/migration.sql`);

beforeAll(async () => {
  engine = await bundleSchemaEngine(folder());
  server = await startDatabaseServer();
  await owner(`
    ${init} ${names}
    INSERT INTO "User" (email) SELECT 'u' || i % 4990 FROM generate_series(1, 5000) i;
    CREATE TABLE _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0);
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES
      ('1', '${sum(init)}', '1_init', now()), ('2', '${sum(names)}', '2_names', now());
  `);
  const tree: Tree = {
    "prisma/schema.prisma": schema,
    "prisma/.env": `APP_DATABASE="${server.urlOf()}"\n`,
    "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
    "prisma/migrations/1_init/migration.sql": init,
    // Changed after it was applied.
    "prisma/migrations/2_names/migration.sql": `-- names\n${names}`,
    "prisma/migrations/3_unique/migration.sql": unique,
  };
  root = folder(tree);
  editor = new Editor({
    ...noEngines,
    startSchemaEngine: (log) => startSchemaEngine(engine, log),
    openDatabase: (url) => readOnlyConnection(url, { connect: 3_000 }),
  });
  await editor.initialize({ roots: [root] });
  await editor.until(() => editor.counts !== undefined);
}, 60_000);

afterAll(async () => {
  await editor.stop();
  await server.stop();
  expect(editor.errors).toEqual([]);
  const everything = JSON.stringify([answers, editor.log, editor.previews, editor.published]);
  expect(answers.length).toBeGreaterThan(8);
  expect(everything).not.toContain(password);
  expect(everything).not.toContain(encodeURIComponent(password));
});

function sum(text: string): string {
  return checksumOf({ name: "", path: "", text });
}

async function owner(sql: string): Promise<void> {
  const opened = await scratchConnection(server.urlOf());
  if (!opened.ok) throw new Error(opened.message);
  const done = await opened.session.exec(sql);
  await opened.session.close();
  if (!done.ok) throw new Error(done.message);
}

async function ask<Answer>(method: string, params: object | null): Promise<Answer> {
  const answer = await editor.ask<Answer>(method, params);
  answers.push(answer);
  return answer;
}

const connect = (source: object, label = "staging") =>
  ask<ConnectAnswer>(connectDatabase, { uri: file(), source, label });

async function states(): Promise<string[]> {
  const { folders } = await ask<MigrationList>(migrations, null);
  return folders.flatMap((one) => one.migrations.map(({ name, state }) => `${name} ${state}`));
}

async function rulesOf(name: string): Promise<string[]> {
  const { folders } = await ask<MigrationList>(migrations, null);
  const found = folders[0]?.migrations.find((one) => one.name === name)?.findings ?? [];
  return found.flatMap(({ rule, severity, also }) => [
    `${severity} ${rule}`,
    ...also.map((one) => `${one.severity} ${one.rule}`),
  ]);
}

async function stateOfDatabase() {
  const opened = await readOnlyConnection(server.urlOf());
  if (!opened.ok) throw new Error(opened.message);
  const answer = await opened.session.query(
    `SELECT (SELECT count(*) FROM "User"), (SELECT last_value FROM "User_id_seq"), (SELECT count(*) FROM pg_class), (SELECT xact_commit >= 0 FROM pg_stat_database WHERE datname = 'app')`,
  );
  await opened.session.close();
  return answer;
}

describe("one story, from the first candidate to the end", () => {
  let candidate: DatabaseCandidateLine | undefined;
  let before: unknown;

  test("the project's places are named, and their values are not", async () => {
    before = await stateOfDatabase();
    const found = await ask<DatabaseCandidateLine[]>(databaseCandidates, { uri: file() });
    candidate = found[0];
    expect(found).toEqual([
      {
        id: `${join(root, "prisma/.env")}#APP_DATABASE`,
        name: "APP_DATABASE",
        place: join("prisma", ".env"),
        isDirect: false,
      },
    ]);
    expect(await ask(databaseState, { uri: file() })).toBeNull();
    expect(await ask(databaseSchemas, null)).toEqual([
      { title: join("prisma", "schema.prisma"), uri: file() },
    ]);
    expect(await states()).toEqual(["1_init unknown", "2_names unknown", "3_unique unknown"]);
  });

  test("who cannot be connected is not", async () => {
    const wrong = await connect({ kind: "url", url: server.urlOf("", "owner", "wrong-horse") });
    expect(wrong).toEqual({ ok: false, reason: expect.stringMatching(/does not accept/) });
    expect(JSON.stringify(wrong)).not.toContain("wrong-horse");
    expect(await connect({ kind: "candidate", id: "gone" })).toMatchObject({ ok: false });
    expect(await connect({ kind: "url", url: "nonsense" })).toMatchObject({ ok: false });
    expect(await ask(databaseState, { uri: file() })).toBeNull();
  });

  test("it says what is applied, and what was changed since", async () => {
    await editor.open(script("2_names"), `-- names\n${names}`);
    expect(await rulesOf("2_names")).toEqual([]);
    expect(await rulesOf("3_unique")).toContain("warning index-not-concurrent");
    expect(await connect({ kind: "candidate", id: candidate?.id })).toMatchObject({
      ok: true,
      state: { label: "staging", database: "app", applied: 2, failed: 0 },
    });
    await editor.until(() => editor.told(databasesChanged) > 0);
    expect(await states()).toEqual(["1_init applied", "2_names applied", "3_unique pending"]);
    expect(await rulesOf("2_names")).toContain("error applied-migration-edited");
    expect(await ask(databaseState, { uri: script("3_unique") })).toMatchObject({ applied: 2 });
    await editor.until(() =>
      editor.diagnostics(script("2_names")).some(({ code }) => code === "applied-migration-edited"),
    );
  });

  test("the rows that it knows of make a warning louder", async () => {
    const rows = async (count: number) => {
      await owner(
        `SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', 'User', 'reltuples', ${count}::real)`,
      );
      await ask(refreshDatabases, null);
      return rulesOf("3_unique");
    };
    expect(await rows(50_000_000)).toContain("error index-not-concurrent");
    expect(await rows(12)).toContain("info index-not-concurrent");
    await owner('ANALYZE "User"');
    await ask(refreshDatabases, null);
    const page = await ask<Preview>(migrationPage, { uri: script("3_unique") });
    expect(page.summary?.tables).toMatchObject([{ table: "User", rows: 5000 }]);
  });

  test("a preview counts from it, live", async () => {
    await editor.open(file(), schema);
    const preview = await ask<Preview>(openPreview, { uri: file(), base: { kind: "database" } });
    expect(preview).toMatchObject({ state: "none", from: "the staging database app", note: "" });
    await editor.type(file(), "name  String?", "name  String? @db.VarChar(9)");
    await editor.until(() => editor.previews.at(-1)?.state === "changes");
    expect(editor.previews.at(-1)?.text).toContain(
      'ALTER TABLE "User" ALTER COLUMN "name" SET DATA TYPE VARCHAR(9)',
    );
    await owner('ALTER TABLE "User" ALTER COLUMN name TYPE varchar(9)');
    await owner(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('3', '', '3_unique')",
    );
    await ask(refreshDatabases, null);
    await editor.until(() => editor.previews.at(-1)?.state === "none");
    expect(await states()).toEqual(["1_init applied", "2_names applied", "3_unique failed"]);
    await owner('ALTER TABLE "User" ALTER COLUMN name TYPE text');
    await owner("DELETE FROM _prisma_migrations WHERE id = '3'");
    await ask(refreshDatabases, null);
  });

  test("only queries of its own making are run there", async () => {
    const target = script("3_unique");
    const offered = await ask<PreCheckLine[]>(preChecks, { uri: target });
    const results: PreCheckResult[] = [];
    for (const { sql } of offered) results.push(await ask(runPreCheck, { uri: target, sql }));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const duplicates = results[0];
    expect(duplicates?.ok && duplicates.rows.length).toBe(10);
    for (const sql of ["SELECT 1", 'DELETE FROM "User"', `${offered[0]?.sql} -- and more`]) {
      expect(await ask(runPreCheck, { uri: target, sql })).toEqual({
        ok: false,
        reason: "This query is not one of those written for the migration",
      });
    }
    expect(await ask(runPreCheck, { uri: script("none"), sql: offered[0]?.sql })).toMatchObject({
      ok: false,
    });
  });

  test("what it said stays while it does not answer", async () => {
    writeFileSync(join(root, "prisma/.env"), "APP_DATABASE=postgresql://x:y@127.0.0.1:1/app\n");
    await ask(refreshDatabases, null);
    expect(await ask(databaseState, { uri: file() })).toMatchObject({
      applied: 2,
      trouble: "Nothing listens at 127.0.0.1:1: is PostgreSQL started?",
    });
    const preview = await ask<Preview>(openPreview, { uri: file() });
    await editor.until(() => editor.previews.at(-1)?.state === "failed");
    expect(editor.previews.at(-1)?.note).toMatch(/Nothing listens/);
    expect(preview.base).toEqual({ kind: "database" });
    writeFileSync(join(root, "prisma/.env"), "");
    await ask(refreshDatabases, null);
    expect(await ask(databaseState, { uri: file() })).toMatchObject({
      trouble: "The place that held the URL does not hold one any more",
    });
  });

  test("disconnected, nothing of it is left", async () => {
    await ask(disconnectDatabase, { uri: file() });
    expect(await ask(databaseState, { uri: file() })).toBeNull();
    expect(await states()).toEqual(["1_init unknown", "2_names unknown", "3_unique unknown"]);
    expect(await rulesOf("2_names")).toEqual([]);
    expect(await stateOfDatabase()).toEqual(before);
    await expect.poll(server.sessions).toEqual([]);
  });
});
