/**
 * What a statement loses, what it may fail on, what it builds and what cannot be told. Locks, copies
 * and scans are held against servers in `test/truth/lock-table.test.ts`.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { applyStatements, emptyCatalog } from "../../src/core/sql/apply.ts";
import type { Effects } from "../../src/core/sql/effect.ts";
import { effectsOf } from "../../src/core/sql/effects.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import type { ParseStatement } from "../../src/core/sql/statement.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";

let parse: ParseStatement;
beforeAll(async () => {
  parse = await loadPgParser();
});

const tables = `
  CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
  CREATE TYPE "Role_new" AS ENUM ('USER', 'ADMIN', 'GUEST');
  CREATE TYPE "Role_less" AS ENUM ('USER');
  CREATE TABLE "User" ("id" INTEGER NOT NULL, "email" VARCHAR(50), "role" "Role", "score" NUMERIC(10,4),
    "twice" INTEGER GENERATED ALWAYS AS (2) STORED, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
  CREATE TABLE "Post" ("id" INTEGER PRIMARY KEY, "authorId" INTEGER);
  ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE CASCADE;
  CREATE VIEW "Emails" AS SELECT "email" FROM "User";
  CREATE INDEX "User_email_idx" ON "User"("email");
  CREATE FUNCTION work() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TABLE "Watched" ("id" INTEGER);
  CREATE TRIGGER "t" BEFORE INSERT ON "Watched" FOR EACH ROW EXECUTE FUNCTION work();
`;

/** Of the last statement, over the tables above and the statements before it. */
function effects(sql: string): Effects {
  const statements = readSql(tables + sql, parse).statements;
  const last = statements.at(-1);
  if (last === undefined) throw new Error("no statement");
  const before = applyStatements(emptyCatalog, statements.slice(0, -1));
  return effectsOf(last, before, { postgres: 18, timeZone: "UTC" });
}

describe("what is lost", () => {
  const cases: readonly (readonly [string, Effects["losses"]])[] = [
    ['DROP TABLE "Post"', [{ kind: "table", table: "public.Post" }]],
    ['DROP TABLE IF EXISTS "Nobody"', []],
    ['ALTER TABLE "Post" DROP COLUMN "authorId"', [column("public.Post", "authorId")]],
    ['ALTER TABLE "User" DROP COLUMN "twice"', []],
    ['ALTER TABLE "Post" DROP CONSTRAINT "Post_authorId_fkey"', []],
    [
      'ALTER TABLE "User" DROP COLUMN "email" CASCADE',
      [column("public.User", "email"), { kind: "view", name: "public.Emails" }],
    ],
    [
      'DROP TYPE "Role" CASCADE',
      [column("public.User", "role"), { kind: "type", name: "public.Role" }],
    ],
    ["DROP FUNCTION work() CASCADE", [{ kind: "function", name: "public.work" }]],
    ["DROP EXTENSION citext", [{ kind: "extension", name: "citext" }]],
    ['CREATE SCHEMA "s"; DROP SCHEMA "s"', [{ kind: "schema", name: "s" }]],
    ['TRUNCATE "Post"', [{ kind: "all-rows", table: "public.Post" }]],
    ['DELETE FROM "Post"', [{ kind: "all-rows", table: "public.Post" }]],
    ['DELETE FROM "Post" WHERE "id" = 1', [{ kind: "rows", table: "public.Post" }]],
    [
      'DELETE FROM "User" WHERE "id" = 1',
      [
        { kind: "rows", table: "public.Post" },
        { kind: "rows", table: "public.User" },
      ],
    ],
    [
      'ALTER TABLE "User" ALTER COLUMN "score" TYPE NUMERIC(10,2)',
      [precision("score", "numeric(10,4)", "numeric(10,2)")],
    ],
    ['ALTER TABLE "User" ALTER COLUMN "score" TYPE NUMERIC(12,4)', []],
    [
      'ALTER TABLE "User" ALTER COLUMN "email" TYPE VARCHAR(5) USING "email"::VARCHAR(5)',
      [precision("email", "varchar(50)", "varchar(5)")],
    ],
  ];
  test.each(cases)("%s", (sql, losses) => {
    expect(effects(sql).losses).toEqual(losses);
  });

  function column(table: string, name: string) {
    return { kind: "column", table, column: name } as const;
  }
  function precision(name: string, from: string, to: string) {
    return { kind: "precision", table: "public.User", column: name, from, to } as const;
  }
});

