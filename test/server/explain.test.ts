/** Queries that an editor has explained: found in a text, let through, planned, judged, compared. */
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { WorkspaceEdit } from "vscode-languageserver";
import type { EmbeddedPostgres } from "../../src/engines/postgres.ts";
import { startSchemaEngine } from "../../src/engines/schema-engine.ts";
import {
  addToModel,
  assumeRows,
  type ExplainAnswer,
  type ExplainableLine,
  type ExplainRequest,
  explain,
  explainables,
  type PlanPage,
} from "../../src/protocol/plans.ts";
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

model Customer {
  id     Int     @id @default(autoincrement())
  email  String  @unique
  orders Order[]
}

model Order {
  id         Int      @id @default(autoincrement())
  customerId Int      @map("customer_id")
  placedAt   DateTime @default(now()) @map("placed_at")
  total      Int

  customer Customer @relation(fields: [customerId], references: [id])

  @@map("orders")
}
`;

const tree: Tree = {
  "prisma/schema.prisma": schema,
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
  "prisma/migrations/20240101000000_init/migration.sql":
    'CREATE TABLE "Customer" ("id" SERIAL NOT NULL, "email" TEXT NOT NULL, CONSTRAINT "Customer_pkey" PRIMARY KEY ("id"));\nCREATE VIEW big_spenders AS SELECT id, email FROM "Customer" WHERE id < 100;\n',
  "prisma-architect.json": '{ "database": { "rows": { "orders": 2000000 } } }\n',
};

const ofCustomer = "SELECT id, total FROM orders WHERE customer_id = $1";

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
  const schemaUri = uriOf(join(root, "prisma/schema.prisma"));
  const ask = async (text: string, more: Partial<ExplainRequest> = {}) => {
    const request: ExplainRequest = {
      uri: uriOf(join(root, "queries/report.sql")),
      languageId: "sql",
      text,
      start: 0,
      end: 0,
      mode: "plan",
      target: undefined,
      values: [],
      remembered: {},
      times: 1,
      agreed: [],
      isTrusted: true,
      token: "t",
      ...more,
    };
    return editor.ask<ExplainAnswer>(explain, request);
  };
  const page = async (text: string, more: Partial<ExplainRequest> = {}): Promise<PlanPage> => {
    const answer = await ask(text, more);
    if (answer.kind !== "page") throw new Error(JSON.stringify(answer));
    return answer.page;
  };
  return { root, editor, ask, page, schemaUri };
}

function rulesOf({ result }: PlanPage): string[] {
  return result?.findings.map(({ rule }) => rule) ?? [];
}

test("a query is planned on the schema as it is typed, with the rows that are stated", async () => {
  const { page, editor, schemaUri } = await open();
  const first = await page(`-- of one customer\n${ofCustomer};\n`, { start: 30, end: 30 });
  expect(first.failure).toBeUndefined();
  expect(first.target).toMatchObject({
    kind: "embedded",
    title: expect.stringMatching(/^Embedded PostgreSQL 18/),
  });
  expect(first.place).toMatch(/report\.sql:2$/);
  expect(first.parameters).toEqual([
    { number: 1, name: "$1", type: "integer", value: false, isList: false },
  ]);
  expect(first.result?.isGeneric).toBe(true);
  expect(first.assumed).toEqual([
    { table: "public.orders", model: "Order", rows: 2_000_000, isDefault: false },
  ]);
  expect(rulesOf(first)).toEqual(["foreign-key-lookup-without-index"]);
  const [finding] = first.result?.findings ?? [];
  expect(finding?.addition).toEqual({ model: "Order", attribute: "@@index([customerId])" });

  // The index is only typed, and saved nowhere.
  const edit = await editor.ask<WorkspaceEdit>(addToModel, {
    schemaUri,
    ...finding?.addition,
  });
  const [change] = edit.documentChanges ?? [];
  expect(JSON.stringify(change)).toContain("@@index([customerId])");
  await editor.open(schemaUri, schema.replace("  @@map", "  @@index([customerId])\n  @@map"));
  const second = await page(ofCustomer, { values: ["42"] });
  expect(rulesOf(second)).toEqual([]);
  expect(second.result?.json).toMatch(/Index Scan/);
  expect(second.result?.isGeneric).toBe(false);
  expect(second.history).toHaveLength(1);
  expect(second.history[0]?.json).toMatch(/Seq Scan/);
  expect(await editor.ask(addToModel, { schemaUri, ...finding?.addition })).toBeNull();
});

test("what migrations have made by hand is there too", async () => {
  const { page } = await open();
  const seen = await page("SELECT * FROM big_spenders");
  expect(seen.failure).toBeUndefined();
  expect(seen.result?.json).toMatch(/Customer/);
});

test("the migrations alone can be chosen", async () => {
  const { page } = await open();
  const [ours, history] = (await page("SELECT 1")).targets;
  expect([ours?.kind, history?.kind]).toEqual(["embedded", "migrations"]);
  const missing = await page(ofCustomer, { target: "migrations" });
  expect(missing.result).toBeUndefined();
  expect(missing.failure?.reason).toMatch(/orders/);
});

test("a query is run on rows that are made up", async () => {
  const { page } = await open();
  const run = await page(ofCustomer, { mode: "run", values: ["7"], times: 3 });
  expect(run.failure).toBeUndefined();
  expect(run.result?.mode).toBe("run");
  expect(run.result?.executionTimes).toHaveLength(3);
  expect(run.seen.join()).toMatch(/rows that were made up: 300,000 in orders instead of 2,000,000/);
});

test.each([
  ["CREATE TABLE t ()", /CREATE TABLE/],
  ["SELECT 1; DROP TABLE orders", /2 statements/],
  ["SELECT pg_terminate_backend(1)", /pg_terminate_backend/],
  ["SELEC 1", /syntax error/],
])("%s is refused before anything is started", async (text, reason) => {
  const { ask } = await open();
  const answer = await ask(text, { end: text.length });
  expect(answer).toMatchObject({ kind: "refused", reason: expect.stringMatching(reason) });
});

test("in code, placeholders are parameters, and lenses say where queries are", async () => {
  const { page, editor, root } = await open();
  const text =
    "const rows = await prisma.$queryRaw`SELECT id FROM orders WHERE customer_id = $" +
    "{user.id}`;\n";
  const uri = uriOf(join(root, "src/orders.ts"));
  const lenses = await editor.ask<ExplainableLine[]>(explainables, {
    uri,
    languageId: "typescript",
    text,
  });
  expect(lenses).toMatchObject([{ range: { start: { line: 0 } } }]);
  const start = lenses[0]?.start ?? 0;
  const asked = await page(text, { uri, languageId: "typescript", start, end: start });
  expect(asked.parameters).toMatchObject([{ name: "user.id", type: "integer" }]);
  const known = { [asked.query]: ["5"] };
  const again = await page(text, {
    uri,
    languageId: "typescript",
    start,
    end: start,
    remembered: known,
  });
  expect(again.parameters[0]?.value).toBe("5");
  expect(again.result?.isGeneric).toBe(false);
});

test("rows are stated in the configuration", async () => {
  const { editor, schemaUri } = await open();
  const edit = await editor.ask<WorkspaceEdit>(assumeRows, {
    schemaUri,
    table: "public.orders",
    rows: 5_000,
  });
  const [change] = edit.documentChanges ?? [];
  const [whole] = change && "edits" in change ? change.edits : [];
  const text = whole && "newText" in whole ? whole.newText : "";
  expect(JSON.parse(text)).toEqual({ database: { rows: { orders: 5000 } } });
});

test("a schema with mistakes says so, and what else can be done", async () => {
  const { editor, page, schemaUri } = await open();
  await editor.open(schemaUri, schema.replace("total      Int", "total      Nothing"));
  const failed = await page(ofCustomer);
  expect(failed.failure?.reason).toMatch(/^The schema has mistakes/);
  expect(failed.failure?.hint).toMatch(/migrations/);
});
