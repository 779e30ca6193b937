/** Watches what each statement of a migration locks, rewrites and reads on a running server. */
import type { MigrationReport } from "../core/migration/migration.ts";
import type { ProvenStatement } from "../core/migration/proof.ts";
import { needsOneTransaction, observeMigration } from "../engines/postgres-replay.ts";
import { seedRows } from "../engines/postgres-seed.ts";
import { refusedTrial, skipped } from "./apply-steps.ts";
import { provenStatements } from "./observed-statements.ts";
import type { OpenDatabase, Trial } from "./prove.ts";

const title = "Locks, rewrites and scans are as predicted";

/**
 * Each statement in a transaction of its own where the file allows it, so that each shows all of
 * its locks. `withRows` where the migration applies to rows: scans of empty tables show nothing.
 */
export async function observeSteps(
  open: OpenDatabase,
  report: MigrationReport,
  withRows: boolean,
  version: string,
): Promise<{ readonly trials: readonly Trial[]; readonly statements: readonly ProvenStatement[] }> {
  const none = (trial: Trial) => ({ trials: [trial], statements: [] });
  const opened = await open();
  if (!opened.ok) return none(skipped(title, opened.refusal.message));
  const { database } = opened;
  try {
    const seeded = withRows ? await seedRows(database) : undefined;
    const empty = new Set(seeded?.ok ? seeded.empty.map(({ table }) => table) : []);
    const isSeeded = seeded?.ok === true;
    const { name, file } = report.migration;
    const cut = {
      name,
      text: file.source.text,
      statements: report.statements.map(({ statement: { at } }) => at),
    };
    const transactions = needsOneTransaction(cut.text) ? "together" : "alone";
    const results = await observeMigration(database, cut, transactions);
    if ("ok" in results) return none(refusedTrial(title, results, undefined));
    const last = results.at(-1);
    const statements = provenStatements(report, results, {
      transactions,
      postgres: Number.parseInt(version, 10),
      hasRows: (table) => isSeeded && report.before.tables.has(table) && !empty.has(table),
    });
    if (last?.kind === "refused") {
      // Together it went through, so this says something about the way of watching alone.
      const { trials } = none(refusedTrial(title, last.refusal, report.statements[last.index]));
      return { trials: trials.map((trial) => ({ ...trial, refutes: false })), statements };
    }
    return { trials: [comparison(statements)], statements };
  } finally {
    await database.close();
  }
}

function comparison(statements: readonly ProvenStatement[]): Trial {
  const wrong = statements.filter(({ asPredicted }) => !asPredicted);
  if (wrong.length > 0) {
    const detail = wrong
      .slice(0, shown)
      .map(({ index, differences }) => `statement ${index + 1}: ${differences.join(", ")}`)
      .join("; ");
    const more = wrong.length > shown ? `; and ${wrong.length - shown} more statements` : "";
    return { title, outcome: "failed", detail: `${detail}${more}`, refutes: false };
  }
  const unseen = statements.filter(({ isUnseen }) => isUnseen).length;
  const detail =
    unseen === 0 ? "" : `${unseen} run in no transaction, where locks cannot be watched`;
  return { title, outcome: "passed", detail, refutes: false };
}

/** How many statements that do something else are told. */
const shown = 3;
