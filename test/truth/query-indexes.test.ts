/**
 * The index that a rule about queries suggests is the one PostgreSQL uses: the fix is made, Prisma
 * turns the schema into DDL, and the plan of the query, as Prisma Client sends it, names the index.
 */
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { applyChanges } from "../../src/core/base/text.ts";
import type { Finding } from "../../src/core/lint/rule.ts";
import { evidenceOf } from "../../src/core/query/evidence.ts";
import { queryRules } from "../../src/core/rules/index.ts";
import { queriedModels } from "../../src/core/rules/queried-model.ts";
import { placeEdits, placer } from "../../src/core/schema/place.ts";
import type { Schema } from "../../src/core/schema/resolve.ts";
import { callsIn, read } from "../support/examples.ts";
import { ddlOf } from "../support/prisma.ts";
import { push, startPostgres } from "./index-catalog.ts";

vi.setConfig({ testTimeout: 60_000 });

const schema = `datasource db {
  provider = "postgresql"
}

enum Status {
  OPEN
  PAID
}

model Item {
  id        Int      @id @default(autoincrement())
  number    String
  owner     Int
  status    Status
  isGift    Boolean
  total     Decimal
  placedAt  DateTime
  closedAt  DateTime?
  tags      Json
  facts     Json
}
`;

const rows = `
  INSERT INTO "Item" (number, owner, status, "isGift", total, "placedAt", "closedAt", tags, facts)
  SELECT 'n' || g, g % 2000, CASE WHEN g % 3 = 0 THEN 'OPEN' ELSE 'PAID' END::"Status", g % 2 = 0,
    g % 977, now() - g * interval '1 minute', CASE WHEN g % 4 > 0 THEN now() END,
    jsonb_build_array('t' || g % 3000), jsonb_build_object('material', 'm' || g % 3000)
  FROM generate_series(1, 30000) g;
  ANALYZE "Item";`;

let database: PGlite;
beforeAll(async () => {
  database = await startPostgres();
  await push(database, await ddlOf([["schema.prisma", schema]]));
  await database.exec(rows);
}, 60_000);
afterAll(() => database.close());

/** The arguments of `db.item.findMany`, and what Prisma Client makes of its filter and sort. */
const queries: Record<string, [argument: string, sql: string]> = {
  "one column": ["{ where: { number } }", `WHERE "number" = 'n7'`],
  "a list of values": ["{ where: { owner: { in: ids } } }", `WHERE "owner" IN (3, 4)`],
  "two columns": [
    "{ where: { owner, status: 'OPEN' } }",
    `WHERE ("owner" = 3 AND "status" = 'OPEN')`,
  ],
  "a column and a range": [
    "{ where: { owner, placedAt: { gte: since } } }",
    `WHERE ("owner" = 3 AND "placedAt" >= now() - interval '1 day')`,
  ],
  "the first of a filter, sorted": [
    "{ where: { owner }, orderBy: { placedAt: 'desc' }, take: 5 }",
    `WHERE "owner" = 3 ORDER BY "placedAt" DESC LIMIT 5`,
  ],
  "the first of all, sorted": [
    "{ orderBy: { placedAt: 'desc' }, take: 20 }",
    `WHERE 1=1 ORDER BY "placedAt" DESC LIMIT 20`,
  ],
  "the first of all, sorted by two columns": [
    "{ orderBy: [{ total: 'asc' }, { id: 'desc' }], take: 20 }",
    `WHERE 1=1 ORDER BY "total" ASC, "id" DESC LIMIT 20`,
  ],
  "the first of what is open, sorted": [
    "{ where: { status: 'OPEN' }, orderBy: { placedAt: 'asc' }, take: 20 }",
    `WHERE "status" = 'OPEN' ORDER BY "placedAt" ASC LIMIT 20`,
  ],
  "the first that are not closed, sorted": [
    "{ where: { closedAt: null }, orderBy: { placedAt: 'desc' }, take: 20 }",
    `WHERE "closedAt" IS NULL ORDER BY "placedAt" DESC LIMIT 20`,
  ],
  alternatives: [
    "{ where: { OR: [{ number }, { owner }] } }",
    `WHERE ("number" = 'n7' OR "owner" = 3)`,
  ],
  "what a document holds": [
    "{ where: { tags: { array_contains: [tag] } } }",
    `WHERE ("tags" @> '["t7"]'::jsonb AND JSONB_TYPEOF("tags") = 'array')`,
  ],
};

