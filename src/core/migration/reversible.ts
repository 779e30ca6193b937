/** Whether a migration can be taken back, in a word. The script itself is in `reverse.ts`. */
import type { MigrationReport } from "./migration.ts";
import { reverseOf } from "./reverse.ts";

/** `loses data`: it can, but not with all that is there by then. */
export type Reversible = "yes" | "loses data" | "no";

export function reversibleOf(report: MigrationReport): Reversible {
  const { refused, losses } = reverseOf(report);
  if (refused.length > 0) return "no";
  return losses.length > 0 ? "loses data" : "yes";
}
