/** What lies around the scripts of a project, as data: the folder, and what a database remembers. */

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
