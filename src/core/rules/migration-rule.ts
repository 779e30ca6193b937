/** What a rule about migrations looks at, and what it may say beyond what every rule may. */
import type { Finding, RuleText } from "../lint/rule.ts";
import type { Disk } from "../migration/disk.ts";
import type { MigrationReport, StatementReport, Surroundings } from "../migration/migration.ts";
import type { Qualified } from "../sql/catalog.ts";
import type { LockMode, StepKind } from "../sql/step.ts";

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

export type MigrationFinding = Finding & {
  /** The more rows it has, the worse; known numbers raise or lower the severity. */
  readonly table?: Qualified;
};

export type StatementRule = RuleText & {
  /** Only statements that take one of these steps are shown to it; left out, every statement is. */
  readonly steps?: readonly StepKind["kind"][];
  check(subject: StatementSubject): Iterable<MigrationFinding>;
};

export type MigrationFileRule = RuleText & {
  check(subject: MigrationSubject): Iterable<MigrationFinding>;
};

/** What it says about a directory without a script stands at `at` of the file beside it. */
export type HistoryRule = RuleText & {
  check(subject: HistorySubject): Iterable<MigrationFinding>;
};
