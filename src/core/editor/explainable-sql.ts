/**
 * Statements of a text of SQL as they can be explained: the variables of psql become parameters,
 * and comments of TypedSQL name them. Knows tokens; whether one can be explained the gate says.
 */
import { tokenAt } from "../sql/lex.ts";
import { parameterMarks, psqlVariables, type Variable } from "../sql/parameter-types.ts";
import { type Range, splitSql } from "../sql/split.ts";
import { type StatedParameter, statedParameters } from "../sql/typed-sql.ts";
import type { Explainable, Parameter, Piece } from "./explainable.ts";

type Stated = ReadonlyMap<number, StatedParameter>;

/** Those that begin like a query. */
export function statementsOf(text: string, path: string): readonly Explainable[] {
  const stated = statedParameters(text);
  return splitSql(text)
    .statements.filter(({ start }) => beginsQuery(text, start))
    .map((range) => statementOf(text, range, path, stated));
}

/** Any stretch of the text as one statement. */
export function explainableStatement(text: string, range: Range, path: string): Explainable {
  return statementOf(text, range, path, statedParameters(text));
}

/**
 * The statement that a cursor is in or at the end of; behind its semicolon on the same line; or the
 * one below, from the comments right above it.
 */
export function statementAround(text: string, at: number, path: string): Explainable | undefined {
  const { statements } = splitSql(text);
  const touched = statements.find(({ start, end }) => start <= at && at <= end);
  const before = statements.filter(({ end }) => end < at).at(-1);
  const after = statements.find(({ start }) => start > at);
  const range =
    touched ??
    (before && !text.slice(before.end, at).includes("\n") ? before : undefined) ??
    (after && !/\n[ \t\r]*\n/.test(text.slice(at, after.start)) ? after : undefined);
  return range && explainableStatement(text, range, path);
}

function beginsQuery(text: string, start: number): boolean {
  const { end } = tokenAt(text, start);
  return text[start] === "(" || firstWords.has(text.slice(start, end).toLowerCase());
}

const firstWords = new Set(
  "select insert update delete merge with values table explain".split(" "),
);

function statementOf(text: string, range: Range, path: string, stated: Stated): Explainable {
  const written = text.slice(range.start, range.end);
  const { sql, pieces, names, problem } = withParameters(written, range.start);
  const isTyped = stated.size > 0 || /(?:^|[\\/])prisma[\\/]sql[\\/][^\\/]+\.sql$/i.test(path);
  return {
    sql,
    ...range,
    pieces,
    parameters: parametersOf(sql, names, stated),
    origin: isTyped ? "typed-sql" : "statement",
    notes: [],
    problem,
  };
}

type Written = {
  readonly sql: string;
  readonly pieces: readonly Piece[];
  readonly names: ReadonlyMap<number, string>;
  readonly problem: string | undefined;
};

/** `:name` and `:'name'` as parameters behind those that are there, one for each name. */
function withParameters(written: string, start: number): Written {
  const pieces: Piece[] = [];
  const numbers = new Map<string, number>();
  const variables = psqlVariables(written);
  const used = variables.length > 0 ? parameterMarks(written).map(({ number }) => number) : [];
  const first = 1 + used.reduce((most, number) => Math.max(most, number), 0);
  let sql = "";
  let done = 0;
  const copy = (end: number) => {
    if (end > done) pieces.push({ inSql: sql.length, inFile: start + done, length: end - done });
    sql += written.slice(done, end);
  };
  for (const variable of variables.filter(({ isIdentifier }) => !isIdentifier)) {
    const number = numbers.get(variable.name) ?? first + numbers.size;
    numbers.set(variable.name, number);
    copy(variable.start);
    sql += `$${number}`;
    done = variable.end;
  }
  copy(written.length);
  const names = new Map([...numbers].map(([name, number]) => [number, name]));
  return { sql, pieces, names, problem: problemOf(variables) };
}

function problemOf(variables: readonly Variable[]): string | undefined {
  const name = variables.find(({ isIdentifier }) => isIdentifier)?.name;
  return name === undefined
    ? undefined
    : `psql puts a name in place of :"${name}": write the name itself to explain the statement`;
}

function parametersOf(
  sql: string,
  names: ReadonlyMap<number, string>,
  stated: Stated,
): readonly Parameter[] {
  const types = new Map<number, string | undefined>();
  for (const { number, type } of parameterMarks(sql)) {
    types.set(number, types.get(number) ?? type ?? stated.get(number)?.type);
  }
  return [...types.entries()]
    .sort(([a], [b]) => a - b)
    .map(([number, type]) => {
      const name = names.get(number) ?? stated.get(number)?.name ?? `$${number}`;
      return { number, name, type, value: undefined, isList: false };
    });
}