describe("what it may fail on", () => {
  const orphans = {
    kind: "orphans",
    table: "public.Post",
    columns: ["id"],
    target: "public.User",
    targetColumns: ["id"],
  } as const;
  const cases: readonly (readonly [string, Effects["risks"]])[] = [
    ['ALTER TABLE "Post" ADD COLUMN "x" TEXT', []],
    ['ALTER TABLE "Post" ADD COLUMN "x" TEXT NOT NULL', [anyRow("x")]],
    ['ALTER TABLE "Post" ADD COLUMN "x" TEXT NOT NULL DEFAULT NULL', [anyRow("x")]],
    ['ALTER TABLE "Post" ADD COLUMN "x" TEXT NOT NULL DEFAULT \'a\'', []],
    ['ALTER TABLE "Post" ADD COLUMN "x" SERIAL NOT NULL', []],
    [
      'ALTER TABLE "Post" ALTER COLUMN "authorId" SET NOT NULL',
      [{ kind: "nulls", table: "public.Post", columns: ["authorId"] }],
    ],
    ['ALTER TABLE "Post" ALTER COLUMN "id" SET NOT NULL', []],
    ['ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("id" > 0)', [violations('"id" > 0')]],
    ['ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("id" > 0) NOT VALID', []],
    [
      'ALTER TABLE "Post" ADD CONSTRAINT "c" CHECK ("id" > 0) NOT VALID; ALTER TABLE "Post" VALIDATE CONSTRAINT "c"',
      [violations('"id" > 0')],
    ],
    [
      'CREATE UNIQUE INDEX ON "Post"("authorId")',
      [{ kind: "duplicates", table: "public.Post", columns: ["authorId"] }],
    ],
    ['CREATE INDEX ON "Post"("authorId")', []],
    [
      'ALTER TABLE "Watched" ADD PRIMARY KEY ("id")',
      [
        { kind: "nulls", table: "public.Watched", columns: ["id"] },
        { kind: "duplicates", table: "public.Watched", columns: ["id"] },
      ],
    ],
    ['ALTER TABLE "Post" ADD CONSTRAINT "c" FOREIGN KEY ("id") REFERENCES "User"', [orphans]],
    ['ALTER TABLE "Post" ADD CONSTRAINT "c" FOREIGN KEY ("id") REFERENCES "User" NOT VALID', []],
    [
      'ALTER TABLE "Post" ADD CONSTRAINT "c" FOREIGN KEY ("id") REFERENCES "User" NOT VALID; ALTER TABLE "Post" VALIDATE CONSTRAINT "c"',
      [orphans],
    ],
    [
      'ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_less" USING ("role"::text::"Role_less")',
      [uncastable("role", "Role", "Role_less", '("role"::text::"Role_less")')],
    ],
    ['ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new")', []],
    [
      'ALTER TABLE "User" ALTER COLUMN "email" TYPE VARCHAR(20)',
      [
        uncastable("email", "varchar(50)", "varchar(20)", undefined),
        { kind: "dependents", name: "public.Emails" },
      ],
    ],
    ['ALTER TABLE "User" DROP COLUMN "email"', [{ kind: "dependents", name: "public.Emails" }]],
    [
      'DROP TABLE "User"',
      [
        { kind: "dependents", name: "public.Emails" },
        { kind: "dependents", name: "public.Post.Post_authorId_fkey" },
      ],
    ],
    ['DROP TABLE "User", "Post"', [{ kind: "dependents", name: "public.Emails" }]],
  ];
  test.each(cases)("%s", (sql, risks) => {
    expect(effects(sql).risks).toEqual(risks);
  });

  function anyRow(name: string) {
    return { kind: "any-row", table: "public.Post", column: name } as const;
  }
  function violations(expression: string) {
    return { kind: "violations", table: "public.Post", expression } as const;
  }
  function uncastable(name: string, from: string, to: string, using: string | undefined) {
    return { kind: "uncastable", table: "public.User", column: name, from, to, using } as const;
  }
});

