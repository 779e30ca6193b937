/** Whether a migration also applies to tables that hold rows, and can be taken back with them. */
import type { MigrationReport } from "../core/migration/migration.ts";
import type { Connection } from "../engines/postgres-connection.ts";
import { seedRows } from "../engines/postgres-seed.ts";
import { applyWhole, refusedTrial, skipped } from "./apply-steps.ts";
import { deploy } from "./deploy.ts";
import type { Down } from "./down.ts";
import type { OpenDatabase, ProofSubject, Trial } from "./prove.ts";
import { sayRefusal } from "./refusal.ts";

/**
 * The rows are ones that the database allowed: columns that may be NULL are NULL in one row, and
 * those that may repeat do. First whether it applies; `withBack` where the way back is known to
 * work without rows.
 */
export async function rowSteps(
  open: OpenDatabase,
  { history, report, down }: ProofSubject,
  withBack: boolean,
): Promise<[applied: Trial, ...back: Trial[]]> {
  const title = "Applies to tables with rows";
  if (history.length === 0) return [skipped(title, "there are no tables before it")];
  const opened = await open();
  if (!opened.ok) return [skipped(title, opened.refusal.message)];
  const { database } = opened;
  try {
    const seeded = await seedRows(database);
    if (!seeded.ok) return [skipped(title, `no rows could be made: ${sayRefusal(seeded)}`)];
    if (seeded.filled === 0) return [skipped(title, "no table could be given rows")];
    const applied = await applyWhole(database, report, title);
    if (applied.outcome === "failed") return [applied];
    const [one] = seeded.empty;
    const detail = one ? `without rows in ${one.table} (${one.reason})` : "";
    const more = seeded.empty.length > 1 ? ` and ${seeded.empty.length - 1} more` : "";
    const first: Trial = { ...applied, detail: `${detail}${more}` };
    return withBack ? [first, ...(await backAgain(database, report, down))] : [first];
  } finally {
    await database.close();
  }
}

/** The catalogs were compared without rows; here only whether the rows stand in the way. */
async function backAgain(
  connection: Connection,
  report: MigrationReport,
  down: Down,
): Promise<Trial[]> {
  const title = "Can be taken back with rows, and applied again";
  if (down.kind === "none") return [];
  const refused = await deploy(connection, down.sql);
  // Left open, it would have been found out without rows.
  if (refused !== undefined && refused !== "unclosed") {
    const trial = refusedTrial(title, refused, undefined);
    if (down.losses.length === 0) return [trial];
    // That rows stand in its way was said beforehand.
    return [skipped(title, `it loses ${down.losses.slice(0, 3).join(", ")}: ${trial.detail}`)];
  }
  return [await applyWhole(connection, report, title)];
}
