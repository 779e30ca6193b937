/**
 * No rule speaks where it is not true: on databases that do otherwise what it is about. Asked of
 * real schemas, of one per database that does everything wrong, and of every example of a rule
 * that another database could have too.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaults } from "../../src/core/lint/config.ts";
import type { Verdict } from "../../src/core/lint/rule.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { allRules } from "../../src/core/rules/index.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { applyEdits } from "../support/apply.ts";
import { realSchemas } from "../support/corpus.ts";
import { dedent } from "../support/examples.ts";
import { errorsOf, type PrismaFile } from "../support/prisma.ts";
import { ruleProviders } from "./rule-providers.ts";

/** Rules about migrations and plans are asked of PostgreSQL's only. */
const schemaRules = allRules.filter(({ language }) => language === undefined);

const providers = ["postgresql", "cockroachdb", "mysql", "sqlite", "sqlserver", "mongodb"];

const check = schemaChecker({ ...defaults, preset: "all" });

test("it is known of every rule where it is true", () => {
  expect(Object.keys(ruleProviders).sort()).toEqual(schemaRules.map(({ name }) => name).sort());
});

describe("real schemas", () => {
  test.each(realSchemas())("$name", ({ provider, files }) => {
    expect(untrue(verdictsOf(read(files)), provider)).toEqual([]);
  });
});

const folder = join(import.meta.dirname, "../fixtures/providers");

describe("everything wrong", () => {
  test.each(readdirSync(folder))("%s", (file) => {
    const provider = basename(file, ".prisma");
    const files: PrismaFile[] = [[file, readFileSync(join(folder, file), "utf8")]];
    const schema = read(files);
    expect(errorsOf(files)).toEqual([]);
    expect(schema.settings.provider).toBe(provider);
    const verdicts = verdictsOf(schema);
    expect(untrue(verdicts, provider)).toEqual([]);
    expect(brokenFixes(schema, verdicts)).toEqual([]);
    // A schema that does everything wrong, and is told little, shows nothing.
    expect(new Set(verdicts.map(({ rule }) => rule)).size).toBeGreaterThan(20);
  });
});

const examples = schemaRules.flatMap(({ name, examples }) =>
  examples.flatMap((example) => ("bad" in example ? [[name, unmarked(example.bad)] as const] : [])),
);

describe.each(providers)("examples on %s", (provider) => {
  test.each(examples)("%s", (_, text) => {
    const files: PrismaFile[] = [["schema.prisma", movedTo(provider, text)]];
    if (errorsOf(files).length > 0) return;
    const schema = read(files);
    const verdicts = verdictsOf(schema);
    expect(untrue(verdicts, provider)).toEqual([]);
    expect(brokenFixes(schema, verdicts)).toEqual([]);
  });
});

function read(files: readonly PrismaFile[]): Schema {
  return resolve(files.map(([path, text]) => parseFile(path, text)));
}

function verdictsOf(schema: Schema): Verdict[] {
  return check(schema).files.flatMap(({ verdicts }) => verdicts);
}

function untrue(verdicts: readonly Verdict[], provider: string): string[] {
  return verdicts
    .filter(({ rule }) => !ruleProviders[rule]?.some((known) => known === provider))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

/** A fix may write a type or an option that this database does not have. */
function brokenFixes(schema: Schema, verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ rule, fix }) => {
    if (!fix) return [];
    const { files } = applyEdits(schema, fix.edits);
    const errors = errorsOf(files.map(({ path, text }) => [path, text] as const));
    return errors.map((error) => `${rule}, ${fix.title}: ${error}`);
  });
}

function unmarked(example: string): string {
  return dedent(example).replace(/^ *\/\/ *\^.*\n/gm, "");
}

/** The same schema for another database, which may refuse it. */
function movedTo(provider: string, text: string): string {
  const here = text.replace(/^(datasource \w+ \{\n\s*provider\s*=\s*)"\w+"/m, `$1"${provider}"`);
  const whole = /^datasource/m.test(here)
    ? here
    : `datasource db {\n  provider = "${provider}"\n}\n\n${here}`;
  return provider === "mongodb" ? forMongo(whole) : whole;
}

/** MongoDB wants each key to be called `_id`, and does not count. */
function forMongo(text: string): string {
  return text
    .replace(/ *@default\(autoincrement\(\)\)/g, "")
    .replace(/^( *\w+ +\w+ +@id\b)(?!.*@map)/gm, '$1 @map("_id")');
}
