/**
 * Which statements may be explained at all, and what one would do if it were run: told from
 * PostgreSQL's own syntax tree. Knows no database: what a view or a function hides is asked there.
 */
import type { Effect } from "./gate-effects.ts";
import { contentsOf, type Write } from "./gate-read.ts";
import { explainedIn, isPsqlCommand, refusalOf, unreadableIn } from "./gate-refusal.ts";
import { untag } from "./node.ts";
import { readingOf } from "./reading.ts";
import { type Range, splitSql } from "./split.ts";
import type { ParseStatement } from "./statement.ts";
import type { Name } from "./step.ts";

export type { Effect } from "./gate-effects.ts";
export type { Write } from "./gate-read.ts";

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
   * locks, settings): plain EXPLAIN does not run them, ANALYZE would. Those that reach other
   * sessions, files or servers are refused altogether and never here.
   */
  readonly effects: readonly Effect[];
};

/**
 * The one statement of `text`, if it can be explained; of an EXPLAIN the statement behind it. In
 * time proportional to the text's length. `parse` is PostgreSQL's parser; never throws unless it does.
 */
export function gate(text: string, parse: ParseStatement): Gate {
  const unreadable = unreadableIn(text);
  if (unreadable !== undefined) return unreadable;
  const { statements } = splitSql(text);
  const [only, second] = statements;
  if (only === undefined) {
    return refused("There is no statement here", { start: 0, end: text.length });
  }
  if (second !== undefined) {
    const several = `These are ${statements.length} statements: one at a time can be explained`;
    return refused(several, second);
  }
  return gateOne(text, only, parse);
}

function gateOne(text: string, range: Range, parse: ParseStatement): Gate {
  if (isPsqlCommand(text, range)) {
    return refused("A command of psql is not SQL: select the query alone", range);
  }
  const reading = readingOf({ text }, range.start, range.end);
  const answer = parse(reading.text);
  if (!answer.ok) return notRead(reading.text, range.start, answer);
  const tagged = untag(answer.node);
  if (tagged?.tag === "ExplainStmt") return gateExplained(text, range, parse);
  const command = commands.get(tagged?.tag ?? "");
  if (tagged === undefined || command === undefined) {
    return refused(refusalOf(tagged?.tag, reading.tokens(), reading.text), range);
  }
  const { problem, ...seen } = contentsOf(reading, answer.node);
  if (problem !== undefined) return refused(problem.reason, problem.at);
  return { ok: true, text: reading.text, start: range.start, command, ...seen };
}

/** What is cut out is parsed by itself, so a wrong cut can only lead to a refusal. */
function gateExplained(text: string, range: Range, parse: ParseStatement): Gate {
  const [first, second] = explainedIn(text, range);
  if (first === undefined) return refused("There is no statement behind EXPLAIN", range);
  const inner = gateOne(text, first, parse);
  if (inner.ok || second === undefined) return inner;
  const other = gateOne(text, second, parse);
  return other.ok ? other : inner;
}

const commands: ReadonlyMap<string, Passed["command"]> = new Map([
  ["SelectStmt", "select"],
  ["InsertStmt", "insert"],
  ["UpdateStmt", "update"],
  ["DeleteStmt", "delete"],
  ["MergeStmt", "merge"],
] as const);

function refused(reason: string, at: Range): Refused {
  return { ok: false, reason, at };
}

/** `offset` counts characters, of which those beyond U+FFFF take two units here. */
function notRead(
  statement: string,
  start: number,
  { message, offset }: { readonly message: string; readonly offset: number },
): Refused {
  let at = 0;
  for (let count = 0; count < offset && at < statement.length; count++) {
    at += (statement.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  const here = /\$\d+|\w+|[\s\S]?/y;
  here.lastIndex = at;
  const found = here.exec(statement)?.[0] ?? "";
  const reason = /^\$\d/.test(found)
    ? `What the code puts in place of ${found} is not known, and a value cannot stand there`
    : `PostgreSQL cannot read it: ${message}`;
  return refused(reason, { start: start + at, end: start + at + found.length });
}
