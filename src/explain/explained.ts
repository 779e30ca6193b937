/** What is asked of a database about one statement, and what comes back. Shapes only. */
import type { Refusal } from "../engines/postgres-connection.ts";

export type ExplainWish = {
  /** One statement that the gate let through, with `$1` for its parameters. */
  readonly sql: string;
  /**
   * As PostgreSQL reads them, in the order of their numbers; undefined: not known, then the plan is one
   * for any values, of all or of that one.
   */
  readonly values: readonly (string | null | undefined)[] | undefined;
  /** Types of the parameters where they are known: `int4`; undefined lets the server find out. */
  readonly types?: readonly (string | undefined)[];
  /** `run`: EXPLAIN ANALYZE, which runs it. */
  readonly mode: "plan" | "run";
  /** Whether the gate has seen that it writes: then a run tells what it wrote to the log. */
  readonly isWrite?: boolean;
  /** How many times it is run, for percentiles; the plan shown is that of the median. Default 1. */
  readonly times?: number;
};

export type Explained = {
  readonly ok: true;
  /** EXPLAIN (FORMAT JSON), as the server wrote it. */
  readonly json: string;
  /** The way it was asked: `EXPLAIN (ANALYZE, BUFFERS, …)`, for copying. */
  readonly options: string;
  /** Planned for any values: GENERIC_PLAN, or a prepared statement. */
  readonly isGeneric: boolean;
  /** Execution times of all runs in milliseconds, in order; empty where it was not run. */
  readonly executionTimes: readonly number[];
  readonly notices: readonly string[];
};

export type ExplainedOrNot = Explained | Refusal;
