/** `prisma-architect explain`: the bundled program, run as a shell runs it, on both kinds of database. */
import { spawn } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bundle, bundleSchemaEngine, copyPgParser } from "../support/bundle.ts";
import { type DatabaseServer, password, startDatabaseServer } from "../support/database-server.ts";
import { startEmbeddedPostgres } from "../support/embedded-postgres.ts";
import { type Tree, temporaryFolders } from "../support/temp-folder.ts";
import { type Ran, runProgram } from "./run.ts";

vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolders();
let script = "";
let root = "";

beforeAll(async () => {
  const dist = folder();
  script = await bundle("cli", dist);
  await bundleSchemaEngine(dist);
  await bundle("postgres-worker", dist);
  copyPgParser(dist);
  await startEmbeddedPostgres();
  const built = join(import.meta.dirname, "../../.host/build/embedded/postgres");
  symlinkSync(built, join(dist, "postgres"));
  root = folder(tree);
}, 60_000);

const tree: Tree = {
  "package.json": "{}",
  "prisma-architect.json": JSON.stringify({ database: { rows: { users: 500000 } } }),
  "prisma/schema.prisma": `datasource db {
  provider = "postgresql"
}

model User {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  orders Order[]

  @@map("users")
}

model Order {
  id     Int    @id @default(autoincrement())
  note   String
  userId Int    @map("user_id")
  user   User   @relation(fields: [userId], references: [id])

  @@map("orders")
}
`,
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  "prisma/migrations/20240101000000_init/migration.sql": `CREATE TABLE "users" (
    "id" SERIAL PRIMARY KEY, "email" TEXT NOT NULL, "name" TEXT NOT NULL);
CREATE INDEX "users_lower_idx" ON "users" (lower("email"));
`,
  "src/orders.ts": `import { prisma } from "./db";

export function ofUser(userId: number) {
  return prisma.$queryRaw\`
    SELECT * FROM "orders" WHERE "user_id" = \${userId}\`;
}

export const open = () => prisma.$queryRaw\`SELECT * FROM "orders" WHERE "note" = \${"open"}\`;
`,
  "sql/one.sql": "-- The only one.\nSELECT id\nFROM users;\n",
  "README.md": "SELECT 1\n",
};

const explain = (...words: string[]): Promise<Ran> =>
  runProgram(script, root, ["explain", ...words]);

const byUser = "SELECT * FROM orders WHERE user_id = 7";
const lookup = "foreign-key-lookup-without-index";

