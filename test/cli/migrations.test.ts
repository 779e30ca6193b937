/** `check` over scripts, `diff` and `prove`: the bundled program, run as a shell runs it. */
import { execFileSync, spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundle, bundleSchemaEngine, copyPgParser } from "../support/bundle.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { connect, type PostgresServer, startServer } from "../support/postgres-server.ts";
import { diffOf } from "../support/schema-engine.ts";
import { read, type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { type Ran, runProgram } from "./run.ts";

vi.setConfig({ testTimeout: 120_000 });

const project = join(import.meta.dirname, "../..");
const folder = temporaryFolders();
let script = "";

beforeAll(async () => {
  const dist = folder();
  script = await bundle("cli", dist);
  await bundleSchemaEngine(dist);
  await bundle("postgres-worker", dist);
  copyPgParser(dist);
  await startEmbeddedPostgres();
  symlinkSync(join(project, ".host/build/embedded/postgres"), join(dist, "postgres"));
}, 60_000);

const schema = `datasource db {
  provider = "postgresql"
}

model User {
  id    Int    @id @default(autoincrement())
  email String @unique
  age   Int
}
`;

const init = `-- CreateTable
CREATE TABLE "User" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "age" INTEGER,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
`;

const required = '-- AlterTable\nALTER TABLE "User" ALTER COLUMN "age" SET NOT NULL;\n';
const unique = '-- CreateIndex\nCREATE UNIQUE INDEX "User_email_key" ON "User"("email");\n';

const first = "prisma/migrations/20240101000000_init/migration.sql";
const second = "prisma/migrations/20240102000000_age/migration.sql";

const tree: Tree = {
  "package.json": "{}",
  "prisma/schema.prisma": schema,
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  [first]: init,
  [second]: required,
};

const run = (root: string, ...words: string[]): Promise<Ran> => runProgram(script, root, words);

type Finding = { rule: string; file: string; start: { line: number; column: number } };

async function findings(root: string, ...words: string[]): Promise<Finding[]> {
  const { out, err } = await run(root, "check", "--format", "json", ...words);
  expect(err).toBe("");
  return JSON.parse(out).findings;
}

describe.concurrent("check", () => {
  const inScripts = [
    { rule: "set-not-null-scans-table", file: second, start: { line: 2, column: 20 } },
  ];

  test.each([
    [[], true],
    [["prisma"], true],
    [["prisma/migrations"], true],
    [["prisma/migrations/20240102000000_age"], true],
    [[second], true],
    [[first], false],
    [["prisma/schema.prisma"], false],
    [["--no-migrations"], false],
  ])("%j looks at the script: %s", async (words, looks) => {
    const found = await findings(folder(tree), ...words);
    const about = found.filter(({ file }) => file.endsWith(".sql"));
    expect(about).toMatchObject(looks ? inScripts : []);
  });

  test("says it to people, to GitHub and in SARIF", async () => {
    const root = folder(tree);
    const text = await run(root, "check", second);
    expect(text.code).toBe(1);
    expect(text.out).toMatch(
      /^prisma\/migrations\/20240102000000_age\/migration\.sql:2:20 warning .* set-not-null-scans-table\n/,
    );
    expect(text.out).toContain("1 warning in 1 file.");
    const github = await run(root, "check", "--format", "github", second);
    expect(github.out).toMatch(/^::warning file=prisma\/migrations\/.*,line=2,/);
    const sarif = await run(root, "check", "--format", "sarif", second);
    const [result] = JSON.parse(sarif.out).runs[0].results;
    expect(result).toMatchObject({
      ruleId: "set-not-null-scans-table",
      locations: [{ physicalLocation: { artifactLocation: { uri: second } } }],
    });
  });

  test("remembers a statement by its text, wherever it stands", async () => {
    const root = folder(tree);
    await run(root, "check", "--update-baseline");
    const baseline = read(root, "prisma-architect-baseline.json");
    expect(baseline).toMatch(/"set-not-null-scans-table 20240102000000_age [0-9a-f]{12}"/);
    expect(await findings(root)).toEqual([]);
    const comment = "-- Ages are filled in\nSELECT 1;\n\n";
    writeFileSync(join(root, second), comment + required.replace(" SET", "\n  SET"));
    expect(await findings(root, second)).toEqual([]);
    writeFileSync(
      join(root, second),
      'ALTER TABLE "User" ALTER COLUMN "email" TYPE INTEGER USING 1;',
    );
    expect(await findings(root, second)).toHaveLength(1);
  });

  test("leaves scripts as they are, also with --fix", async () => {
    const root = folder(tree);
    await run(root, "check", "--fix");
    expect([read(root, first), read(root, second)]).toEqual([init, required]);
  });

  test("says nothing about migrations that the configuration calls history", async () => {
    const database = { startAfter: "20240102000000_age" };
    const root = folder({ ...tree, "prisma-architect.json": JSON.stringify({ database }) });
    expect((await findings(root)).filter(({ file }) => file.endsWith(".sql"))).toEqual([]);
  });

  test("complains of a script that belongs to no schema", async () => {
    const root = folder({ "package.json": "{}", "sql/1_a/migration.sql": "SELECT 1;" });
    const { code, err } = await run(root, "check", "sql/1_a/migration.sql");
    expect(code).toBe(2);
    expect(err).toContain("is not a .prisma file, and not a migration.sql of a schema");
  });
});

describe.concurrent("diff", () => {
  const begins = "prisma/migrations/20240101000000_init";

  test.each([
    [[], unique],
    [["--from", begins], `${required}\n${unique}`],
    [["--from", begins, "--to", "migrations"], required],
    [["--from", "prisma/schema.prisma", "--to", "prisma"], "-- This is an empty migration.\n"],
    [
      ["--from", "prisma/schema.prisma", "--to", "empty"],
      '-- DropTable\nDROP TABLE "public"."User";\n',
    ],
    [
      ["--from", "empty", "--to", "prisma/schema.prisma", "--down"],
      '-- DropTable\nDROP TABLE "public"."User";\n',
    ],
  ])("%j", async (words, sql) => {
    expect(await run(folder(tree), "diff", ...words)).toEqual({ code: 0, out: sql, err: "" });
  });

  test("from empty is, to the byte, what Prisma's engine makes", async () => {
    const { out } = await run(folder(tree), "diff", "--from", "empty");
    expect(out).toBe(await diffOf([], [["schema.prisma", schema]]));
  });

  test("from a revision of git", async () => {
    const root = folder(tree);
    const git = (...words: string[]) => execFileSync("git", words, { cwd: root });
    git("init", "--quiet");
    git("add", ".");
    git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "A");
    writeFileSync(join(root, "prisma/schema.prisma"), schema.replace("Int\n}", "BigInt\n}"));
    const { out } = await run(root, "diff", "--from", "git:HEAD");
    expect(out).toBe(
      '-- AlterTable\nALTER TABLE "User" ALTER COLUMN "age" SET DATA TYPE BIGINT;\n',
    );
    const { code, err } = await run(root, "diff", "--from", "git:nowhere");
    expect([code, err]).toEqual([2, expect.stringContaining("git has no revision nowhere here")]);
  });

  test("with locks, summary and findings", async () => {
    const { out } = await run(folder(tree), "diff", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      from: "the migrations up to 20240102000000_age",
      to: "the schema prisma/schema.prisma",
      sql: unique,
      summary: { strongest: "SHARE" },
      locks: [{ table: "public.User", mode: "SHARE", statements: [0] }],
      findings: [{ start: { line: 2 }, severity: expect.any(String) }],
    });
  });

  test.each([
    [["--from", "nowhere"], "nowhere does not exist"],
    [["--from", "git:"], "git: wants a revision behind it"],
    [["--from", "postgresql://localhost:1/none"], "Nothing listens at localhost:1"],
    [["prisma"], "diff takes --from and --to, not prisma"],
    [["--form", "empty"], "did you mean --from?"],
  ])("complains of %j", async (words, complaint) => {
    const { code, out, err } = await run(folder(tree), "diff", ...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(complaint);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

describe("diff with a database", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startServer();
  }, 60_000);
  afterAll(() => server.stop());

  test("reads what is there, and writes nothing", async () => {
    const session = await connect(server.config);
    await session.exec(init);
    const root = folder(tree);
    const up = await run(root, "diff", "--from", server.url);
    expect(up).toEqual({ code: 0, out: `${required}\n${unique}`, err: "" });
    const history = await run(root, "diff", "--from", "migrations", "--to", server.url);
    expect(history.out).toBe(
      '-- AlterTable\nALTER TABLE "User" ALTER COLUMN "age" DROP NOT NULL;\n',
    );
    const told = await run(root, "diff", "--from", server.url, "--format", "json");
    expect(JSON.parse(told.out)).toMatchObject({
      from: "the connected database",
      locks: [{ table: "public.User", mode: "ACCESS EXCLUSIVE", statements: [0, 1] }],
    });
    const tables = await session.query("SELECT relname FROM pg_class WHERE relname ~ '^User'");
    expect(tables.ok && tables.rows.flat().sort()).toEqual(["User", "User_id_seq", "User_pkey"]);
    await session.close();
  });
});

describe("prove", () => {
  test("refutes the last migration, and says where it fails", async () => {
    const { code, out, err } = await run(folder(tree), "prove");
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain('✗ Applies to tables with rows\n      ALTER TABLE "User" ALTER COLUMN');
    expect(out).toContain("SQLSTATE 23502");
    expect(out).toContain("1. Make User.age required: ACCESS EXCLUSIVE on User");
    expect(out).toContain("(set-not-null-scans-table, verified on PostgreSQL 18)");
  });

  test("proves one that is named, for programs", async () => {
    const root = folder(tree);
    const { code, out } = await run(root, "prove", "--format", "json", first);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      migration: "20240101000000_init",
      proof: { verdict: "proven", server: expect.stringMatching(/^PostgreSQL 18\./) },
      findings: [],
    });
  });

  test("does not refute what the server cannot try", async () => {
    const root = folder({
      ...tree,
      [second]: 'GRANT SELECT ON "User" TO "somebody";\n',
    });
    const { code, out } = await run(root, "prove");
    expect(code).toBe(2);
    expect(out).toContain("no migration creates this role");
  });

  test("tries the down script beside it", async () => {
    const root = folder({
      ...tree,
      [second]: 'ALTER TABLE "User" ADD COLUMN "name" TEXT;\n',
      [second.replace("migration.sql", "down.sql")]: 'ALTER TABLE "User" DROP COLUMN "age";\n',
    });
    const { code, out } = await run(root, "prove", "prisma");
    expect(code).toBe(1);
    expect(out).toContain("✗ Can be taken back to what was there before");
  });

  test("complains where there is nothing to prove", async () => {
    const root = folder({ "package.json": "{}", "schema.prisma": schema });
    const { code, err } = await run(root, "prove");
    expect([code, err]).toEqual([
      2,
      "prisma-architect: There are no migrations for schema.prisma yet (see prisma-architect --help)\n",
    ]);
  });

  test("ends at Ctrl-C", async () => {
    const child = spawn(process.execPath, [script, "prove"], { cwd: folder(slow) });
    const ended = new Promise((resolve) => child.on("close", resolve));
    // The endless migration runs by then, or soon will.
    setTimeout(() => child.kill("SIGINT"), 6_000);
    expect(await ended).toBe(130);
  });
});

/** Nobody waits for the end of this one. */
const slow: Tree = { ...tree, [second]: "SELECT pg_sleep(600);\n" };
