/**
 * The rules about indexes say of every real schema exactly what PostgreSQL's catalogs say once
 * the schema has been pushed, but for keys that are left alone on purpose.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Finding, Rule } from "../../src/core/lint/rule.ts";
import { duplicateIndex } from "../../src/core/rules/schema/duplicate-index.ts";
import { indexDuplicatesUnique } from "../../src/core/rules/schema/index-duplicates-unique.ts";
import { joinTableWithoutReverseIndex } from "../../src/core/rules/schema/join-table-without-reverse-index.ts";
import { prefixRedundantIndex } from "../../src/core/rules/schema/prefix-redundant-index.ts";
import { unindexedForeignKey } from "../../src/core/rules/schema/unindexed-foreign-key.ts";
import { isCodeList, saysItIsView } from "../../src/core/rules/schema/words.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { type Model, resolve, type Schema } from "../../src/core/schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../src/core/schema/shape.ts";
import { postgresSchemas, type RealSchema } from "../support/corpus.ts";
import { ddlOf } from "../support/prisma.ts";
import { type IndexFacts, indexFacts, push, startPostgres } from "./index-catalog.ts";

const cases: RealSchema = {
  name: "index-cases",
  provider: "postgresql",
  files: [
    ["index-cases.prisma", readFileSync(join(import.meta.dirname, "index-cases.prisma"), "utf8")],
  ],
};

let database: PGlite;
beforeAll(async () => {
  database = await startPostgres();
}, 60_000);
afterAll(() => database.close());

test.each([cases, ...postgresSchemas()])(
  "$name",
  async (real) => {
    // Without foreign keys in the database there would be nothing to compare: both read the
    // schema as if relations lived there.
    const files = real.files.map(
      ([path, text]) => [path, text.replace(/^[ \t]*relationMode\b.*$/gm, "")] as const,
    );
    const schema = resolve(files.map(([path, text]) => parseFile(path, text)));
    await push(database, await ddlOf(files));
    const facts = await indexFacts(database, joinTables(schema), schema.models.flatMap(names));
    const found = saidByRules(schema);
    const quiet = leftAlone(schema);
    expect(found).toEqual({
      ...facts,
      unindexed: facts.unindexed.filter(
        (line) => found.unindexed.includes(line) || !quiet.has(line),
      ),
    });
  },
  30_000,
);

test("the cases hold something for every rule", async () => {
  const { unindexed, duplicates, likeUnique, prefixes } = saidByRules(
    resolve(cases.files.map(([path, text]) => parseFile(path, text))),
  );
  expect(unindexed.length).toBeGreaterThan(3);
  expect(duplicates.length).toBeGreaterThan(5);
  expect(likeUnique.length).toBeGreaterThan(3);
  expect(prefixes.length).toBeGreaterThan(1);
});

/** Keys that have no index of their own and are not told: what they cost is small, or shared. */
function leftAlone({ models }: Schema): ReadonlySet<string> {
  return new Set(
    models.flatMap(({ shape, relations }) =>
      relations.flatMap(({ foreignKey, target }) =>
        foreignKey && (foreignKey.fields.length > 1 || isCodeList(target) || saysItIsView(shape))
          ? line(shape, foreignKey.fields)
          : [],
      ),
    ),
  );
}

/** The hidden tables of implicit many-to-many relations are Prisma's own; no rule is about them. */
function joinTables({ models }: Schema): string[] {
  return models.flatMap(({ relations }) =>
    relations.flatMap(({ joinTable }) => joinTable?.name ?? []),
  );
}

function saidByRules(schema: Schema): IndexFacts {
  return {
    unindexed: [unindexedForeignKey, joinTableWithoutReverseIndex]
      .flatMap((rule) => said(schema, rule, keyColumns))
      .sort(),
    duplicates: said(schema, duplicateIndex, indexName),
    likeUnique: said(schema, indexDuplicatesUnique, indexName),
    prefixes: said(schema, prefixRedundantIndex, indexName),
  };
}

function said(
  { models }: Schema,
  rule: Rule<Model>,
  write: (model: Model, finding: Finding) => string,
): string[] {
  return models
    .flatMap((model) => [...rule.check(model)].map((finding) => write(model, finding)))
    .sort();
}

function keyColumns({ shape }: Model, { fix }: Finding): string {
  const fields = /\(\[(.*?)\]/.exec(fix?.title ?? "")?.[1]?.split(", ") ?? [];
  return line(
    shape,
    shape.fields.filter(({ name }) => fields.includes(name)),
  );
}

function line({ dbSchema, table }: ModelShape, fields: readonly FieldShape[]): string {
  const columns = fields.map(({ column }) => column).sort();
  return `${inSchema(dbSchema, table)}(${columns.join(", ")})`;
}

function indexName(model: Model, { at }: Finding): string {
  const index = model.indexes.find(({ attribute }) => attribute === at);
  return inSchema(model.shape.dbSchema, index?.name ?? "an index the model does not have");
}

function names({ shape, indexes }: Model): string[] {
  return indexes.map(({ name }) => inSchema(shape.dbSchema, name));
}

function inSchema(dbSchema = "public", name: string): string {
  return `${dbSchema}.${name}`;
}
