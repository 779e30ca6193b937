/** Every migration of the corpus is read, and cut where PostgreSQL itself cuts it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "libpg-query";
import { expect, test } from "vitest";
import { textOf } from "../../src/core/base/text.ts";
import { sql } from "../support/sql.ts";

const corpus = join(import.meta.dirname, "../../../shared/corpus/postgresql");

const migrations: readonly (readonly [name: string, text: string])[] = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith("migration.sql"))
      .sort()
      .map((file) => [file, readFileSync(join(corpus, file), "utf8")])
  : [];
if (migrations.length === 0) console.log("corpus not found: no real migrations are read");

/** An escaped quote in a name; PostgreSQL refuses the whole file. */
const refused = ["civitai__civitai/migrations/20251123142214_model_metric_overhaul/migration.sql"];

const files = migrations.map(([name, text]) => [name, text, sql(text)] as const);

test("only what PostgreSQL refuses has a problem", () => {
  const wrong = files.flatMap(([name, , { statements }]) =>
    statements.flatMap(({ problem }) => (problem ? [name] : [])),
  );
  expect(wrong).toEqual(migrations.length === 0 ? [] : refused);
});

test("statements are cut as PostgreSQL cuts them", () => {
  for (const [name, text, { statements }] of files) {
    if (refused.includes(name)) continue;
    expect(
      statements.map(({ at }) => textOf(at)),
      name,
    ).toEqual(statementsOfPostgres(text));
  }
}, 60_000);

test("almost nothing is left without a meaning", () => {
  const others = files.flatMap(([, , { statements }]) =>
    statements.flatMap(({ steps }) =>
      steps.flatMap((step) => (step.kind === "other" ? [step.tag] : [])),
    ),
  );
  expect(others.sort()).toEqual(
    migrations.length === 0
      ? []
      : ["AlterExtensionStmt", "AlterPublicationStmt", "CompositeTypeStmt"],
  );
});

test("steps follow one another inside of their statement", () => {
  for (const [name, , { statements }] of files) {
    for (const { at, steps } of statements) {
      const starts = steps.map((step) => step.at.start);
      expect([at.start, ...starts], name).toEqual([at.start, ...starts].sort((a, b) => a - b));
      for (const step of steps) expect(step.at.end, name).toBeLessThanOrEqual(at.end);
    }
  }
});

test("places hold what they are about", () => {
  for (const [name, step] of files.flatMap(([name, , { statements }]) =>
    statements.flatMap(({ steps }) => steps.map((step) => [name, step] as const)),
  )) {
    if (step.kind === "add-column") {
      expect(textOf(step.at), name).toMatch(/^add\b/i);
      expect(textOf(step.column.at), name).toContain(step.column.name);
      expect(step.column.default?.text).toBe(step.column.default && textOf(step.column.default.at));
    } else if (step.kind === "add-constraint") {
      expect(textOf(step.at), name).toMatch(/^add\b/i);
      expect(textOf(step.constraint.at), name).toMatch(
        /^(constraint|primary|unique|check|foreign|exclude)\b/i,
      );
    } else if (step.kind === "alter-type") expect(textOf(step.at), name).toMatch(/^alter\b/i);
  }
});

/** Its offsets are in bytes. A statement that begins a file has no location. */
function statementsOfPostgres(text: string): string[] {
  if (!/\S/.test(text)) return [];
  const bytes = Buffer.from(text);
  const { stmts = [] } = parseSync(text);
  return stmts.map(({ stmt_location: start = 0, stmt_len: length = bytes.length - start }) =>
    withoutComments(bytes.subarray(start, start + length).toString()),
  );
}

/** Around a statement; PostgreSQL counts them in. */
function withoutComments(statement: string): string {
  let text = statement.replace(/^(?:\s+|--.*|\/\*[\s\S]*?\*\/)*/, "").trimEnd();
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/(?:\n\s*--[^\n]*|\/\*(?:(?!\*\/)[\s\S])*\*\/)$/, "").trimEnd();
  }
  return text;
}
