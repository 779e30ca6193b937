/** What a proof finds out about small migrations, in the embedded PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyseHistory } from "../../src/core/migration/analyse.ts";
import type { MigrationReport } from "../../src/core/migration/migration.ts";
import type { Proof } from "../../src/core/migration/proof.ts";
import { emptyCatalog } from "../../src/core/sql/apply.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import type { EmbeddedPostgres } from "../../src/engines/postgres.ts";
import { type Down, downOf } from "../../src/proof/down.ts";
import { Histories } from "../../src/proof/histories.ts";
import { type ProofSubject, prove } from "../../src/proof/prove.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";

let postgres: EmbeddedPostgres;
let histories: Histories;
beforeAll(async () => {
  postgres = await startEmbeddedPostgres();
  histories = new Histories(() => postgres);
}, 60_000);
afterAll(() => histories.stop());

const init = `CREATE TABLE "User" ("id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL, "age" INTEGER);
CREATE TABLE "Post" ("id" SERIAL PRIMARY KEY, "authorId" INTEGER NOT NULL);`;

const world = { postgres: 16, prisma: undefined, rows: new Map() };

async function subjectOf(
  texts: readonly string[],
  down: Down = { kind: "none", reason: "nobody wrote one" },
): Promise<ProofSubject> {
  const parse = await loadPgParser();
  const migrations = texts.map((text, at) => ({ name: `${at}_step`, path: undefined, text }));
  const reports = analyseHistory(
    migrations.map(({ text, ...rest }) => ({ ...rest, file: readSql(text, parse) })),
    emptyCatalog,
    world,
  );
  return { history: migrations.slice(0, -1), report: reports.at(-1) as MigrationReport, down };
}

async function proofOf(texts: readonly string[], down?: string, losses: string[] = []) {
  const back: Down | undefined =
    down === undefined ? undefined : { kind: "script", sql: down, losses };
  return (await prove(histories, await subjectOf(texts, back))) as Proof;
}

function told({ verdict, steps }: Proof): string[] {
  return [verdict, ...steps.map(({ title, outcome }) => `${outcome}: ${title}`)];
}

describe("a migration that works", { timeout: 120_000 }, () => {
  test("is applied, taken back, applied again, with rows too, and watched", async () => {
    const proof = await proofOf(
      [
        init,
        'ALTER TABLE "User" ALTER "id" TYPE BIGINT;\nCREATE INDEX "i" ON "Post" ("authorId");',
      ],
      'DROP INDEX "i";\nALTER TABLE "User" ALTER "id" TYPE INTEGER;',
    );
    expect(told(proof)).toEqual([
      "proven",
      "passed: Replayed the migration before it",
      "passed: Applies to empty tables",
      "passed: Can be taken back to what was there before",
      "passed: Applies again",
      "passed: Applies to tables with rows",
      "passed: Can be taken back with rows, and applied again",
      "passed: Locks, rewrites and scans are as predicted",
    ]);
    expect(proof.headline).toMatch(/^Proven on PostgreSQL 18\.\d+: 7 of 7 checks passed$/);
    expect(proof.statements).toEqual([
      {
        index: 0,
        locks: [{ table: "User", mode: "ACCESS EXCLUSIVE" }],
        rewrites: ["User"],
        scans: ["User"],
        asPredicted: true,
        isUnseen: false,
        differences: [],
      },
      {
        index: 1,
        locks: [{ table: "Post", mode: "SHARE" }],
        rewrites: [],
        scans: ["Post"],
        asPredicted: true,
        isUnseen: false,
        differences: [],
      },
    ]);
  });

  test("may be the first one, and have no way back", async () => {
    const proof = await proofOf([init]);
    expect(told(proof)).toEqual([
      "proven",
      "passed: Starts from an empty database",
      "passed: Applies to empty tables",
      "skipped: Can be taken back",
      "skipped: Applies to tables with rows",
      "passed: Locks, rewrites and scans are as predicted",
    ]);
    expect(proof.headline).toContain("can be taken back: no, nobody wrote one");
    expect(proof.statements.flatMap(({ locks }) => locks)).toEqual([]);
  });

  test("may build its index concurrently", async () => {
    const proof = await proofOf([init, 'CREATE INDEX CONCURRENTLY "i" ON "Post" ("authorId");']);
    expect(proof.verdict).toBe("proven");
    expect(proof.statements).toEqual([
      expect.objectContaining({ index: 0, isUnseen: true, locks: [] }),
    ]);
    expect(proof.steps.at(-1)?.detail).toBe(
      "1 run in no transaction, where locks cannot be watched",
    );
  });

  test("is not taken back with rows where values are lost", async () => {
    const proof = await proofOf(
      [init, 'ALTER TABLE "User" DROP COLUMN "email";'],
      'ALTER TABLE "User" ADD COLUMN "email" TEXT NOT NULL;',
      ["the values of User.email"],
    );
    expect(proof.verdict).toBe("proven");
    expect(proof.steps).toContainEqual({
      title: "Can be taken back with rows, and applied again",
      outcome: "skipped",
      detail: expect.stringMatching(
        /^it loses the values of User\.email: column "email" of relation "User" contains null values/,
      ),
    });
  });
});

test("the way back follows from the migration, unless somebody wrote one", {
  timeout: 120_000,
}, async () => {
  const subject = await subjectOf([init, 'ALTER TABLE "User" ADD COLUMN "name" TEXT;']);
  expect(downOf(subject.report, "SELECT 1")).toEqual({
    kind: "script",
    sql: "SELECT 1",
    losses: [],
  });
  const down = downOf(subject.report, undefined);
  const proof = await prove(histories, { ...subject, down });
  expect(proof?.headline).toContain("7 of 7 checks passed");
  const plain = await subjectOf([init, "DO $$ BEGIN PERFORM 1; END $$;"]);
  expect(downOf(plain.report, undefined)).toMatchObject({
    kind: "none",
    reason: expect.stringMatching(/^statement 1: /),
  });
});

describe("a migration that does not", { timeout: 120_000 }, () => {
  test.each([
    [
      "only works on empty tables",
      'ALTER TABLE "Post" ADD COLUMN "a" INTEGER;\nALTER TABLE "User" ALTER "age" SET NOT NULL;',
      "Applies to tables with rows",
      /^ALTER TABLE "User" ALTER "age" SET NOT NULL: column "age" of relation "User" contains null values.*\(SQLSTATE 23502\)$/,
    ],
    [
      "speaks of a table that is not there",
      'ALTER TABLE "Nobody" ADD COLUMN "a" INTEGER;',
      "Applies to empty tables",
      /relation "Nobody" does not exist \(SQLSTATE 42P01\)$/,
    ],
    [
      "is no SQL",
      'DROP TABLE "Post";\nALTER TABEL "User" DROP COLUMN "age";',
      "Applies to empty tables",
      /^ALTER TABEL "User" DROP COLUMN "age": syntax error at or near "TABEL" \(SQLSTATE 42601\)$/,
    ],
    [
      "mixes CONCURRENTLY with others",
      'ALTER TABLE "Post" ADD COLUMN "a" INTEGER;\nCREATE INDEX CONCURRENTLY "i" ON "Post" ("a");',
      "Applies to empty tables",
      /CONCURRENTLY cannot .* \(SQLSTATE 25001\)$/,
    ],
    [
      "leaves its transaction open",
      'BEGIN;\nALTER TABLE "Post" ADD COLUMN "a" INTEGER;',
      "Applies to empty tables",
      /^it leaves a transaction open/,
    ],
  ])("%s", async (_, text, title, detail) => {
    const proof = await proofOf([init, text]);
    expect(proof.verdict).toBe("refuted");
    const failed = proof.steps.filter(({ outcome }) => outcome === "failed");
    expect(failed[0]).toMatchObject({
      title,
      outcome: "failed",
      detail: expect.stringMatching(detail),
    });
  });

  test("is taken back to something else", async () => {
    const proof = await proofOf(
      [init, 'ALTER TABLE "User" DROP COLUMN "age";'],
      'ALTER TABLE "User" ADD COLUMN "age" BIGINT;',
    );
    expect(proof.verdict).toBe("refuted");
    expect(told(proof).slice(3)).toEqual([
      "failed: Can be taken back to what was there before",
      "passed: Applies to tables with rows",
      "passed: Locks, rewrites and scans are as predicted",
    ]);
    expect(proof.steps.find(({ outcome }) => outcome === "failed")?.detail).toBe(
      'it leaves the database different; missing: column public."User".age integer; left over: column public."User".age bigint',
    );
  });
});

test("what was predicted from a wrong catalog is found out, and proves nothing", {
  timeout: 120_000,
}, async () => {
  const pending = 'ALTER TABLE "User" ALTER "email" TYPE VARCHAR(90);';
  const believed = await subjectOf([init.replace("TEXT", "VARCHAR(9)"), pending]);
  const { history } = await subjectOf([init, pending]);
  const proof = await prove(histories, { ...believed, history });
  expect(proof?.verdict).toBe("unproven");
  expect(proof?.steps.at(-1)).toEqual({
    title: "Locks, rewrites and scans are as predicted",
    outcome: "failed",
    detail:
      "statement 1: lock index public.User_pkey: predicted none, observed ACCESS EXCLUSIVE, rewrite table public.User: only observed, rewrite index public.User_pkey: only observed, scan public.User: only observed",
  });
  expect(proof?.statements[0]?.asPredicted).toBe(false);
});

test("what a migration sets is gone before it is taken back", { timeout: 120_000 }, async () => {
  const proof = await proofOf(
    [init, 'ALTER TABLE "User" ADD "x" INTEGER;\nSET search_path = pg_catalog;'],
    'ALTER TABLE "User" DROP "x";',
  );
  expect(proof.headline).toContain("7 of 7 checks passed");
});

test("statements that need one transaction are watched in one", { timeout: 120_000 }, async () => {
  const proof = await proofOf([
    init,
    'SET LOCAL lock_timeout = \'1s\';\nALTER TABLE "User" ADD "x" INTEGER;\nCREATE INDEX "i" ON "User" ("age");',
  ]);
  expect(proof.verdict).toBe("proven");
  expect(proof.statements.map(({ locks }) => locks)).toEqual([
    [],
    [{ table: "User", mode: "ACCESS EXCLUSIVE" }],
    [{ table: "User", mode: "SHARE" }],
  ]);
});

describe("what the server lacks", { timeout: 120_000 }, () => {
  test.each([
    ['CREATE EXTENSION "postgis";', "the embedded server does not have this extension"],
    ['GRANT SELECT ON "Post" TO "authenticated";', "no migration creates this role"],
    ['CREATE TABLE "auth"."more" ("id" INTEGER PRIMARY KEY);', "no migration creates this schema"],
  ])("%s", async (text, reason) => {
    const pending = await proofOf([init, text]);
    expect(pending.verdict).toBe("unproven");
    expect(pending.headline).toContain(reason);
    const before = await proofOf([init, text, 'ALTER TABLE "Post" ADD COLUMN "a" INTEGER;']);
    expect(told(before)).toEqual(["unproven", "failed: The migrations before it can be replayed"]);
    expect(before.headline).toContain(`1_step`);
    expect(before.headline).toContain(reason);
  });
});

test("a history is replayed once, and again from where it differs", {
  timeout: 120_000,
}, async () => {
  const fresh = new Histories(() => postgres);
  const replayed = async (texts: readonly string[]) => {
    const seen: string[] = [];
    const { history } = await subjectOf([...texts, ""]);
    const opened = await fresh.open(history, { onProgress: (at) => seen.push(`${at}`) });
    if (opened.ok) await opened.database.close();
    return seen.join();
  };
  expect(await replayed([init])).toBe("0");
  expect(await replayed([init])).toBe("");
  expect(await replayed([init, "CREATE TABLE a ();", "CREATE TABLE b ();"])).toBe("1,2");
  expect(await replayed([init, "CREATE TABLE c ();"])).toBe("1");
});

test("can be cancelled", { timeout: 120_000 }, async () => {
  const stop = new AbortController();
  const shares: number[] = [];
  const proof = await prove(histories, await subjectOf([init, "SELECT 1;", "SELECT 2;"]), {
    signal: stop.signal,
    onProgress: (_, share) => {
      shares.push(share);
      if (share > 0) stop.abort();
    },
  });
  expect(proof).toBeUndefined();
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});
