/**
 * A file of SQL as the statements in it, and each statement as the steps it takes. Shapes only;
 * `read-file.ts` makes them. Knows nothing of Prisma.
 */
import type { Source, Span } from "../base/text.ts";
import type { Step } from "./step.ts";

/** One statement of a file, without the comments above it and without its semicolon. */
export type Statement = {
  /** In the file's text. */
  readonly at: Span;
  readonly text: string;
  /**
   * What it does, in order: an ALTER TABLE with commas takes several steps. Empty when it could
   * not be read (`problem`) or does nothing that concerns a database's structure or rows.
   */
  readonly steps: readonly Step[];
  /** Why PostgreSQL's parser refuses it. */
  readonly problem: SqlProblem | undefined;
};

/** `at` is where the parser stopped. */
export type SqlProblem = { readonly at: Span; readonly message: string };

/** `--` and block comments; `text` is what stands inside, trimmed. */
export type SqlComment = { readonly at: Span; readonly text: string };

export type SqlFile = {
  readonly source: Source;
  readonly statements: readonly Statement[];
  readonly comments: readonly SqlComment[];
};

/**
 * PostgreSQL's own parser, handed in by whoever can load it: the raw syntax tree of exactly one
 * statement as libpg-query tells it (offsets in bytes of UTF-8), or why there is none, with the
 * offset in characters (not bytes) where it stopped.
 */
export type ParseStatement = (
  sql: string,
) =>
  | { readonly ok: true; readonly node: object }
  | { readonly ok: false; readonly message: string; readonly offset: number };
