/**
 * Changes to a schema that somebody asks for by name: what they do to the text, to the database
 * and to code that uses the client. Nothing is applied here.
 */
import type { Edit } from "../base/text.ts";

export type Refactoring = {
  readonly name: "map-to-snake-case" | "explicit-join-model" | "rename-field" | "rename-block";
  /** What will be done, as an order. */
  readonly title: string;
  /** One line for a list, without a full stop. */
  readonly summary: string;
  /** In all files of the schema. */
  readonly edits: readonly Edit[];
  /** False when the migration that follows is empty. */
  readonly changesDatabase: boolean;
  /** The SQL for a migration, in place of what Prisma would write: that would lose the rows. */
  readonly migration?: string;
  /** Markdown, a paragraph each: what to look after. */
  readonly notes: readonly string[];
};
