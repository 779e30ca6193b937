/**
 * Whether a statement may be explained, or run, where somebody wants it to be: decided from what the
 * gate has seen and what the database has said. Pure; sends nothing and asks nobody.
 */
import type { Passed } from "../core/sql/gate.ts";
import type { Affected } from "./affected.ts";
import type { FoundFunction, FunctionFacts } from "./functions.ts";

export type Target = {
  readonly kind: "embedded" | "database";
  /** How careful one has to be; undefined counts as neither production nor disposable. */
  readonly label: "development" | "staging" | "production" | "disposable" | undefined;
  /** Whether the workspace is; in one that is not, no database is connected to. */
  readonly isTrusted: boolean;
};

/** What the database has been asked about the statement; undefined: it has not been. */
export type Known = {
  readonly functions: FunctionFacts | undefined;
  /** Needed for statements that write. */
  readonly affected: Affected | undefined;
};

export type Decision =
  | {
      readonly kind: "allowed";
      /** For people: what may surprise them all the same. Sentences without a full stop. */
      readonly notes: readonly string[];
      /** Whether the transaction it runs in has to be one that may write: `TransactionWish` asks so. */
      readonly isWritable: false | "disposable";
    }
  | { readonly kind: "refused"; readonly reason: string }
  /** Somebody has to agree; then the same is asked again with `key` among `agreed`. */
  | {
      readonly kind: "question";
      readonly key: string;
      readonly question: string;
      readonly detail: string;
      readonly yes: string;
      /** Holds for the connection from then on. */
      readonly isLasting: boolean;
    };

/** Agreed to once for a connection. */
export const runReads = "run-reads";
/** Agreed to each time. */
export const runWrites = "run-writes";

export function mayExplain(
  passed: Passed,
  target: Target,
  mode: "plan" | "run",
  known: Known,
  agreed: readonly string[] = [],
): Decision {
  if (target.kind === "database" && !target.isTrusted) {
    return refused(
      "No database is connected to from a workspace that is not trusted: the embedded one can be used",
    );
  }
  if (mode === "plan") return allowed(planningNotes(known.functions));
  if (target.kind === "embedded") return allowed(embeddedNotes(passed));
  return mayRunOnDatabase(passed, target, known, agreed);
}

function mayRunOnDatabase(
  passed: Passed,
  { label }: Target,
  { functions, affected }: Known,
  agreed: readonly string[],
): Decision {
  if (label === "production") {
    return refused(
      "Nothing is run on a database labelled production: look at its plan, or run it on the embedded one",
    );
  }
  if (functions === undefined) return refused("What its functions do is not known yet");
  const outliving = outlivesRollback(passed, functions);
  if (outliving !== undefined) return refused(outliving);
  const [unread] = functions.unread;
  if (unread !== undefined) {
    return refused(`What it would run cannot be told, so it is not run: ${unread}`);
  }
  const notes = [...planningNotes(functions), ...foreignNotes(functions)];
  const doing = whatItDoes(passed, functions);
  if (doing.length === 0) {
    if (agreed.includes(runReads)) return allowed(notes);
    return questionAboutReads(label, notes);
  }
  if (label !== "disposable") {
    return refused(
      `Running it here ${doing.join(", and ")}: that is done in the embedded database only, or in one labelled disposable`,
    );
  }
  if (affected === undefined && passed.writes.length > 0) {
    return refused("What it sets in motion is not known yet");
  }
  if (agreed.includes(runWrites)) return { ...allowed(notes), isWritable: "disposable" };
  return questionAboutWrites(doing, affected === undefined ? [] : affectedNotes(affected), notes);
}

/** Sequences, advisory locks, settings, and the like: of the statement, or behind its views. */
function outlivesRollback(passed: Passed, { effects }: FunctionFacts): string | undefined {
  const all = [
    ...passed.effects.map(({ function: name, does }) => ({ name, does, via: undefined })),
    ...effects,
  ];
  const [first] = all;
  if (first === undefined) return undefined;
  return `${called(first)} ${first.does}, which rolling back does not undo: run it on the embedded database`;
}

/** As verbs, for a sentence that begins with "Running it here". */
function whatItDoes(passed: Passed, { volatile }: FunctionFacts): string[] {
  const tables = [...new Set(passed.writes.map(({ table }) => shown(table)))];
  return [
    ...(tables.length === 0 ? [] : [`writes to ${listed(tables)}`]),
    ...(passed.rowLocks.length === 0 ? [] : [`locks rows (${listed(passed.rowLocks)})`]),
    ...(volatile.length === 0
      ? []
      : [`calls ${listed(volatile.map(called))}, which may do anything`]),
  ];
}

function questionAboutReads(label: Target["label"], notes: readonly string[]): Decision {
  return {
    kind: "question",
    key: runReads,
    question: `Run queries on this database${label === undefined ? "" : ` (${label})`} to measure them?`,
    detail: [
      "EXPLAIN ANALYZE runs a query as the application would, and throws its rows away",
      "It is held to reading and to a time limit, and takes the load that the query takes",
      ...notes,
    ].join(". "),
    yes: "Run Queries Here",
    isLasting: true,
  };
}

function questionAboutWrites(
  doing: readonly string[],
  affected: readonly string[],
  notes: readonly string[],
): Decision {
  return {
    kind: "question",
    key: runWrites,
    question: `Running it ${doing.join(", and ")}. Run it and roll it back?`,
    detail: [...affected, ...notes].join(". "),
    yes: "Run and Roll Back",
    isLasting: false,
  };
}

function affectedNotes({ triggers, sequences, cascades, rules }: Affected): string[] {
  const fired = triggers.map((one) => `${one.name} on ${one.table} (${one.function})`);
  const further = cascades.map(({ command, table }) => `${command}s rows of ${table}`);
  const applied = rules.map(({ name, table }) => `${name} on ${table}`);
  return [
    ...(fired.length === 0 ? ["No trigger fires"] : [`Triggers fire: ${listed(fired)}`]),
    ...(sequences.length === 0
      ? ["No sequence moves"]
      : [`Sequences move and are not moved back: ${listed(sequences)}`]),
    ...(further.length === 0 ? [] : [`A foreign key ${listed(further)}`]),
    ...(applied.length === 0 ? [] : [`Rules rewrite it: ${listed(applied)}`]),
  ];
}

function planningNotes(functions: FunctionFacts | undefined): string[] {
  const names = (functions?.calledInPlanning ?? []).map(called);
  return names.length === 0 ? [] : [`Planning alone may call ${listed(names)}`];
}

function foreignNotes({ foreign }: FunctionFacts): string[] {
  return foreign.length === 0 ? [] : [`Another server is asked for ${listed(foreign)}`];
}

function embeddedNotes({ writes, effects }: Passed): string[] {
  return [
    ...(writes.length === 0 ? [] : ["What it writes in the embedded database is rolled back"]),
    ...effects.map(({ function: name, does }) => `${name}() ${does} in the embedded database`),
  ];
}

function called({ name, via }: FoundFunction): string {
  const call = name.includes(" ") ? name : `${name}()`;
  return via === undefined ? call : `${call} through ${via}`;
}

function shown({ schema, name }: Passed["writes"][number]["table"]): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** The first few, and how many more. */
function listed(names: readonly string[]): string {
  const first = names.slice(0, 6);
  const more = names.length - first.length;
  return more === 0 ? first.join(", ") : `${first.join(", ")} and ${more} more`;
}

function allowed(notes: readonly string[]) {
  return { kind: "allowed", notes, isWritable: false } as const;
}

function refused(reason: string): Decision {
  return { kind: "refused", reason };
}
