/**
 * The queries in a file that can be explained: statements of a `.sql` file, of TypedSQL, and raw
 * SQL in TypeScript and JavaScript; each as one text with `$1`, and the way back to the file.
 */

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
  /** What could not be read, so that `sql` is not what will be run: then there is no explaining it. */
  readonly problem: string | undefined;
};

export type Piece = { readonly inSql: number; readonly inFile: number; readonly length: number };

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
