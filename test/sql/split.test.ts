/** Where one statement ends and the next begins. */
import { describe, expect, test } from "vitest";
import { splitSql } from "../../src/core/sql/split.ts";

const statementsIn = (text: string) =>
  splitSql(text).statements.map(({ start, end }) => text.slice(start, end));

describe("semicolons that end nothing", () => {
  test.each([
    ["in a string", "SELECT 'a;b'';c'", "SELECT 2"],
    ["in a string with escapes", String.raw`SELECT E'a\';b'`, "SELECT 2"],
    ["after a plain backslash", String.raw`SELECT 'a\'`, "SELECT 2"],
    ["in a string that goes on", "SELECT E'a'\n  'b\\';c'", "SELECT 2"],
    ["in an identifier", 'SELECT "a;""b;"', "SELECT 2"],
    ["in a body", "DO $$ BEGIN a; b; END $$", "SELECT 2"],
    ["in a body with a tag", "DO $x$ a; $$ b; $$ $y$ $x$", "SELECT 2"],
    ["in a comment", "SELECT /* a; /* b; */ c; */ 1", "SELECT 2"],
    ["in a comment of a line", "SELECT 1 -- a;\n + 1", "SELECT 2"],
    [
      "in the body of a function",
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END",
      "SELECT 2",
    ],
    ["in the body of a procedure", "CREATE PROCEDURE p() BEGIN ATOMIC a; END", "SELECT 2"],
    ["in a rule", "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT (2))", "SELECT 2"],
  ])("%s", (_, first, second) => {
    expect(statementsIn(`${first};\n${second};`)).toEqual([first, second]);
  });
});

test.each([
  ["a dollar inside a name begins no body", "SELECT a$b$c; SELECT 2", 2],
  ["a parameter begins no body", "SELECT $1; SELECT $2", 2],
  ["a parenthesis that is not closed", "CREATE TABLE a (b int; SELECT 2", 2],
  ["BEGIN of a transaction", "BEGIN; SELECT 1; END; SELECT 2", 4],
  ["a column called atomic", "CREATE FUNCTION f(atomic int) AS 'x'; SELECT 1", 2],
  [
    "CASE outside of a body",
    "CREATE FUNCTION f(a int DEFAULT CASE WHEN true THEN 1 END) AS 'x'; SELECT 1",
    2,
  ],
  ["only semicolons", ";; ;\n;", 0],
  ["only comments", "-- a\n/* b */", 0],
  ["a command for psql", "\\restrict it's\nSELECT 1; \\connect x\nSELECT 2", 4],
  ["windows line ends", "-- a\r\nSELECT 1;\r\nSELECT 2\r\n", 2],
  ["what is not closed runs to the end", "SELECT 1; SELECT 'a; SELECT 2", 2],
])("%s", (_, text, count) => {
  expect(statementsIn(text)).toHaveLength(count);
});

describe("rows of COPY", () => {
  test("are data up to the line that ends them", () => {
    const text = "COPY t (a) FROM stdin;\n1;'\n\\.\nSELECT 2;\n\\.\nSELECT 1;";
    const { statements, data } = splitSql(text);
    expect(data.map(({ start, end }) => text.slice(start, end))).toEqual(["\n1;'\n\\.\n"]);
    expect(statements).toHaveLength(4);
  });

  test("are none without that line, in a file or for a file", () => {
    expect(statementsIn("COPY t FROM stdin; SELECT 1")).toHaveLength(2);
    expect(statementsIn("COPY t FROM '/stdin'; SELECT 1;\n\\.\n")).toEqual([
      "COPY t FROM '/stdin'",
      "SELECT 1",
      "\\.",
    ]);
  });
});

test("comments are told wherever they stand, and what looks like one in a string is none", () => {
  const text = "-- a\nSELECT /* b */ '-- c' /* d; */; -- e";
  const { comments, statements } = splitSql(text);
  expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual([
    "-- a",
    "/* b */",
    "/* d; */",
    "-- e",
  ]);
  expect(statements.map(({ start, end }) => text.slice(start, end))).toEqual([
    "SELECT /* b */ '-- c'",
  ]);
});

test("every character is accounted for, whatever is done to a text", () => {
  const pieces = [
    "'", '"', "$$", "$a$", "--", "/*", "*/", ";", "(", ")", "\\", "\\.", "\n", "\r", " ", "E'", "\0",
    "CREATE", "RULE", "FUNCTION", "BEGIN ATOMIC", "CASE", "END", "COPY t FROM stdin", "SELECT 1",
    "é", "😀", "\ud800", "\ufeff", "a", "1", ",", "$",
  ]; // biome-ignore format: a list of what hurts
  const random = randomFrom(7);
  for (let round = 0; round < 5000; round++) {
    const text = Array.from({ length: random(24) }, () => pieces[random(pieces.length)]).join(
      random(2) === 0 ? "" : " ",
    );
    const { statements, comments, data } = splitSql(text);
    let at = 0;
    for (const { start, end } of statements) {
      expect(start, text).toBeGreaterThanOrEqual(at);
      expect(end, text).toBeGreaterThan(start);
      expect(text.slice(start, end), text).toMatch(/^[^\t-\r ;].*?$/s);
      at = end;
    }
    expect(at, text).toBeLessThanOrEqual(text.length);
    expect(between(text, [...statements, ...comments, ...data]), text).toMatch(/^[\s;]*$/);
    // What one statement is does not depend on what follows it.
    const last = statements.at(-1);
    if (last !== undefined) {
      expect(splitSql(text.slice(0, last.end)).statements.at(-1), text).toEqual(last);
    }
  }
});

test("hostile texts take time in proportion to their length", () => {
  const length = 200_000;
  for (const piece of [
    "$a",
    "$a$",
    "/*",
    "'",
    "E'\\",
    '"',
    "(",
    "--\n",
    "COPY t FROM stdin;",
    "$",
  ]) {
    const text = piece.repeat(length / piece.length);
    const begin = performance.now();
    splitSql(text);
    expect(performance.now() - begin, piece).toBeLessThan(2000);
  }
});

/** What remains of a text without the stretches that are named. */
function between(text: string, stretches: readonly { start: number; end: number }[]): string {
  const units = text.split("");
  for (const { start, end } of stretches) units.fill("", start, end);
  return units.join("");
}

function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}
