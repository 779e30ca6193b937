/** Where a query can be explained: what the editor is told of it, and what it can be asked. */
import type { Passed } from "../core/sql/gate.ts";
import type { ExplainedOrNot, ExplainWish } from "../explain/explained.ts";
import type { Decision } from "../explain/policy.ts";
import type { AssumedRows, TargetLine } from "../protocol/plans.ts";

export type Target = {
  readonly line: TargetLine;
  /** Major version of the server. */
  readonly postgres: number;
  /** What is to be known of what is shown: what was left out, to what rows were scaled. Sentences. */
  readonly notes: readonly string[];
  /** Whether the statement may be explained, or run, there. */
  readonly judge: (
    gate: Passed,
    mode: "plan" | "run",
    agreed: readonly string[],
  ) => Promise<Decision>;
  /** Types of the parameters by their number from 1 on, where the server can tell. */
  readonly parameterTypes: (sql: string) => Promise<readonly (string | undefined)[]>;
  /** As `judge` has allowed it. */
  readonly explain: (
    wish: ExplainWish,
    isWritable: false | "disposable",
  ) => Promise<ExplainedOrNot>;
  /** Rows that were assumed for these tables, as the database calls them. */
  readonly assumedFor: (tables: readonly string[]) => readonly AssumedRows[];
};

export type TargetOrNot =
  | { readonly ok: true; readonly target: Target }
  | {
      readonly ok: false;
      readonly line: TargetLine;
      readonly reason: string;
      /** What to do next; empty where nothing is known. */
      readonly hint: string;
    };

export type OpenWish = {
  /** In words, for people. */
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal;
  readonly mode: "plan" | "run";
  /** Whether the workspace is. */
  readonly isTrusted: boolean;
  /** The tables that the query names, `public.User`, for those that make rows. */
  readonly tables: readonly string[];
};
