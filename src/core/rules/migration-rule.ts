/** What a rule about migrations looks at, and what it may say beyond what every rule may. */
import type { Finding, RuleText } from "../lint/rule.ts";
import type { MigrationReport, StatementReport, Surroundings } from "../migration/migration.ts";
import type { Qualified } from "../sql/catalog.ts";
import type { LockMode } from "../sql/step.ts";

/** One statement with all that is known around it. */
export type StatementSubject = {
  readonly report: StatementReport;
  /** The file it stands in. */
  readonly file: MigrationReport;
  readonly world: Surroundings;
  /** The strongest lock of each table that earlier statements of the same transaction hold. */
  readonly held: ReadonlyMap<Qualified, LockMode>;
};

/** One file. */
export type MigrationSubject = { readonly file: MigrationReport; readonly world: Surroundings };

/** All files of a project, in order, and the directories that are no migration. */
export type HistorySubject = {
  readonly files: readonly MigrationReport[];
  readonly world: Surroundings;
  readonly disk: Disk;
};

/** What the migrations folder and, where one is connected, the database say beside the scripts. */
export type Disk = {
  readonly directories: readonly Directory[];
  /** The text of `migration_lock.toml`; undefined when there is none. */
  readonly lockFile: string | undefined;
  /** SHA-256 in hex of each script by the migration's name, as Prisma keeps it. */
  readonly checksums: ReadonlyMap<string, string>;
  /** What `_prisma_migrations` says; undefined while no database is connected. */
  readonly applied: readonly AppliedMigration[] | undefined;
  /** The SQL that leads from the migrations to the schema; empty when they agree. */
  readonly drift: string | undefined;
};

export type AppliedMigration = {
  readonly name: string;
  readonly checksum: string;
  readonly state: "applied" | "failed" | "rolled back";
};

/** A directory under `migrations`, as it was found on disk. */
export type Directory = {
  readonly name: string;
  /** Whether there is a `migration.sql` in it. */
  readonly hasScript: boolean;
  readonly otherFiles: readonly string[];
};

export type MigrationFinding = Finding & {
  /** The more rows it has, the worse; known numbers raise or lower the severity. */
  readonly table?: Qualified;
};

export type StatementRule = RuleText & {
  check(subject: StatementSubject): Iterable<MigrationFinding>;
};

export type MigrationFileRule = RuleText & {
  check(subject: MigrationSubject): Iterable<MigrationFinding>;
};

/** What it says about a directory without a script stands at `at` of the file beside it. */
export type HistoryRule = RuleText & {
  check(subject: HistorySubject): Iterable<MigrationFinding>;
};