describe.each(Object.entries(queries))("%s", (_, [argument, sql]) => {
  test("reads the whole table before the fix, and the index after it", async () => {
    const findings = ask(`db.item.findMany(${argument});`);
    expect(findings.length).toBeGreaterThan(0);
    expect(await planOf(schema, sql)).toContain('Seq Scan on "Item"');
    const plan = await planOf(fixed(findings), sql);
    for (const { fix } of findings) {
      const columns = /\[([^\]]*)\]/.exec(fix?.title ?? "")?.[1]?.replace(/\([^)]*\)/g, "");
      expect(plan).toContain(`Item_${columns?.split(", ").join("_")}_idx`);
    }
  });
});

test("two calls that share an index both use it", async () => {
  const findings = ask(
    "db.item.findMany({ where: { owner, status } }); db.item.count({ where: { owner } });" +
      "db.item.findMany({ where: { owner, status: 'PAID', isGift: true } });",
  );
  expect(findings.map(({ fix }) => fix?.title)).toEqual([
    "Add @@index([owner, status]): serves 3 of 3 queries",
  ]);
  for (const sql of [`WHERE "owner" = 3`, `WHERE ("owner" = 3 AND "status" = 'PAID')`]) {
    expect(await planOf(fixed(findings), sql)).toContain("Item_owner_status_idx");
  }
});

test("no index of a schema answers a comparison at a path, but one over the expression does", async () => {
  const code = "db.item.findMany({ where: { facts: { path: ['material'], equals: x } } });";
  const [finding] = ask(code);
  expect(finding?.message).toContain("material");
  expect(finding?.fix).toBeUndefined();
  const sql = `WHERE ("facts"#>ARRAY['material']::text[])::jsonb = '"m7"'::jsonb`;
  for (const index of [
    "@@index([facts], type: Gin)",
    "@@index([facts(ops: JsonbPathOps)], type: Gin)",
  ]) {
    expect(
      await planOf(
        schema.replace("facts     Json\n", (line) => `${line}  ${index}\n`),
        sql,
      ),
    ).toContain("Seq Scan");
  }
  await database.exec(
    `CREATE INDEX by_material ON "Item" (("facts" #> '{material}')); ANALYZE "Item"`,
  );
  expect(await explain(sql)).toContain("by_material");
});

type Asked = Finding & { readonly in: Schema };

function ask(code: string): Asked[] {
  const asked = read(schema);
  const subjects = queriedModels(asked, evidenceOf(callsIn("src/a.ts", code)));
  return subjects.flatMap((subject) =>
    queryRules.flatMap((rule) =>
      [...rule.check(subject, {})].map((finding) => ({ ...finding, in: asked })),
    ),
  );
}

function fixed(findings: readonly Asked[]): string {
  const edits = findings.flatMap(({ fix }) => fix?.edits ?? []);
  const changes = placeEdits(edits, placer(findings[0]?.in.files ?? []));
  return applyChanges(schema, [...(changes?.values() ?? [])].flat());
}

/** The plan with the indexes of a schema, which are gone again afterwards. */
async function planOf(text: string, sql: string): Promise<string> {
  const ddl = await ddlOf([["schema.prisma", text]]);
  const indexes = ddl.match(/^CREATE INDEX .*;$/gm) ?? [];
  await database.exec(["BEGIN;", ...indexes, 'ANALYZE "Item";'].join("\n"));
  const plan = await explain(sql);
  await database.exec("ROLLBACK");
  return plan;
}

async function explain(sql: string): Promise<string> {
  const { rows: lines } = await database.query<Record<string, string>>(
    `EXPLAIN SELECT "id", "number" FROM "Item" ${sql}`,
  );
  return lines.map((line) => line["QUERY PLAN"]).join("\n");
}
