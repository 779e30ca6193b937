/** The script that takes a migration back: the one somebody wrote, else the one that follows from it. */
import type { MigrationReport } from "../core/migration/migration.ts";
import { reverseOf } from "../core/migration/reverse.ts";

/** What is run to take a migration back, or why nothing can be. */
export type Down =
  | {
      readonly kind: "script";
      readonly sql: string;
      /** In words: what is lost on the way, so that rows may stand in the way of going back. */
      readonly losses: readonly string[];
    }
  | { readonly kind: "none"; readonly reason: string };

/** `written` is the text of a `down.sql` beside the migration. */
export function downOf(report: MigrationReport, written: string | undefined): Down {
  if (written !== undefined) return { kind: "script", sql: written, losses: [] };
  const { sql, losses, refused } = reverseOf(report);
  if (refused.length === 0) return { kind: "script", sql, losses };
  const reasons = refused.map(({ statement, reason }) => `statement ${statement + 1}: ${reason}`);
  return { kind: "none", reason: reasons.join("; ") };
}
