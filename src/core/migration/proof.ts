/**
 * What running a migration on a real server has shown. Shapes only: `src/proof` fills them, the
 * editor and the command line show them.
 */
import type { LockMode } from "../sql/step.ts";

export type Proof = {
  /** "PostgreSQL 18.6" */
  readonly server: string;
  /**
   * `refuted`: something that was tried failed. `unproven`: the server could not try it, or what a
   * statement does is not what was predicted.
   */
  readonly verdict: "proven" | "refuted" | "unproven";
  /** The verdict in one sentence, without a full stop. */
  readonly headline: string;
  /** In the order in which they were tried. */
  readonly steps: readonly ProofStep[];
  /** Those that ran, but for BEGIN, COMMIT and their like. */
  readonly statements: readonly ProvenStatement[];
};

export type ProofStep = {
  /** "Applies to empty tables" */
  readonly title: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** The server's words, or why it was not tried. */
  readonly detail: string;
  /** The statement that was refused, from 0 in its file, where it is one of the migration's. */
  readonly statement?: number;
};

/** Only what was there before the migration is named; `public.` is left out. */
export type ProvenStatement = {
  /** From 0, in its file. */
  readonly index: number;
  readonly locks: readonly { readonly table: string; readonly mode: LockMode }[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  /**
   * Whether the locks, rewrites and scans are those that were predicted. True as well where the
   * prediction said that it does not know; `isUnseen` where they could not be looked at.
   */
  readonly asPredicted: boolean;
  /** It runs in no transaction, in which locks could be seen; rewrites were. */
  readonly isUnseen: boolean;
  /** One line per difference from the prediction. */
  readonly differences: readonly string[];
};
