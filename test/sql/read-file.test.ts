/** Texts that are wrong, hostile or odd: what is read of them, and what is said about the rest. */
import { describe, expect, test } from "vitest";
import { textOf } from "../../src/core/base/text.ts";
import { readSql } from "../../src/core/sql/read-file.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import { sql } from "../support/sql.ts";

const problemsIn = (text: string) =>
  sql(text).statements.flatMap(({ problem }) =>
    problem ? [[textOf(problem.at), problem.message]] : [],
  );
const kindsIn = (text: string) =>
  sql(text).statements.flatMap(({ steps }) => steps.map(({ kind }) => kind));

test("a mistake in one statement hides nothing of the others", () => {
  const text = "DROP TABLE a; CREATE TABLE b (c int; DROP TABLE d; SELEC 1; DROP TABLE e";
  expect(kindsIn(text)).toEqual(["drop-table", "drop-table", "drop-table"]);
  expect(problemsIn(text)).toEqual([
    ["int", "syntax error at end of input"],
    ["SELEC", 'syntax error at or near "SELEC"'],
  ]);
});

test("a statement knows its place and its text, without what stands around it", () => {
  const { statements, source } = sql(
    "-- one\n\n  DROP TABLE a -- two\n ;\n/* three */ DROP VIEW b",
  );
  expect(statements.map(({ text }) => text)).toEqual(["DROP TABLE a", "DROP VIEW b"]);
  for (const { at, text } of statements) {
    expect(at.source).toBe(source);
    expect(textOf(at)).toBe(text);
  }
});

test("comments are what stands inside of their marks", () => {
  const { comments } = sql("-- AlterTable\nSELECT 1; /* a\n b */ --\n/**/ /* open");
  expect(comments.map(({ text }) => text)).toEqual(["AlterTable", "a\n b", "", "", "open"]);
});

test("the statement that breaks a mistake off is pointed at beyond the first plane of Unicode", () => {
  expect(problemsIn("SELECT 1; SELECT '😀é' FRM \"ü😀\" oops 1")).toEqual([
    ['"ü😀"', expect.stringContaining("syntax error")],
  ]);
});

test("places are right behind characters of one to four bytes", () => {
  const [step] = sql(
    `ALTER TABLE "aé€😀" ADD "😀€é" text DEFAULT '€', DROP "b"`,
  ).statements.flatMap(({ steps }) => steps);
  expect(step?.kind === "add-column" && textOf(step.column.at)).toBe(`"😀€é" text DEFAULT '€'`);
  expect(step?.kind === "add-column" && step.column.default?.text).toBe("'€'");
});

describe("odd characters", () => {
  test("NUL, which PostgreSQL refuses", () => {
    expect(problemsIn("DROP TABLE a; SELECT 'b\0c'; DROP TABLE d")).toEqual([
      ["\0", "a NUL character is not allowed in SQL"],
    ]);
  });

  test("a byte order mark is part of the first word, as it is for PostgreSQL", () => {
    expect(problemsIn("\ufeffDROP TABLE a; DROP TABLE b")).toEqual([
      ["\ufeffDROP", 'syntax error at or near "\ufeffDROP"'],
    ]);
    expect(kindsIn("\ufeffDROP TABLE a; DROP TABLE b")).toEqual(["drop-table"]);
  });

  test("half a surrogate pair breaks nothing behind it", () => {
    const [step] = sql(`ALTER TABLE "a\ud800" DROP b, DROP c`).statements.flatMap(
      (one) => one.steps,
    );
    expect(step && textOf(step.at)).toBe("DROP b");
  });

  test("nothing at all", () => {
    expect(sql("").statements).toEqual([]);
    expect(sql(" ;\n").statements).toEqual([]);
  });
});

describe("hostile nesting ends in a problem, and what comes after is read", () => {
  test.each([
    ["parentheses", `SELECT ${"(".repeat(100_000)}1${")".repeat(100_000)}`],
    ["parentheses that stay open", `SELECT ${"(".repeat(100_000)}`],
    ["a sum", `SELECT ${"1+".repeat(100_000)}1`],
    ["NOT", `SELECT ${"NOT ".repeat(100_000)}true`],
    ["CASE", `SELECT ${"CASE WHEN true THEN ".repeat(50_000)}1${" END".repeat(50_000)}`],
    ["arrays", `SELECT ARRAY${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["queries", `SELECT ${"(SELECT ".repeat(50_000)}1${")".repeat(50_000)}`],
    ["unions", `SELECT 1${" UNION SELECT 1".repeat(50_000)}`],
  ])("%s", (_, text) => {
    const { statements } = sql(`DROP TABLE a; ${text}; DROP TABLE b`);
    expect(statements.map(({ problem }) => problem === undefined)).toEqual([true, false, true]);
    expect(statements[1]?.problem?.message).toMatch(/memory exhausted|nested too deeply|syntax/);
    expect(statements[2]?.steps[0]?.kind).toBe("drop-table");
  });

  test("as deep as the parser goes, the tree is read", () => {
    const text = `ALTER TABLE a ALTER b SET DEFAULT ${"1+".repeat(1500)}now()`;
    const [step] = sql(text).statements.flatMap(({ steps }) => steps);
    expect(step?.kind === "set-default" && step.default.volatility).toBe("stable");
  });

  test("in a list of many thousand columns", () => {
    const columns = Array.from({ length: 5000 }, (_, at) => `c${at} text DEFAULT 'a' NOT NULL`);
    const begin = performance.now();
    const [step] = sql(`CREATE TABLE t (${columns.join(", ")})`).statements.flatMap((s) => s.steps);
    expect(step?.kind === "create-table" && step.columns.at(-1)?.default?.text).toBe("'a'");
    expect(performance.now() - begin).toBeLessThan(3000);
  });
});

test("a parser that overflowed too often at once starts again, and answers meanwhile", async () => {
  const parse = await loadPgParser();
  const deep = `SELECT ${"1+".repeat(20_000)}1`;
  const messages = Array.from({ length: 80 }, () => {
    const answer = parse(deep);
    return answer.ok ? "" : answer.message;
  });
  expect(new Set(messages)).toEqual(
    new Set(["nested too deeply to be read", "the parser is being started again"]),
  );
  await expect.poll(() => parse("SELECT 1").ok, { timeout: 20_000 }).toBe(true);
});

test("a parser that gives nonsense is survived", () => {
  for (const node of [{}, { AlterTableStmt: {} }, { CreateStmt: { tableElts: 1 } }, { Odd: [] }]) {
    const { statements } = readSql("SELECT 1", () => ({ ok: true, node }));
    expect(statements).toHaveLength(1);
  }
});

test("the parser is loaded once, and says where it stopped in characters", async () => {
  const parse = await loadPgParser();
  expect(await loadPgParser()).toBe(parse);
  expect(parse("SELECT '😀' FRM a b")).toEqual({
    ok: false,
    message: 'syntax error at or near "a"',
    offset: 15,
  });
  expect(parse("SELECT 1; SELECT 2")).toMatchObject({ ok: false });
  expect(parse("-- nothing")).toMatchObject({ ok: false });
});
