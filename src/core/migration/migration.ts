/**
 * A migration and what is known about it, statement by statement. Shapes only: `analyse.ts` fills
 * them, the rules of `rules/migration` look at them. Nothing here knows a disk or a server.
 */
import type { Catalog, Qualified } from "../sql/catalog.ts";
import type { Effects } from "../sql/effect.ts";
import type { SqlFile, Statement } from "../sql/statement.ts";
import type { LockMode } from "../sql/step.ts";

/** `20240131120000_add_users`, its text read. */
export type Migration = {
  /** The directory's name, or whatever a script that is not on disk yet is called. */
  readonly name: string;
  /** Absolute path of `migration.sql`; undefined for SQL that is only previewed. */
  readonly path: string | undefined;
  readonly file: SqlFile;
};

/** What the rules may ask of the world. Detected where possible, else set by the user. */
export type Surroundings = {
  /** Major version of PostgreSQL: 12 to 19. */
  readonly postgres: number;
  /** [7, 4] for Prisma 7.4; undefined when it is not known. */
  readonly prisma: readonly [major: number, minor: number] | undefined;
  /** Rows by table, where they are known. */
  readonly rows: ReadonlyMap<Qualified, number>;
};

/** One statement in its place. */
export type StatementReport = {
  readonly statement: Statement;
  /** From 0, in its file. */
  readonly index: number;
  /** The database right before and right after it. */
  readonly before: Catalog;
  readonly after: Catalog;
  readonly effects: Effects;
  /**
   * Whether it runs together with others in one transaction, as Prisma sends the file: all of it
   * is one message, and that is one transaction as soon as it holds two statements; BEGIN and
   * COMMIT inside cut it in pieces.
   */
  readonly transaction: Transaction;
};

export type Transaction = {
  /** Statements of one file with the same number run in the same transaction. */
  readonly number: number;
  /** Alone in a file, or outside of any block: CONCURRENTLY works. */
  readonly isAlone: boolean;
  /** BEGIN in the file began it, not Prisma's way of sending. */
  readonly isExplicit: boolean;
};

export type MigrationReport = {
  readonly migration: Migration;
  readonly statements: readonly StatementReport[];
  /** The database before the first statement and after the last. */
  readonly before: Catalog;
  readonly after: Catalog;
  /** Tables that this file creates: nobody waits for their locks, they hold no rows. */
  readonly created: ReadonlySet<Qualified>;
  /** The strongest lock per table that was there before, over the whole file; strongest first. */
  readonly locks: readonly TableLock[];
};

export type TableLock = {
  readonly table: Qualified;
  readonly mode: LockMode;
  /** The statements that take it. */
  readonly by: readonly number[];
};

/** The migrations of one project in the order in which Prisma applies them. */
export type History = { readonly reports: readonly MigrationReport[] };
