/**
 * What running a statement does to others: the locks it takes, what it rewrites and scans. Shapes
 * only; `effects.ts` predicts them, and the tests hold every prediction against a real server.
 */
import type { Qualified } from "./catalog.ts";
import type { LockMode } from "./step.ts";

export type Relation = {
  readonly name: Qualified;
  readonly kind: "table" | "index" | "view" | "materialized view" | "sequence";
};

/** `mode` is the strongest that the statement takes of this relation. */
export type Lock = Relation & {
  readonly mode: LockMode;
  /**
   * Only taken, or only that strong, when there are rows for it: a foreign key is looked up for
   * each row that is written, not once per statement.
   */
  readonly ifRowsMatch?: true;
};

export type Effects = {
  /** Of relations that were there before the statement, the strongest first. */
  readonly locks: readonly Lock[];
  /** New files are written: every row, or every entry of an index, is copied. */
  readonly rewrites: readonly Relation[];
  /** Read from the first row to the last while the lock is held. */
  readonly scans: readonly Qualified[];
  /**
   * Also read, through an index or from end to end as the planner sees fit: the table a foreign key
   * points at, what a query selects from.
   */
  readonly reads: readonly Qualified[];
  /** Indexes that are built over rows that are there, by table. */
  readonly builds: readonly { readonly table: Qualified; readonly index: string | undefined }[];
  /** Rows or values that are gone afterwards. */
  readonly losses: readonly Loss[];
  /** Why it may fail on rows that are there. */
  readonly risks: readonly Risk[];
  /**
   * What is said here may be wrong: a DO block or a function that is called does more than can be
   * seen, or nobody knows what the table that is touched is like.
   */
  readonly isUnknown: boolean;
};

export type Loss =
  | { readonly kind: "table" | "all-rows"; readonly table: Qualified }
  | { readonly kind: "column"; readonly table: Qualified; readonly column: string }
  /** A cast that cuts, rounds or refuses. */
  | {
      readonly kind: "precision";
      readonly table: Qualified;
      readonly column: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: "rows"; readonly table: Qualified }
  | { readonly kind: "schema" | "type" | "view" | "function" | "extension"; readonly name: string };

export type Risk =
  | { readonly kind: "nulls"; readonly table: Qualified; readonly columns: readonly string[] }
  | { readonly kind: "any-row"; readonly table: Qualified; readonly column: string }
  | { readonly kind: "duplicates"; readonly table: Qualified; readonly columns: readonly string[] }
  | {
      readonly kind: "orphans";
      readonly table: Qualified;
      readonly columns: readonly string[];
      readonly target: Qualified;
      readonly targetColumns: readonly string[];
    }
  | { readonly kind: "violations"; readonly table: Qualified; readonly expression: string }
  | {
      readonly kind: "uncastable";
      readonly table: Qualified;
      readonly column: string;
      readonly from: string;
      readonly to: string;
      readonly using: string | undefined;
    }
  | { readonly kind: "dependents"; readonly name: string };
