/** What the safe ways say and do not say; that they are true is shown in `test/truth`. */
import { expect, test } from "vitest";
import { applyChanges } from "../../src/core/base/text.ts";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import { preChecksOf } from "../../src/core/migration/pre-checks.ts";
import { safeWaysOf } from "../../src/core/migration/safe-ways.ts";
import {
  filesOfSafeWay,
  stampsBehind,
  stampsNeeded,
} from "../../src/core/migration/write-safe-way.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { dedent } from "../support/examples.ts";
import { migrationOf, usualWorld } from "../support/migration-examples.ts";

const parse = await loadPgParser();

const tables = `
  CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT, "age" INT);
  CREATE TABLE "Post" ("id" TEXT NOT NULL PRIMARY KEY, "authorId" TEXT, "kind" TEXT);
  CREATE TABLE "Log" ("at" DATE) PARTITION BY RANGE ("at");
`;

function reportOf(text: string, before = tables) {
  const migrations = [
    migrationOf("20240101000000_before", before),
    migrationOf("20240202000000_now", dedent(text)),
  ];
  const report = analyseHistory(migrations, emptyCatalog, usualWorld).at(-1);
  if (report === undefined) throw new Error("no report");
  return report;
}

function waysFor(text: string, before = tables) {
  return safeWaysOf(reportOf(text, before), usualWorld, parse);
}

function edited(text: string): string {
  const report = reportOf(text);
  const [way] = safeWaysOf(report, usualWorld, parse);
  const changes = way?.edits.map(({ at, text: by }) => ({
    start: at.start,
    end: at.end,
    text: by,
  }));
  return applyChanges(report.migration.file.source.text, changes ?? []);
}

test("a statement that moves takes the comment above it along, and nothing else", () => {
  const text = `
    -- AlterTable
    ALTER TABLE "User" ADD COLUMN "city" TEXT;

    -- CreateIndex
    CREATE INDEX "Post_authorId_idx" ON "Post"("authorId");

    -- AlterTable
    ALTER TABLE "Post" ADD COLUMN "views" INTEGER;
  `;
  expect(edited(text)).toBe(
    dedent(`
      -- AlterTable
      ALTER TABLE "User" ADD COLUMN "city" TEXT;

      -- AlterTable
      ALTER TABLE "Post" ADD COLUMN "views" INTEGER;
    `),
  );
});

test("other steps of the same statement stay as they were written", () => {
  const text = `
    ALTER TABLE "User"  ADD COLUMN  "city" text,
      ALTER COLUMN "email" SET NOT NULL;
  `;
  expect(edited(text)).toBe(
    dedent(`
      ALTER TABLE "User"  ADD COLUMN  "city" text,
      ADD CONSTRAINT "User_email_present" CHECK ("email" IS NOT NULL) NOT VALID;
    `),
  );
});

test.each([
  ["a new table", `CREATE TABLE "T" ("id" INT); CREATE INDEX "i" ON "T"("id"); SELECT 1;`],
  ["a partitioned table", `CREATE INDEX "Log_at_idx" ON "Log"("at"); SELECT 1;`],
  ["an unknown table", `CREATE INDEX "i" ON "Elsewhere"("id"); SELECT 1;`],
  ["a transaction of the file's own", `BEGIN; CREATE INDEX "i" ON "Post"("kind"); COMMIT;`],
  ["another search path", `SET search_path = app; CREATE INDEX "i" ON "Post"("kind");`],
  ["what has a fix already", `CREATE INDEX "i" ON "Post"("kind");`],
  ["NOT VALID", `ALTER TABLE "User" ADD CONSTRAINT "c" CHECK ("age" > 0) NOT VALID;`],
])("there is none for %s", (_, text) => {
  expect(waysFor(text)).toEqual([]);
});

test("what cannot be put off keeps the statement where it is", () => {
  const text = `
    CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
    BEGIN;
    ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("kind") REFERENCES "User"("email");
    COMMIT;
  `;
  expect(waysFor(text)).toEqual([]);
});

test("an index whose table gets another name is built before that", () => {
  const text = `
    CREATE INDEX "i" ON "Post"("kind");
    ALTER TABLE "Post" RENAME TO "Article";
    ALTER TABLE "User" ADD COLUMN "city" TEXT;
  `;
  const [way] = waysFor(text);
  expect(way?.following.map(({ sql }) => sql)).toEqual([
    '-- CreateIndex\nCREATE INDEX CONCURRENTLY "i" ON "Post"("kind");\n',
    'ALTER TABLE "Post" RENAME TO "Article";\n',
  ]);
});

test("a type is dropped only after the column that was of it", () => {
  const before = `${tables} CREATE TYPE "Kind" AS ENUM ('a'); ALTER TABLE "Post" ADD COLUMN "old" "Kind";`;
  const text = `
    ALTER TABLE "Post" ALTER COLUMN "kind" SET NOT NULL;
    ALTER TABLE "Post" DROP COLUMN "old";
    DROP TYPE "Kind";
  `;
  const [way] = waysFor(text, before);
  expect(way?.following.at(-1)?.sql).toBe(
    'ALTER TABLE "Post" DROP COLUMN "old";\n\nDROP TYPE "Kind";\n',
  );
});