describe("what is built", () => {
  const cases: readonly (readonly [string, Effects["builds"]])[] = [
    ['CREATE INDEX "i" ON "Post"("authorId")', [{ table: "public.Post", index: "i" }]],
    ['CREATE INDEX CONCURRENTLY "i" ON "Post"("authorId")', [{ table: "public.Post", index: "i" }]],
    ['CREATE INDEX IF NOT EXISTS "User_email_idx" ON "User"("email")', []],
    ['ALTER TABLE "Post" ADD CONSTRAINT "c" UNIQUE ("id")', [{ table: "public.Post", index: "c" }]],
    ['REINDEX INDEX "User_email_idx"', [{ table: "public.User", index: "User_email_idx" }]],
  ];
  test.each(cases)("%s", (sql, builds) => {
    expect(effects(sql).builds).toEqual(builds);
  });
});

describe("what cannot be told", () => {
  test.each([
    ["DO $$ BEGIN DROP TABLE x; END $$", true],
    ["CALL something()", true],
    ["SELECT work()", true],
    ["SELECT now()", false],
    ['INSERT INTO "Watched" VALUES (1)', true],
    ['INSERT INTO "Post" VALUES (1)', false],
    ['ALTER TABLE "Nobody" ALTER COLUMN "x" TYPE TEXT', true],
    ['ALTER INDEX "nobody" RENAME TO "x"', true],
    ["DROP EXTENSION citext CASCADE", true],
    ["CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)", true],
    ['ALTER TABLE "Post" ADD COLUMN "x" TEXT', false],
  ])("%s", (sql, isUnknown) => {
    expect(effects(sql).isUnknown).toBe(isUnknown);
  });
});

test("the strongest lock comes first", () => {
  const { locks } = effects('ALTER TABLE "Post" ADD COLUMN "x" INTEGER REFERENCES "User"("id")');
  expect(locks.map(({ name, mode }) => `${name} ${mode}`)).toEqual([
    "public.Post ACCESS EXCLUSIVE",
    "public.User SHARE ROW EXCLUSIVE",
  ]);
});

test("what the statement itself makes is nobody else's", () => {
  expect(effects('CREATE TABLE "New" ("id" INTEGER PRIMARY KEY)').locks).toEqual([]);
});

test("a statement that is refused does nothing", () => {
  const { locks, isUnknown } = effects('ALTER TABL "User" DROP COLUMN "id"');
  expect([locks, isUnknown]).toEqual([[], false]);
});

test("a timestamp is copied when the time zone is not known", () => {
  const sql =
    'CREATE TABLE "T" ("at" TIMESTAMP); ALTER TABLE "T" ALTER COLUMN "at" TYPE TIMESTAMPTZ';
  const [create, alter] = readSql(sql, parse).statements;
  if (create === undefined || alter === undefined) throw new Error("two statements");
  const before = applyStatements(emptyCatalog, [create]);
  const rewrites = (timeZone: string | undefined) =>
    effectsOf(alter, before, { postgres: 18, timeZone }).rewrites.map(({ name }) => name);
  expect(rewrites(undefined)).toEqual(["public.T"]);
  expect(rewrites("UTC")).toEqual([]);
});
