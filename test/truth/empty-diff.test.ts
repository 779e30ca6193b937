/**
 * What claims to leave the database as it is does: between before and after, Prisma's schema
 * engine finds nothing to migrate. Fixes of all rules and refactorings, in every real schema.
 */
import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Edit, Source, Span } from "../../src/core/base/text.ts";
import type { Refactoring } from "../../src/core/editor/refactoring.ts";
import { refactoringsAt } from "../../src/core/editor/refactorings.ts";
import type { Finding, Rule } from "../../src/core/lint/rule.ts";
import { enumRules, modelRules, schemaRules } from "../../src/core/rules/index.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { applyEdits } from "../support/apply.ts";
import { type RealSchema, realSchemas } from "../support/corpus.ts";
import { defaultOptions } from "../support/examples.ts";
import { ddlOf, errorsOf, type PrismaFile } from "../support/prisma.ts";
import { diffOf, driftOf } from "../support/schema-engine.ts";
import { catalogOf } from "./database-catalog.ts";

import { push, startPostgres } from "./index-catalog.ts";

import { indexCases, longNames, refactoringCases } from "./own-cases.ts";

/** After so many rounds of fixes, whatever still changes never stops. */
const mostRounds = 40;

/** The engine speaks of these two without a database. */
const schemas: readonly RealSchema[] = [
  refactoringCases,
  longNames,
  indexCases,
  ...realSchemas().filter(({ provider }) => provider === "postgresql" || provider === "sqlite"),
];

let database: PGlite;
beforeAll(async () => {
  database = await startPostgres();
}, 60_000);
afterAll(() => database.close());

describe.each(schemas)("$name", { timeout: 120_000 }, (real) => {
  test("fixes that claim it", async () => {
    const before = read(real);
    const { after, rules } = fixed(before);
    if (rules.size > 0) await expectSameDatabase(real, before, after, [...rules].join(", "));
  });

  test.each([["explicit-join-model"], ["rename-field", "rename-block"]] as const)(
    "%s",
    async (...names) => {
      const before = read(real);
      const { after, count } = refactored(before, names);
      if (count > 0) await expectSameDatabase(real, before, after, `${count} refactorings`);
    },
  );
});

test("the join model fits a table of Prisma 5, when its note is followed", async () => {
  const before = `datasource db {\n  provider = "postgresql"\n}\n\nmodel Post {\n  id   Int   @id\n  tags Tag[]\n}\n\nmodel Tag {\n  id    Int    @id\n  posts Post[]\n}\n`;
  const schema = resolve([parseFile("schema.prisma", before)]);
  const { after } = refactored(schema, ["explicit-join-model"]);
  await push(database, await ddlOf(filesOf(schema)));
  await database.exec(
    'ALTER TABLE "_PostToTag" DROP CONSTRAINT "_PostToTag_AB_pkey"; CREATE UNIQUE INDEX "_PostToTag_AB_unique" ON "_PostToTag"("A", "B")',
  );
  expect(await driftOf(database, filesOf(after))).not.toBe("");
  const followed = filesOf(after).map(
    ([path, text]) => [path, text.replace(/@@id(.*)_AB_pkey/, "@@unique$1_AB_unique")] as const,
  );
  expect(await driftOf(database, followed)).toBe("");
});

test("of two equal indexes Prisma does not miss one, as duplicate-index tells", async () => {
  const schema = (...indexes: string[]): PrismaFile[] => [
    [
      "schema.prisma",
      `datasource db {\n  provider = "postgresql"\n}\n\nmodel A {\n  id Int @id\n  of Int\n\n${indexes.join("\n")}\n}\n`,
    ],
  ];
  const [one, two, other] = ["@@index([of])", '@@index([of], map: "two")', "@@unique([of])"];
  expect(await diffOf(schema(one, two), schema(one))).toBe("");
  expect(await diffOf(schema(one, other), schema(other))).toMatch(/^DROP INDEX "A_of_idx"/m);
});

function read({ files }: RealSchema): Schema {
  return resolve(files.map(([path, text]) => parseFile(path, text)));
}

function filesOf({ files }: Schema): PrismaFile[] {
  return files.map(({ path, text }) => [path, text] as const);
}

/** For the engine, or else in a database that the engine's DDL has made. */
async function expectSameDatabase(real: RealSchema, before: Schema, after: Schema, made: string) {
  const known = new Set(errorsOf(filesOf(before)));
  expect(errorsOf(filesOf(after)).filter((error) => !known.has(error))).toEqual([]);
  const diff = await diffOf(filesOf(before), filesOf(after));
  if (diff === "") return;
  // The engine knows a long name in full, where the database has cut it.
  if (real.provider !== "postgresql" || !/"[^"]{64,}"/.test(diff)) expect(diff, made).toBe("");
  await push(database, await ddlOf(filesOf(before)));
  const wanted = await catalogOf(database);
  await push(database, await ddlOf(filesOf(after)));
  expect(await catalogOf(database), made).toEqual(wanted);
}

function fixed(schema: Schema): { after: Schema; rules: Set<string> } {
  let after = schema;
  const rules = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const found = findings(after).filter(({ fix }) => fix?.keepsDatabase);
    const chosen = onePerBlock(found);
    if (chosen.length === 0) return { after, rules };
    for (const { rule } of chosen) rules.add(rule);
    after = applyEdits(
      after,
      chosen.flatMap(({ fix }) => fix?.edits ?? []),
    );
  }
  throw new Error(`fixes without end: ${[...rules].join(", ")}`);
}

type Found = Finding & { readonly rule: string };

function findings(schema: Schema): Found[] {
  const from = <Subject>(
    rules: readonly Rule<Subject, unknown>[],
    subjects: readonly Subject[],
  ): Found[] =>
    rules.flatMap((rule) => {
      const options = defaultOptions(rule);
      return subjects.flatMap((subject) =>
        [...rule.check(subject, options)].map((finding) => ({ ...finding, rule: rule.name })),
      );
    });
  return [
    ...from(modelRules, schema.models),
    ...from(enumRules, schema.enums),
    ...from(schemaRules, [schema]),
  ];
}

function onePerBlock(all: readonly Found[]): Found[] {
  const touched = new Set<Source>();
  return all.filter(({ fix }) => {
    const sources = fix?.edits.map(({ at }: Edit) => at.source) ?? [];
    if (sources.some((source) => touched.has(source))) return false;
    for (const source of sources) touched.add(source);
    return true;
  });
}

/** Everything of these names that is offered anywhere, one after the other. */
function refactored(
  schema: Schema,
  names: readonly Refactoring["name"][],
): { after: Schema; count: number } {
  let after = schema;
  for (let count = 0; ; count++) {
    const next = offered(after, names);
    if (next === undefined) return { after, count };
    expect(next.changesDatabase).toBe(false);
    after = applyEdits(after, next.edits);
  }
}

function offered(schema: Schema, names: readonly Refactoring["name"][]): Refactoring | undefined {
  for (const at of placesIn(schema)) {
    const found = refactoringsAt(schema, at).find(({ name }) => names.includes(name));
    if (found) return found;
  }
  return undefined;
}

function placesIn({ models, enums }: Schema): Span[] {
  return [...models, ...enums].flatMap(({ shape }) => [
    shape.block.name,
    ...("fields" in shape ? shape.fields.map(({ node }) => node.name) : []),
  ]);
}
