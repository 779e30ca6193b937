/**
 * Which statements may be explained at all, and what one would do if it were run: told from
 * PostgreSQL's own syntax tree. Knows no database: what a view or a function hides is asked there.
 */
import type { Range } from "./split.ts";
import type { Name } from "./step.ts";

/** Offsets are those in the text that was given, in UTF-16 units. */
export type Gate = Passed | Refused;

export type Refused = {
  readonly ok: false;
  /** One sentence for people: why it is not explained, and what would be. No full stop. */
  readonly reason: string;
  readonly at: Range;
};

export type Passed = {
  readonly ok: true;
  /** The statement alone: no comments around it, no semicolon. Its offsets begin at `start`. */
  readonly text: string;
  readonly start: number;
  readonly command: "select" | "insert" | "update" | "delete" | "merge";
  /** What it would write, also where a WITH hides it. */
  readonly writes: readonly Write[];
  /** FOR UPDATE and its kin, with the words as written. */
  readonly rowLocks: readonly string[];
  /** `$1` and so on, each where it stands; `number` counts from 1. */
  readonly parameters: readonly { readonly number: number; readonly at: Range }[];
  /** Functions that it calls by name, each once, as written and lower-cased unless quoted. */
  readonly functions: readonly Name[];
  /** Tables and views that it names, without those of its own WITH. */
  readonly relations: readonly Name[];
  /**
   * Calls whose effects go beyond rows of this database or outlive a rollback (sequences, advisory
   * locks, settings, other sessions, files): plain EXPLAIN does not run them, ANALYZE would.
   */
  readonly effects: readonly Effect[];
};

export type Write = {
  readonly command: "insert" | "update" | "delete" | "merge";
  readonly table: Name;
};

export type Effect = {
  readonly function: string;
  /** For people: `moves the sequence`, `ends other sessions`. */
  readonly does: string;
  readonly at: Range;
};
