/** The schema engine in its thread, as the server and the command line start it. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { liveDiff } from "../../src/engines/live-diff.ts";
import {
  type DiffSide,
  emptyMigration,
  type Query,
  type SchemaEngine,
  startSchemaEngine,
} from "../../src/engines/schema-engine.ts";
import { bundle } from "../support/bundle.ts";
import { query, schemaEngineWasm } from "../support/schema-engine.ts";
import { temporaryFolders } from "../support/temp-folder.ts";
import { startPostgres } from "../truth/index-catalog.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n\n';
const user = "model User {\n  id Int @id\n}\n";
const post = "model Post {\n  id Int @id\n}\n";

const folder = temporaryFolders()();
const log: string[] = [];
let engine: SchemaEngine;
let script: string;

beforeAll(async () => {
  script = await bundle("schema-engine-worker", folder);
  copyFileSync(schemaEngineWasm, join(folder, "schema_engine_bg.wasm"));
  engine = startSchemaEngine(script, (message) => log.push(message));
}, 60_000);
afterAll(() => engine.stop());

function schema(...blocks: string[]): DiffSide & { kind: "schema" } {
  return { kind: "schema", files: [["schema.prisma", datasource + blocks.join("\n")]] };
}

const empty: DiffSide = { kind: "empty" };

describe("a diff", { timeout: 60_000 }, () => {
  test("creates, drops, and finds nothing", async () => {
    const created =
      '-- CreateTable\nCREATE TABLE "User" (\n    "id" INTEGER NOT NULL,\n\n    CONSTRAINT "User_pkey" PRIMARY KEY ("id")\n);\n';
    expect(await engine.diff(empty, schema(user))).toMatchObject({
      ok: true,
      sql: expect.stringContaining(created),
    });
    expect(await engine.diff(schema(user, post), schema(user))).toEqual({
      ok: true,
      sql: '-- DropTable\nDROP TABLE "Post";\n',
    });
    expect(await engine.diff(schema(user), schema(user))).toEqual({
      ok: true,
      sql: emptyMigration,
    });
    expect(await engine.diff(empty, empty)).toEqual({ ok: true, sql: emptyMigration });
  });

  test("leaves what Prisma does not manage", async () => {
    const options = { externalTables: ["public.Post"] };
    const multi = (...blocks: string[]) => {
      const text = datasource.replace("}", '  schemas = ["public"]\n}') + blocks.join("\n");
      return {
        kind: "schema" as const,
        files: [["a.prisma", text.replaceAll("@id\n", '@id\n  @@schema("public")\n')]] as const,
      };
    };
    expect(await engine.diff(multi(user, post), multi(user), options)).toEqual({
      ok: true,
      sql: emptyMigration,
    });
  });

  test("says what is wrong with a schema", async () => {
    expect(await engine.diff(empty, schema("model User {\n  id In @id\n}\n"))).toEqual({
      ok: false,
      why: "invalid",
      reason:
        'Type "In" is neither a built-in type, nor refers to another model, composite type, or enum. (schema.prisma:6)',
    });
  });

  test("that waits gives way to a later one of the same key", async () => {
    const key = "preview";
    const all = await Promise.all([
      engine.diff(empty, schema(user), { key }),
      engine.diff(empty, schema(post), { key }),
      engine.diff(empty, schema(user, post), { key: "other" }),
      engine.diff(schema(user), schema(post, user), { key }),
    ]);
    expect(all.map((one) => (one.ok ? "ok" : one.why))).toEqual(["ok", "superseded", "ok", "ok"]);
  });
});

test("validate tells a valid schema from another", async () => {
  expect(await engine.validate(schema(user).files)).toEqual({ ok: true });
  expect(await engine.validate(schema("model A {\n}\n").files)).toMatchObject({ why: "invalid" });
});

describe("a database", { timeout: 60_000 }, () => {
  let database: PGlite;
  let ask: Query;
  beforeAll(async () => {
    database = await startPostgres();
    await database.exec('CREATE TABLE "User" ("id" INTEGER PRIMARY KEY, "name" TEXT)');
    ask = (sql, values) => query(database, sql, values);
  }, 60_000);
  afterAll(() => database.close());

  test("is compared on either side", async () => {
    const named = user.replace("}", "  name String?\n}");
    expect(await engine.diff({ kind: "database", query: ask }, schema(named, post))).toMatchObject({
      ok: true,
      sql: expect.stringMatching(/^-- CreateTable\nCREATE TABLE "Post" [^;]*;\n$/),
    });
    expect(await engine.diff(schema(user), { kind: "database", query: ask })).toEqual({
      ok: true,
      sql: '-- AlterTable\nALTER TABLE "public"."User" ADD COLUMN     "name" TEXT;\n',
    });
    const all = await engine.diff(empty, { kind: "database", query: ask });
    expect(all).toMatchObject({ ok: true, sql: expect.stringContaining('"name" TEXT') });
  });

  test("is read into a schema", async () => {
    const read = await engine.introspect(ask, [["schema.prisma", datasource]]);
    expect(read).toMatchObject({ ok: true });
    const text = read.ok ? (read.files[0]?.[1] ?? "") : "";
    expect(text).toMatch(/model User \{\n {2}id +Int +@id\n {2}name +String\?\n\}/);
  });

  test("that fails is told of", async () => {
    const failing: Query = () => Promise.reject(new Error("connection lost"));
    expect(await engine.diff({ kind: "database", query: failing }, schema(user))).toEqual({
      ok: false,
      why: "failed",
      reason: "connection lost",
    });
    const two = await engine.diff(
      { kind: "database", query: ask },
      { kind: "database", query: ask },
    );
    expect(two).toMatchObject({ ok: false, why: "failed" });
  });

  test("is never written to, not even where the schema is missing", async () => {
    const withoutSchema: Query = async (sql, values) => {
      const { rows, ...rest } = await ask(sql, values);
      return sql.includes("EXISTS(SELECT 1 FROM pg_namespace")
        ? { ...rest, rows: rows.map(([, ...others]) => [false, ...others]) }
        : { ...rest, rows };
    };
    const refused = await engine.diff({ kind: "database", query: withoutSchema }, schema(user));
    expect(refused).toEqual({
      ok: false,
      why: "failed",
      reason: expect.stringMatching(/^only reading is allowed/),
    });
  });
});

describe("a live diff", { timeout: 60_000 }, () => {
  test("of a slice is that of the whole, and knows a version that is not valid", async () => {
    const live = liveDiff(engine);
    const many = Array.from({ length: 20 }, (_, at) => user.replace("User", `User${at}`)).join(
      "\n",
    );
    const read = (...blocks: string[]) =>
      resolve([parseFile("schema.prisma", datasource + blocks.join("\n"))]);
    const sql = '-- AlterTable\nALTER TABLE "User7" ADD COLUMN     "age" INTEGER;\n';
    const from = read(many);
    const changed = many.replace("User7 {\n", "User7 {\n  age Int?\n");
    for (const _ of [1, 2]) expect(await live(from, read(changed))).toEqual({ ok: true, sql });
    const broken = "model Broken {\n  id In @id\n}\n";
    const refused = await live(read(many, broken), read(changed, broken));
    expect(refused).toMatchObject({ why: "invalid", reason: expect.stringContaining('"In"') });
  });
});

test("a thread that dies is started again with the next request", async () => {
  const place = join(folder, "dying");
  mkdirSync(place);
  const dying = join(place, "worker.cjs");
  writeFileSync(
    dying,
    'require("node:worker_threads").parentPort.on("message", () => process.exit(3));\n',
  );
  const said: string[] = [];
  const mortal = startSchemaEngine(dying, (message) => said.push(message));
  const answers = await Promise.all([
    mortal.diff(empty, schema(user)),
    mortal.diff(empty, schema(post)),
  ]);
  expect(answers).toEqual(
    [1, 2].map(() => ({
      ok: false,
      why: "failed",
      reason: "Prisma's schema engine stopped: exit code 3",
    })),
  );
  expect(said).toHaveLength(2);
  const waiting = mortal.diff(empty, schema(user));
  await mortal.stop();
  expect(await waiting).toMatchObject({ ok: false, why: "failed" });
});

test("nothing was said of the thread that lived", () => {
  expect(log).toEqual([]);
});