describe("on the embedded database", () => {
  test("says what is missing, then how it is planned, then what was assumed", async () => {
    const { code, out, err } = await explain(byUser, "--rows", "Order=1m");
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(
      /^The query, planned on the embedded PostgreSQL 18\.\d+\n\nwarning Order\.userId/,
    );
    expect(out).toContain(`${lookup}\n    Add @@index([userId]) to model Order\n`);
    expect(out).toMatch(/Parallel Seq Scan on public\.orders/);
    expect(out).toContain("Rows assumed: orders 1,000,000\n");
    expect(out).toMatch(/\n1 warning\.\n$/);
  });

  test.each([
    [[byUser, "--rows", "orders=0.2k"], 0],
    [[byUser, "--rows", "orders=1_000_000", "--fail-on", "error"], 0],
  ])("%j ends with %i", async (words, code) => {
    expect(await explain(...words)).toMatchObject({ code, err: "" });
  });

  test("tells programs everything", async () => {
    const { out } = await explain("sql/one.sql", "--format", "json");
    const told = JSON.parse(out);
    expect(told).toMatchObject({
      version: 1,
      query: { place: "sql/one.sql:2", sql: "SELECT id\nFROM users", parameters: [] },
      target: { kind: "embedded", postgres: 18 },
      mode: "plan",
      isGeneric: false,
      summary: { error: 0 },
      executionTimes: [],
      // As the configuration says.
      assumedRows: [{ table: "public.users", rows: 500_000, isDefault: false }],
      notes: [],
      plan: [{ Plan: { "Plan Rows": 500_000 } }],
    });
    expect(told.findings).toMatchObject([
      { node: 0, rule: "unbounded-result", severity: "warning" },
    ]);
    expect(told.nodes).toMatchObject([{ index: 0, relation: "users", expectedRows: 500_000 }]);
  });

  test("writes Markdown", async () => {
    const { out } = await explain(byUser, "--format", "markdown");
    expect(out).toMatch(/^# The query, planned on .*\n\n## Query\n\n```sql\nSELECT/);
    expect(out).toContain(
      "- Rows assumed: orders 100,000; say how many there are: --rows orders=…\n",
    );
  });

  test("finds the query at a line of code, with its values", async () => {
    const first = await explain("src/orders.ts:5");
    expect(first.out).toMatch(/^src\/orders\.ts:4, planned on .*, for any value of \$1\n/);
    expect(first.out).toContain(lookup);
    const second = await explain("src/orders.ts:8", "--format", "json");
    expect(JSON.parse(second.out)).toMatchObject({
      query: { place: "src/orders.ts:8", parameters: [{ number: 1, value: "open" }] },
      isGeneric: false,
    });
  });

  test("plans with the indexes that migrations have made beside the schema", async () => {
    const query = "SELECT * FROM users WHERE lower(email) = 'a'";
    expect((await explain(query)).out).toContain("users_lower_idx");
    const { out } = await explain(
      "SELECT name FROM users WHERE lower(email) = 'a'",
      "--migrations",
    );
    expect(out).toContain("users_lower_idx");
    const { err } = await explain("SELECT name FROM users");
    expect(err).toMatch(/^prisma-architect: column "name" does not exist\. Is this the right/);
  });

  test("runs it with rows that it makes up, as often as is wanted", async () => {
    const { out, code } = await explain(byUser, "--times", "3", "--format", "json");
    const told = JSON.parse(out);
    expect(told).toMatchObject({ mode: "run", percentiles: { p99: { isMost: true } } });
    expect(told.executionTimes).toHaveLength(3);
    expect(told.nodes[0].ownTime).toBeGreaterThan(0);
    expect(told.notes).toEqual(["100,000 rows were made up for orders"]);
    expect(code).toBe(1);
  });

  test("runs what writes, and rolls it back", async () => {
    const { out, code } = await explain(
      "DELETE FROM orders WHERE id = $1 RETURNING id",
      "--param",
      "5",
      "--analyze",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^The query, run on the embedded/);
    expect(out).toContain("Note: What it writes in the embedded database is rolled back\n");
  });
});

describe.concurrent("what cannot be explained", () => {
  test.each([
    [
      ["DROP TABLE users"],
      "Only SELECT, INSERT, UPDATE, DELETE and MERGE can be explained, not DROP TABLE",
    ],
    [["SELECT 1; DELETE FROM users"], "These are 2 statements: one at a time can be explained"],
    [["orders"], "orders is neither a file nor a query in quotes"],
    [[], 'explain wants a query in quotes, or a file: explain "SELECT 1"'],
    [["SELECT", "1"], "explain takes one query: put quotes around it"],
    [
      ["README.md"],
      "explain reads .sql files and those of TypeScript and JavaScript, not README.md",
    ],
    [
      ["src/orders.ts"],
      /^There are several queries in src\/orders\.ts; name one: src\/orders\.ts:4 SELECT .*, src\/orders\.ts:8 SELECT/,
    ],
    [["src/orders.ts:1"], /^No query is at src\/orders\.ts:1; name one: /],
    [[byUser, "--param", "1"], "The query has no parameters, and --param is given 1 times"],
    [["src/orders.ts:5", "--analyze"], /^To run it, \$1 \(userId\) needs a value: --param/],
    [[byUser, "--rows", "Ordr=5"], "--rows: there is no model called Ordr; did you mean Order?"],
    [
      [byUser, "--rows", "Order=many"],
      "--rows wants Model=number, such as Order=1000000, not Order=many",
    ],
    [[byUser, "--rows", "Order=1", "--database"], /^--rows is for the embedded database/],
    [[byUser, "--disposable"], /^--disposable is for a connected database/],
    [
      [byUser, "--url", "env:X", "--embedded"],
      /^--url, --database and --embedded exclude each other/,
    ],
    [
      [byUser, "--url", "env:NOBODY_HAS_SET_THIS"],
      /^NOBODY_HAS_SET_THIS is neither in the environment/,
    ],
    [[byUser, "--url", "env:"], /^env: wants the name of a variable/],
    [[byUser, "--times", "0"], "--times is a number from 1 to 1000, not 0"],
    [[byUser, "--schema", "nowhere"], "nowhere does not exist"],
    [[byUser, "--database"], /^No URL of a database is found/],
  ])("%j is refused", async (words, reason) => {
    const { code, out, err } = await explain(...words);
    expect([code, out]).toEqual([2, ""]);
    const said = err.replace(/^prisma-architect: /, "").replace(/( \(see .*\))?\n$/, "");
    if (typeof reason === "string") expect(said).toBe(reason);
    else expect(said).toMatch(reason);
  });
});

describe("on a database", () => {
  let server: DatabaseServer;
  let url = "";

  beforeAll(async () => {
    server = await startDatabaseServer();
    url = server.urlOf();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
      CREATE TABLE orders (id int PRIMARY KEY, note text NOT NULL, user_id int NOT NULL REFERENCES users);
      INSERT INTO users SELECT i, 'u' || i FROM generate_series(1, 1000) i;
      INSERT INTO orders SELECT i, 'n' || i % 10, 1 + i % 1000 FROM generate_series(1, 200000) i;
      CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER orders_noted AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noted();
      ANALYZE`);
    await client.end();
  }, 60_000);
  afterAll(() => server?.stop());

  /** As `explain`, with the URL in the environment; no output holds the password. */
  async function there(words: readonly string[], environment = { SHOP_URL: url }): Promise<Ran> {
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      const ran = await explain(...words);
      const said = ran.out + ran.err;
      expect(said).not.toContain(password);
      expect(said).not.toContain(encodeURIComponent(password));
      expect(await server.sessions()).toEqual([]);
      return ran;
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
      Object.assign(process.env, before);
    }
  }

  test("plans, in the words of the schema", async () => {
    const { code, out } = await there([byUser, "--url", "env:SHOP_URL"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^The query, planned on app on PostgreSQL 18\.\d/);
    expect(out).toContain("Add @@index([userId]) to model Order");
    expect(out).not.toContain("Rows assumed");
  });

  test("measures what reads", async () => {
    const words = ["SELECT * FROM orders WHERE user_id = $1", "--param", "7", "--times", "3"];
    const { out } = await there([...words, "--url", url, "--format", "json"]);
    const told = JSON.parse(out);
    expect(told).toMatchObject({ mode: "run", target: { kind: "database" } });
    expect(told.findings).toMatchObject([{ rule: lookup, addition: { model: "Order" } }]);
    expect(told.executionTimes).toHaveLength(3);
  });

  test("runs what writes only where somebody says that it may be thrown away", async () => {
    const words = [
      "UPDATE orders SET note = 'x' WHERE id < 10",
      "--analyze",
      "--url",
      "env:SHOP_URL",
    ];
    const refused = await there(words);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(/^prisma-architect: Running it here writes to orders: /);
    const { out, err } = await there([...words, "--disposable"]);
    expect(out).toMatch(/^The query, run on app/);
    expect(err).toContain("Triggers fire: orders_noted on public.orders");
    const left = await there([
      "SELECT id FROM orders WHERE note = 'x'",
      "--analyze",
      "--url",
      url,
      "--format",
      "json",
    ]);
    expect(JSON.parse(left.out).nodes[0].rows).toBe(0);
  });

  test("takes the project's own", async () => {
    const own = folder({ ...tree, ".env": `DATABASE_URL="${url}"\n` });
    const { code, out, err } = await runProgram(script, own, ["explain", byUser, "--database"]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toMatch(/^The query, planned on app/);
    const named = await runProgram(script, own, ["explain", byUser, "--url", "env:DATABASE_URL"]);
    expect(named.out).toBe(out);
  });

  test("says what is wrong, and never the password", async () => {
    const wrong = server.urlOf("", "owner", `${password}x`);
    const refused = await there([byUser, "--url", "env:SHOP_URL"], { SHOP_URL: wrong });
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toMatch(/does not accept the password of the user owner/);
    const misplaced = await there([url]);
    expect(misplaced.err).toMatch(/^prisma-architect: postgresql:\/\/owner:\*\*\*@localhost/);
    const second = await there([byUser, url]);
    expect(second.err).toMatch(/explain takes one query/);
    const unknown = await there([byUser, "--rows", url]);
    expect(unknown.err).toMatch(/--rows wants Model=number/);
    const nothing = await there(["SELECT * FROM nothing", "--url", url]);
    expect(nothing.err).toMatch(/relation "nothing" does not exist/);
  });

  test("cancels on the server at Ctrl-C", async () => {
    const endless = "SELECT count(*) FROM orders a, orders b WHERE a.note <> b.note";
    const words = [script, "explain", endless, "--analyze", "--url", url];
    const child = spawn(process.execPath, words, { cwd: root });
    const ended = new Promise((resolve) => child.on("close", resolve));
    await vi.waitUntil(
      async () => (await server.sessions()).some((one) => one.endsWith("active")),
      {
        timeout: 30_000,
        interval: 200,
      },
    );
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(await server.sessions()).toEqual([]);
  });
});
