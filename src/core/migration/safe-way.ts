/**
 * How the same change reaches the database without making others wait: what such a way is made
 * of. `safe-ways.ts` finds them, `write-safe-way.ts` turns one into files. Shapes only.
 */
import type { Edit } from "../base/text.ts";
import type { Qualified } from "../sql/catalog.ts";
import type { LockMode } from "../sql/step.ts";

/** What is done instead of one statement, or of one step of it. */
export type SafeWay = {
  /** As an order: "Build the index concurrently, in a migration of its own". */
  readonly title: string;
  /** The rule whose finding it answers. */
  readonly rule: string;
  /** The statement of the file, from 0. */
  readonly statement: number;
  /** In the file itself. One that is empty of statements afterwards is left out altogether. */
  readonly edits: readonly Edit[];
  /** Migrations that follow the file, in order, each in a directory of its own. */
  readonly following: readonly SafeStep[];
  /** What somebody has to do in between that no script can, in plain words. */
  readonly remarks: readonly string[];
};

export type SafeStep = {
  /** Behind the timestamp: `validate_Post_authorId_fkey`. */
  readonly name: string;
  readonly sql: string;
  /**
   * `migration`: applied by Prisma. `script`: run by hand between two migrations, as the batches
   * of a backfill are; written beside the migration before it, under the name given.
   */
  readonly kind: "migration" | "script";
  /** The strongest lock it takes of each table that is there, which the tests hold against a server. */
  readonly promises: readonly { readonly table: Qualified; readonly mode: LockMode }[];
};