test.each([
  `ALTER TABLE "User" DROP CONSTRAINT "User_pkey", ALTER COLUMN "id" DROP NOT NULL, ADD CONSTRAINT "User_pkey" PRIMARY KEY ("id");`,
  `ALTER TABLE "User" DROP CONSTRAINT "User_pkey", ADD COLUMN "no" INT NOT NULL, ADD CONSTRAINT "User_pkey" PRIMARY KEY ("no");`,
])("a key keeps its columns in its own statement: %s", (text) => {
  expect(waysFor(text)).toEqual([]);
});

test("a column that something stands on is not replaced", () => {
  const before = `${tables}
    CREATE VIEW "Ages" AS SELECT "age" FROM "User";
  `;
  const text = `ALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE BIGINT;`;
  expect(waysFor(text, before)).toEqual([]);
  expect(waysFor(text).map(({ rule }) => rule)).toEqual(["type-change-rewrites-table"]);
});

test("scripts stand beside the migration before them, and say what has to be done", () => {
  const report = reportOf(`ALTER TABLE "User" ADD COLUMN "city" TEXT NOT NULL;`);
  const [way] = safeWaysOf(report, usualWorld, parse);
  if (way === undefined) throw new Error("no way");
  expect(stampsNeeded(way)).toBe(3);
  const stamps = ["20240202000001", "20240202000002", "20240202000003"];
  const files = filesOfSafeWay(way, report.migration, stamps);
  expect(files?.dropsFile).toBe(false);
  expect(files?.files.map(({ directory, name }) => `${directory}/${name}`)).toEqual([
    "20240202000000_now/backfill.sql",
    "20240202000001_add_User_city_present/migration.sql",
    "20240202000002_validate_User_city_present/migration.sql",
    "20240202000003_require_city/migration.sql",
  ]);
  expect(files?.files[0]?.text).toMatch(/^-- Deploy an application that writes city/);
  expect(filesOfSafeWay(way, report.migration, stamps.slice(1))).toBeUndefined();
});

test("directories follow right behind the migration, if there is room", () => {
  const all = ["20240101000000_a", "20240101000010_b"];
  expect(stampsBehind("20240101000010_b", all, "20250101000000", 2)).toEqual([
    "20250101000000",
    "20250101000001",
  ]);
  expect(stampsBehind("20240101000000_a", all, "20250101000000", 2)).toEqual([
    "20240101000001",
    "20240101000002",
  ]);
  expect(stampsBehind("20240101000000_a", all, "20250101000000", 10)).toBeUndefined();
  expect(stampsBehind("0_init", all, "20250101000000", 1)).toBeUndefined();
});

test("queries ask the database as it is before the file", () => {
  const text = `
    ALTER TABLE "User" ADD COLUMN "slug" TEXT;
    CREATE UNIQUE INDEX "User_slug_key" ON "User"("slug");
    CREATE UNIQUE INDEX "User_email_key" ON "User"("email") WHERE "age" > 1;
    ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("authorId") REFERENCES "User"("id");
    ALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL;
    ALTER TABLE "Post" ADD CONSTRAINT "k" CHECK ("kind" <> 'x');
    ALTER TABLE "Post" ALTER COLUMN "authorId" TYPE VARCHAR(3);
    ALTER TABLE "Post" DROP COLUMN "kind";
  `;
  const checks = preChecksOf(reportOf(text)).map(({ sql, expects }) => `${sql} → ${expects}`);
  expect(checks).toMatchInlineSnapshot(`
    [
      "SELECT reltuples::bigint FROM pg_class WHERE oid = '"User"'::regclass; → few, as others wait the longer the more there are",
      "SELECT "email", count(*) FROM "User" WHERE ("age" > 1) AND "email" IS NOT NULL GROUP BY "email" HAVING count(*) > 1 LIMIT 20; → no rows",
      "SELECT DISTINCT child."authorId" FROM "Post" AS child WHERE child."authorId" IS NOT NULL AND NOT EXISTS (SELECT FROM "User" AS parent WHERE parent."id" = child."authorId") LIMIT 20; → no rows",
      "SELECT reltuples::bigint FROM pg_class WHERE oid = '"Post"'::regclass; → few, as others wait the longer the more there are",
      "SELECT "id" FROM "User" WHERE "age" IS NULL LIMIT 20; → no rows",
      "SELECT "id" FROM "Post" WHERE NOT ("kind" <> 'x') LIMIT 20; → no rows",
      "SELECT DISTINCT "authorId" FROM "Post" WHERE "authorId" IS NOT NULL AND length("authorId"::text) > 3 LIMIT 20; → no rows",
      "SELECT count("kind") FROM "Post"; → 0, or values that nobody needs",
    ]
  `);
  expect(preChecksOf(reportOf(text), 4).map(({ title }) => title)).toEqual([
    "Rows of User without age",
    "About how many rows User has",
  ]);
});
