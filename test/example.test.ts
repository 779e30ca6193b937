/**
 * The demo project stays honest: its schemas are what Prisma itself formats and accepts, and its
 * migrations, replayed one after the other, end in exactly the schema.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import internals from "@prisma/internals";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ddlOf } from "./support/prisma.ts";

type SchemaFile = [path: string, text: string];

const example = join(import.meta.dirname, "example");
const shop = schemaIn("prisma/schema");
const analytics = schemaIn("services/analytics/db");
// Prisma 6 wants the url in the schema and Prisma 7 forbids it; only the latter is at hand here.
const analyticsForPrisma7 = analytics.map(
  ([path, text]): SchemaFile => [path, text.replace(/^ +url +=.*\n/m, "")],
);

test.each([
  ["shop", shop],
  ["analytics", analytics],
])("the %s schema is formatted", async (_, schemas) => {
  expect(await internals.formatSchema({ schemas })).toEqual(schemas);
});

test.each([
  ["shop", shop, 32, 1],
  ["analytics", analyticsForPrisma7, 5, 0],
])("Prisma has nothing to say about the %s schema", async (_, schemas, models, views) => {
  expect(internals.lintSchema({ schemas })).toEqual([]);
  const { datamodel } = await internals.getDMMF({ datamodel: schemas });
  expect(datamodel.models).toHaveLength(models + views);
});

describe("the migrations, replayed", () => {
  let replayed: PGlite;
  beforeAll(async () => {
    replayed = await databaseAfter(migrations());
  }, 30_000);
  afterAll(() => replayed.close());

  test("end in the schema", async () => {
    const generated = await databaseAfter([await ddlOf(shop)]);
    // Views are written by hand: Prisma would not create this one.
    const views = ["DailySales: day date, currency bpchar, orders int4, revenue numeric"];
    const catalog = await catalogOf(replayed);
    expect(catalog).toEqual({ ...(await catalogOf(generated)), views });
    expect(catalog.columns.length).toBeGreaterThan(200);
    await generated.close();
  }, 30_000);

  test.each(readdirSync(join(example, "prisma/sql")))("make %s a valid query", async (file) => {
    const sql = readFileSync(join(example, "prisma/sql", file), "utf8");
    const { resultFields } = await replayed.describeQuery(sql);
    expect(resultFields.length).toBeGreaterThan(1);
  });
});

function schemaIn(folder: string): SchemaFile[] {
  return readdirSync(join(example, folder))
    .sort()
    .map((file) => [file, readFileSync(join(example, folder, file), "utf8")]);
}

function migrations(): string[] {
  const folder = join(example, "prisma/migrations");
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name, "migration.sql"), "utf8"));
}

async function databaseAfter(scripts: readonly string[]): Promise<PGlite> {
  const database = await PGlite.create();
  for (const script of scripts) await database.exec(script);
  return database;
}

/**
 * What is in a database. The order of columns and the names of NOT NULL constraints (from
 * PostgreSQL 18 on) tell its history, not its shape, and are left out.
 */
async function catalogOf(database: PGlite) {
  const lines = async (query: string): Promise<string[]> => {
    const { rows } = await database.query<{ line: string }>(query);
    return rows.map(({ line }) => line);
  };
  return {
    columns: await lines(`
      SELECT concat_ws(' ', table_name, column_name, udt_name, character_maximum_length,
        numeric_precision, numeric_scale, datetime_precision, is_nullable, column_default) AS line
      FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY line`),
    constraints: await lines(`
      SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS line
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY line`),
    indexes: await lines(`
      SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY line`),
    enums: await lines(`
      SELECT concat(enumtypid::regtype, ': ', string_agg(enumlabel, ', ' ORDER BY enumsortorder)) AS line
      FROM pg_enum GROUP BY enumtypid ORDER BY line`),
    views: await lines(`
      SELECT concat(table_name, ': ', string_agg(column_name || ' ' || udt_name, ', ' ORDER BY ordinal_position)) AS line
      FROM information_schema.columns JOIN information_schema.views USING (table_schema, table_name)
      WHERE table_schema = 'public' GROUP BY table_name ORDER BY line`),
  };
}
