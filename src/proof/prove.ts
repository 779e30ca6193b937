/**
 * Proves a migration by running it: on the database that the migrations before it make, without
 * rows and with some, back and again. Reads no files and knows no editor.
 */
import type { MigrationReport } from "../core/migration/migration.ts";
import type { Proof, ProofStep, ProvenStatement } from "../core/migration/proof.ts";
import type { Refusal } from "../engines/postgres-connection.ts";
import type { Migration } from "../engines/postgres-replay.ts";
import { applySteps } from "./apply-steps.ts";
import type { Down } from "./down.ts";
import type { Histories, OpenedHistory } from "./histories.ts";
import { observeSteps } from "./observe-steps.ts";
import { lackOf, sayRefusal } from "./refusal.ts";
import { rowSteps } from "./row-steps.ts";
import { verdictOf } from "./verdict.ts";

export type ProofSubject = {
  /** What was applied before, in order. */
  readonly history: readonly Migration[];
  /** The migration, analysed on top of that. */
  readonly report: MigrationReport;
  readonly down: Down;
};

export type ProofWish = {
  readonly signal?: AbortSignal;
  /** `share` from 0 to 1. */
  readonly onProgress?: (message: string, share: number) => void;
};

/** One thing that was tried, with what it says about the migration. */
export type Trial = ProofStep & {
  /** A step that failed because the server lacks something refutes nothing. */
  readonly refutes: boolean;
};

/** Opens the database that the history makes, as often as it is asked. */
export type OpenDatabase = () => Promise<OpenedHistory>;

/** How much of the whole the replay is; the rest is three databases that begin from its end. */
const replayShare = 0.6;

/** Undefined when it was cancelled. Never rejects because of what the migration says. */
export async function prove(
  histories: Histories,
  subject: ProofSubject,
  { signal, onProgress }: ProofWish = {},
): Promise<Proof | undefined> {
  const { history, report, down } = subject;
  const { text } = report.migration.file.source;
  const isCancelled = () => signal?.aborted === true;
  const tell = (message: string, share: number) => onProgress?.(message, share);
  const later = [text, ...(down.kind === "script" ? [down.sql] : [])];
  const open: OpenDatabase = () =>
    histories.open(history, {
      later,
      ...(signal && { signal }),
      onProgress: (done, { name }) =>
        tell(`Replaying ${name}`, (done / Math.max(1, history.length)) * replayShare),
    });

  tell("Starting PostgreSQL", 0);
  const first = await open();
  if (isCancelled()) {
    if (first.ok) await first.database.close();
    return undefined;
  }
  if (!first.ok) return withoutHistory(first);
  const { database } = first;
  const trials: Trial[] = [replayed(history)];
  let statements: readonly ProvenStatement[] = [];

  tell("Applying it to empty tables", replayShare);
  const [applied, ...back] = await applySteps(database, subject);
  await database.close();
  if (isCancelled()) return undefined;
  trials.push(applied, ...back);

  // What cannot be applied to empty tables needs no rows to fail.
  if (applied.outcome === "passed") {
    tell("Applying it to tables with rows", replayShare + 0.15);
    const [filled, ...more] = await rowSteps(open, subject, !back.some(isFailure));
    if (isCancelled()) return undefined;
    trials.push(filled, ...more);
    tell("Watching locks, rewrites and scans", replayShare + 0.3);
    const watched = await observeSteps(open, report, !isFailure(filled), database.version);
    if (isCancelled()) return undefined;
    trials.push(...watched.trials);
    statements = watched.statements;
  }
  tell("Done", 1);
  return proofOf(`PostgreSQL ${database.version}`, trials, statements);
}

function isFailure({ outcome }: Trial): boolean {
  return outcome === "failed";
}

function replayed({ length }: readonly Migration[]): Trial {
  const titles = ["Starts from an empty database", "Replayed the migration before it"];
  const title = titles[length] ?? `Replayed the ${length} migrations before it`;
  return { title, outcome: "passed", detail: "", refutes: false };
}

function withoutHistory({
  migration,
  refusal,
}: {
  readonly migration: Migration | undefined;
  readonly refusal: Refusal;
}): Proof {
  const lack = migration && lackOf(refusal);
  const words = migration
    ? `${migration.name}: ${sayRefusal(refusal)}${lack === undefined ? "" : `; ${lack}`}`
    : refusal.message;
  const title = migration ? "The migrations before it can be replayed" : "PostgreSQL starts";
  const trial: Trial = { title, outcome: "failed", detail: words, refutes: false };
  return proofOf("PostgreSQL 18", [trial], []);
}

function proofOf(
  server: string,
  trials: readonly Trial[],
  statements: readonly ProvenStatement[],
): Proof {
  const steps = trials.map(({ refutes: _, ...step }): ProofStep => step);
  return { server, ...verdictOf(server, trials), steps, statements };
}
