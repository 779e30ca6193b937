/**
 * The queries in a file that can be explained: statements of a `.sql` file, of TypedSQL, and raw
 * SQL in TypeScript and JavaScript; each as one text with `$1`, and the way back to the file.
 */
import { mayHoldRawSql, type RawSql, rawSqlIn } from "../query/raw-sql.ts";
import type { Piece } from "../query/raw-sql-text.ts";
import { type ParameterMark, parameterMarks } from "../sql/parameter-types.ts";
import { explainableStatement, statementAround, statementsOf } from "./explainable-sql.ts";

export type { Piece } from "../query/raw-sql-text.ts";

export type Explainable = {
  /** With `$1`, `$2` where the file has placeholders of any kind. */
  readonly sql: string;
  /** The whole of it in the file: the statement, or the call from `$queryRaw` to its end. */
  readonly start: number;
  readonly end: number;
  /** Where stretches of `sql` stand in the file as they are; sorted, gaps are what was put in. */
  readonly pieces: readonly Piece[];
  readonly parameters: readonly Parameter[];
  readonly origin: "statement" | "typed-sql" | "$queryRaw" | "$executeRaw" | "sql" | "query";
  /** What was assumed where the code can go several ways, in sentences for people. */
  readonly notes: readonly string[];
  /** What could not be read, so that `sql` is not what will be run: then there is no explaining it. */
  readonly problem: string | undefined;
};

export type Parameter = {
  /** Counts from 1. */
  readonly number: number;
  /** As the code writes it, shortened: `userId`, `filter.from`; of TypedSQL the name behind `@param`. */
  readonly name: string;
  /** A type of PostgreSQL, where the file tells it. */
  readonly type: string | undefined;
  /** Where the file spells the value out: as PostgreSQL reads it; null for NULL. */
  readonly value: string | null | undefined;
  /** It stands for as many values as a list has (`Prisma.join`): one of them is shown. */
  readonly isList: boolean;
};

/** A text with what tells its language: VS Code's name of it, or the ending of its path. */
export type QueryFile = {
  readonly text: string;
  readonly languageId: string;
  readonly path: string;
};

/** In the order of the file; of a file of SQL only statements that begin like a query. */
export function explainablesIn(file: QueryFile): readonly Explainable[] {
  if (isSql(file)) return statementsOf(file.text, file.path);
  const path = codePath(file);
  if (path === undefined || !mayHoldRawSql(file.text)) return [];
  return rawSqlIn(file.text, path).map(explainableOf);
}

/**
 * What a selection or a cursor (`start` is `end`) means: of SQL exactly what is selected, else the
 * statement around the cursor, whatever its kind; of code the query around it. In any other text,
 * and in code outside of queries, a selection is taken for SQL.
 */
export function explainableAt(
  file: QueryFile,
  start: number,
  end: number,
): Explainable | undefined {
  const { text, path } = file;
  const isSelected = text.slice(start, end).trim() !== "";
  if (isSql(file)) {
    return isSelected
      ? explainableStatement(text, { start, end }, path)
      : statementAround(text, start, path);
  }
  const found = explainablesIn(file).find((one) => one.start <= start && end <= one.end);
  return found ?? (isSelected ? explainableStatement(text, { start, end }, path) : undefined);
}

/** Where an offset in `sql` stands in the file; of what was put in, where that begins. */
export function toFile({ pieces, start }: Explainable, offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.inSql ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low - 1];
  if (piece === undefined) return pieces[0]?.inFile ?? start;
  return piece.inFile + Math.min(offset - piece.inSql, piece.length);
}

function explainableOf(raw: RawSql): Explainable {
  return { ...raw, parameters: parametersOf(raw, parameterMarks(raw.sql)) };
}

/** Those that the text has, whatever values are given. */
function parametersOf({ parameters }: RawSql, marks: readonly ParameterMark[]): Parameter[] {
  const types = new Map<number, string | undefined>();
  for (const { number, type } of marks) types.set(number, types.get(number) ?? type);
  return [...types.entries()]
    .sort(([a], [b]) => a - b)
    .map(([number, type]) => {
      const { name, value, isList } = parameters[number - 1] ?? unknownParameter(number);
      return { number, name, type, value, isList };
    });
}

function unknownParameter(number: number) {
  return { name: `$${number}`, value: undefined, isList: false };
}

function isSql({ languageId, path }: QueryFile): boolean {
  return /^(?:sql|pgsql|postgres|postgresql|plpgsql)$/.test(languageId) || /\.sql$/i.test(path);
}

/** A path with an ending that tells the language; undefined for what is no code of ours. */
function codePath({ languageId, path }: QueryFile): string | undefined {
  if (/\.[cm]?[jt]sx?$/.test(path)) return path;
  const ending = endings.get(languageId);
  return ending === undefined ? undefined : `${path}${ending}`;
}

const endings: ReadonlyMap<string, string> = new Map([
  ["typescript", ".ts"],
  ["typescriptreact", ".tsx"],
  ["javascript", ".js"],
  ["javascriptreact", ".jsx"],
]);

/**
 * What belongs to each parameter, in the order of their numbers as a server takes it. Numbers may
 * have gaps: what stands in a comment of the query is no parameter.
 */
export function byNumber<Value>(
  parameters: readonly Parameter[],
  values: readonly Value[],
): (Value | undefined)[] {
  const count = Math.max(0, ...parameters.map(({ number }) => number));
  return Array.from({ length: count }, (_, before) => {
    const at = parameters.findIndex(({ number }) => number === before + 1);
    return at < 0 ? undefined : values[at];
  });
}
